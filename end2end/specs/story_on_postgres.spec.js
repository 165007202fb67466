// The story on PostgreSQL, and what only a database that others may reach can show: links that have expired.
import { test } from '../fixtures/index.js'
import { tellTheStory } from './story.js'

test.skip(!process.env.TEST_POSTGRES_URL, 'TEST_POSTGRES_URL names no PostgreSQL')
test.use({ database: 'postgres' })

tellTheStory('en')
