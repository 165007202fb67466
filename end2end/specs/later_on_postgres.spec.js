// What only time brings, on PostgreSQL, where the test may let it pass: links that have expired, sessions that have ended.
import { expect, test } from '../fixtures/index.js'
import { heading, signIn } from '../fixtures/steps.js'

test.skip(!process.env.TEST_POSTGRES_URL, 'TEST_POSTGRES_URL names no PostgreSQL')
test.use({ database: 'postgres' })

test('a link to a new password that has expired says so and offers a new one', async ({
  cast, page, porthor, postbox, say, visit,
}) => {
  const person = await cast.newcomer()
  await (await cast.stranger()).post('ask_for_reset', { email: person.email })
  const old = await postbox.letterTo(person.email)
  await porthor.letLinksExpire()
  await visit(page, old.link)
  await expect(page.getByRole('main')).toContainText(say('refusals.link_expired'))
  await page.getByLabel(say('accounts.email')).fill(person.email)
  await page.getByRole('button', { name: say('accounts.forgotten.button') }).click()
  await visit(page, (await postbox.letterTo(person.email)).link)
  await expect(heading(page)).toContainText(say('accounts.reset.title'))
})

test('a session that has rested too long leads to sign-in, and from there back', async ({
  cast, porthor, practice, say, visit,
}) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  await porthor.letSessionsRest()
  await visit(page, `/organisations/${practice.code}/members`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await expect(page.getByRole('main')).toContainText(say('sessions.wanted'))
  await signIn(page, say, sian)
  await expect(page).toHaveURL(new RegExp(`/organisations/${practice.code}/members$`))
})

/** A form that was filled in before the session ended, and sent afterwards. */
async function sentTooLate(page, { porthor, practice, say, visit }) {
  // The page does not find out by itself: it neither listens to the service nor hears how long the session may rest.
  await page.addInitScript(() => delete window.EventSource)
  await page.route('**/api/session_left', (route) => route.fulfill({ json: { seconds: 1700, absolute: false } }))
  await visit(page, `/ask-to-join/${practice.code}`)
  await page.getByLabel(say('words.role.practice_enabled_user')).check()
  await page.getByLabel(say('join_requests.reason_label')).fill('I answer the telephone')
  await porthor.letSessionsRest()
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(heading(page)).toContainText(say('sessions.title'))
}

test('a form sent after the end is there again for the same person, and nothing has been sent', async ({
  cast, porthor, practice, say, visit, watch,
}) => {
  watch.expectStatus(401)
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  await sentTooLate(page, { porthor, practice, say, visit })
  await signIn(page, say, person)
  await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
  await expect(page.getByLabel(say('join_requests.reason_label'))).toHaveValue('I answer the telephone')
  await expect(page.getByLabel(say('words.role.practice_enabled_user'))).toBeChecked()
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(page).toHaveURL(/\/my-requests\/[0-9a-f-]{36}$/)
})

test('a form sent after the end is not shown to somebody else', async ({ cast, porthor, practice, say, visit, watch }) => {
  watch.expectStatus(401)
  const page = await cast.pageOf(await cast.newcomer())
  const other = await cast.newcomer()
  await sentTooLate(page, { porthor, practice, say, visit })
  await signIn(page, say, other)
  await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
  await expect(page.getByLabel(say('join_requests.reason_label'))).toHaveValue('')
})
