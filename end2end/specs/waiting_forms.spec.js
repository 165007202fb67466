// A form that is sent after the session has ended: it leads to the sign-in page, and from there back to what was typed.
import { expect, test } from '../fixtures/index.js'
import { heading, problems, signIn } from '../fixtures/steps.js'

const TYPED = 'I answer the telephone'

/** The form of a request, filled in and sent when the session has ended. */
async function sendTooLate(page, person, { practice, say, visit, watch }) {
  watch.expectStatus(401)
  // It does not hear of it: a page that does, says so before anything is sent.
  await page.addInitScript(() => delete window.EventSource)
  await visit(page, `/ask-to-join/${practice.code}`)
  await page.getByLabel(say('words.role.practice_enabled_user')).check()
  await page.getByLabel(say('join_requests.reason_label')).fill(TYPED)
  await person.visitor.post('sign_out')
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(heading(page)).toContainText(say('sessions.title'))
}

test('what was typed when the session had ended stands in its form again after signing in', async ({
  cast, practice, say, visit, watch,
}) => {
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  await sendTooLate(page, person, { practice, say, visit, watch })
  await signIn(page, say, person)
  await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
  await expect(page.locator('#notice')).toContainText(say('words.notice.signed_out_meanwhile'))
  await expect(problems(page)).toBeHidden()
  await expect(page.getByLabel(say('join_requests.reason_label'))).toHaveValue(TYPED)
  await expect(page.getByLabel(say('words.role.practice_enabled_user'))).toBeChecked()

  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.asked', { organisation: practice.name }))
})

test('somebody else who signs in there finds an empty form', async ({ cast, practice, say, visit, watch }) => {
  const person = await cast.newcomer()
  const somebodyElse = await cast.newcomer()
  const page = await cast.pageOf(person)
  await sendTooLate(page, person, { practice, say, visit, watch })
  await signIn(page, say, somebodyElse)
  await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
  await expect(page.getByLabel(say('join_requests.reason_label'))).toHaveValue('')
  await expect(page.locator('#notice')).toBeHidden()
})
