// Live tables between two server processes on one PostgreSQL.
import { test } from '../fixtures/index.js'
import { tellOfTwo } from './live.js'

test.skip(!process.env.TEST_POSTGRES_URL, 'TEST_POSTGRES_URL names no PostgreSQL')
test.use({ database: 'postgres' })

tellOfTwo((porthor) => porthor.another())
