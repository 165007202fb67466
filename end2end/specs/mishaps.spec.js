// What goes wrong on the way: a lost network, a button pressed twice, the way back. Nothing that was typed is lost.
import { expect, test } from '../fixtures/index.js'
import { heading, problems } from '../fixtures/steps.js'

test('a form sent without a network says so, keeps what was typed, and works afterwards', async ({ cast, javaScriptEnabled, say, visit, watch }) => {
  test.skip(!javaScriptEnabled, 'without scripts the browser itself says so')
  watch.expectLostNetwork()
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/my-account/details')
  const telephone = page.getByLabel(say('my_account.details.telephone'))
  await telephone.fill('029 2018 0180')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: say('my_account.details.save') }).click()
  await expect(problems(page)).toContainText(say('refusals.connection'))
  await expect(telephone).toHaveValue('029 2018 0180')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: say('my_account.details.save') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.details_saved'))
  await expect(page.getByRole('main')).toContainText('029 2018 0180')
})

test('a button pressed twice acts once', async ({ cast, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const asking = await cast.applicant(practice)
  const page = await cast.pageOf(asking)
  await visit(page, `/my-requests/${await asking.visitor.requestId()}`)
  await page.getByRole('button', { name: say('join_requests.nudge') }).dblclick()
  await expect(page.locator('#notice, #error-summary').first()).toBeVisible()
  const first = await postbox.letterTo(sian.email, asking.name)
  expect(first.subject).toContain(asking.name)
  await visit(page, '/my-requests')
  const reminders = postbox.lettersTo(sian.email).filter((letter) => letter.subject === first.subject)
  expect(reminders.length).toBe(1)
})

test('the way back from a saved form shows what is saved', async ({ cast, say, visit }) => {
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/my-account')
  await visit(page, '/my-account/details')
  await page.getByLabel(say('my_account.details.telephone')).fill('029 2018 0181')
  await page.getByRole('button', { name: say('my_account.details.save') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.details_saved'))
  await page.goBack()
  await expect(heading(page)).toContainText(say('my_account.details.title'))
  await expect(page.getByLabel(say('my_account.details.telephone'))).toHaveValue('029 2018 0181')
})
