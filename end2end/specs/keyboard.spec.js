// All of it can be done with a keyboard.
import { expect, test } from '../fixtures/index.js'
import { rowOf } from '../fixtures/steps.js'

test('the first thing a keyboard meets is the way past the menu', async ({ page, say, visit }) => {
  await visit(page, '/sign-in')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: say('frame.skip_link') })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel(say('sessions.email'))).toBeFocused()
})

test('a person signs in and approves with a keyboard alone', async ({ cast, page, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  await visit(page, `/sign-in?next=/organisations/${practice.code}/members`)
  await page.getByLabel(say('sessions.email')).focus()
  await page.keyboard.insertText(sian.email)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(sian.password)
  await page.keyboard.press('Enter')
  await expect(rowOf(page, say('members.requests_caption'), applicant.name)).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: `${say('join_requests.approve')} ${applicant.name}` }))
  await page.keyboard.press('Enter')
  await expect(rowOf(page, say('members.members_caption'), applicant.name)).toBeVisible()
})

async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('sixty presses of Tab did not come to it')
}
