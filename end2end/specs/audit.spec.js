// What happened: who did what, when and why, in sentences.
import { expect, test } from '../fixtures/index.js'

const history = (practice) => `/organisations/${practice.code}/history`
const lines = (page) => page.locator('.porthor-audit__entry')

test('what happened is told in sentences with who and why, newest first', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  await sian.visitor.post('reject_join_request', {
    code: practice.code,
    id: await applicant.visitor.requestId(),
    reason: 'Nobody here knows you',
  })
  const page = await cast.pageOf(sian)
  await visit(page, history(practice))
  const newest = lines(page).first()
  await expect(newest).toContainText(say('audit.request_rejected', { by: sian.name, about: applicant.name }))
  await expect(newest).toContainText('Nobody here knows you')
  await expect(lines(page).filter({ hasText: say('audit.request_made', { about: applicant.name }) })).toHaveCount(1)
  await expect(
    lines(page).filter({ hasText: say('audit.let_in', { about: sian.name }) }),
  ).toHaveCount(1)
})

test('it can be filtered, and the filter stands in the address', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  await visit(page, history(practice))
  await page.getByLabel(say('audit.filter_label')).selectOption({ label: say('audit.filter_profile') })
  await page.getByRole('button', { name: say('audit.filter_button') }).click()
  await expect(page).toHaveURL(/what=profile/)
  await expect(page.getByText(say('audit.empty_filtered'))).toBeVisible()
  await expect(lines(page)).toHaveCount(0)
  await page.getByLabel(say('audit.filter_label')).selectOption({ label: say('audit.filter_access') })
  await page.getByRole('button', { name: say('audit.filter_button') }).click()
  await expect(lines(page)).not.toHaveCount(0)
})

test('a long history has pages', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  for (let version = 0; version < 55; version += 1) {
    await sian.visitor.editProfile(practice, { opening_hours: `Version ${version}` })
  }
  const page = await cast.pageOf(sian)
  await visit(page, history(practice))
  await expect(lines(page)).toHaveCount(50)
  const top = await lines(page).first().innerText()
  await page.getByRole('link', { name: say('audit.older') }).click()
  await expect(page).toHaveURL(/before=/)
  await expect(lines(page).first()).not.toHaveText(top)
  await page.getByRole('link', { name: say('audit.newest') }).click()
  await expect(lines(page)).toHaveCount(50)
})
