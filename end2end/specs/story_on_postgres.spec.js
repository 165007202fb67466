// The story on PostgreSQL, and what only a database that others may reach can show: links that have expired.
import { expect, test } from '../fixtures/index.js'
import { confirmAddress, heading } from '../fixtures/steps.js'
import { tellTheStory } from './story.js'

test.skip(!process.env.TEST_POSTGRES_URL, 'TEST_POSTGRES_URL names no PostgreSQL')
test.use({ database: 'postgres' })

tellTheStory('en')

test('a link that has expired says so and offers a new one', async ({ cast, page, porthor, postbox, practice, say, visit }) => {
  const person = cast.invent()
  await (await cast.stranger()).register(person, practice)
  const old = await postbox.letterTo(person.email)
  await porthor.letLinksExpire()
  await visit(page, old.link)
  await expect(page.getByRole('main')).toContainText(say('refusals.link_expired'))
  await visit(page, '/confirm')
  await page.getByLabel(say('accounts.email')).fill(person.email)
  await page.getByRole('button', { name: say('accounts.again.button') }).click()
  await expect(heading(page)).toContainText(say('accounts.sent.title'))
  await visit(page, (await postbox.letterTo(person.email)).link)
  await confirmAddress(page, say, person)
})
