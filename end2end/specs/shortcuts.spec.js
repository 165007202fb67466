// Keyboard shortcuts: single keys go through the rows of a table and press what stands in them; in a field they are letters,
// and they can be switched off.
import { violations } from '../fixtures/axe.js'
import { expect, test } from '../fixtures/index.js'
import { heading, rowOf } from '../fixtures/steps.js'

/** The page of requests and users of a practice, of somebody who decides there, with so many requests. */
async function waitingPage(cast, practice, visit, path, requests) {
  const member = await cast.member(practice)
  const applicants = []
  for (let count = 0; count < requests; count += 1) applicants.push(await cast.applicant(practice))
  const page = await cast.pageOf(member)
  await visit(page, path)
  return { page, applicants }
}

/** The keys answer once the sentence that tells of them is there. */
async function ready(page, say) {
  await expect(page.getByText(say('my_account.shortcuts.hint'))).toBeVisible()
}

/** The row in which the focus stands. */
const rowWithFocus = (page) => page.locator('.porthor-row:focus-within')

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('? shows the keys, and Escape gives the focus back', async ({ at, cast, javaScriptEnabled, practice, say, visit }) => {
      test.skip(!javaScriptEnabled, 'keys are heard by scripts')
      const { page } = await waitingPage(cast, practice, visit, at(`/organisations/${practice.code}/members`), 1)
      await ready(page, say)
      await page.keyboard.press('j')
      await page.keyboard.press('?')
      const dialog = page.getByRole('dialog', { name: say('my_account.shortcuts.title') })
      await expect(dialog).toContainText(say('my_account.shortcuts.tick'))
      expect(await violations(page, 'dialog')).toEqual([])
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
      await expect(rowWithFocus(page)).toHaveCount(1)
    })

    test('they are switched off and on again in my account', async ({ at, cast, javaScriptEnabled, practice, say, visit }) => {
      const { page } = await waitingPage(cast, practice, visit, at('/my-account'), 1)
      await page.getByRole('link', { name: say('my_account.shortcuts.change') }).click()
      await expect(heading(page)).toContainText(say('my_account.shortcuts.title'))
      await page.getByRole('button', { name: say('my_account.shortcuts.switch_off') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.shortcuts_off'))
      await expect(page.getByText(say('my_account.shortcuts.are_off'))).toBeVisible()
      if (javaScriptEnabled) {
        await visit(page, at(`/organisations/${practice.code}/members`))
        await expect(heading(page)).toBeVisible()
        await page.keyboard.press('?')
        await expect(page.getByRole('dialog')).toHaveCount(0)
        await expect(page.getByText(say('my_account.shortcuts.hint'))).toHaveCount(0)
        await visit(page, at('/my-account/shortcuts'))
      }
      await page.getByRole('button', { name: say('my_account.shortcuts.switch_on') }).click()
      await expect(page.getByText(say('my_account.shortcuts.are_on'))).toBeVisible()
    })
  })
}

test('j and k go through the rows, x ticks, and in a field they are letters', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  test.skip(!javaScriptEnabled, 'keys are heard by scripts')
  const { page } = await waitingPage(cast, practice, visit, `/organisations/${practice.code}/members`, 2)
  await ready(page, say)
  const rows = page.getByRole('table', { name: say('members.requests_caption') }).locator('.porthor-row')
  await page.keyboard.press('j')
  await expect(rows.nth(0).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('j')
  await expect(rows.nth(1).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('x')
  await expect(rows.nth(1).getByRole('checkbox')).toBeChecked()
  await expect(rows.nth(0).getByRole('checkbox')).not.toBeChecked()
  await page.keyboard.press('x')
  await expect(rows.nth(1).getByRole('checkbox')).not.toBeChecked()
  await page.keyboard.press('k')
  await expect(rows.nth(0).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Control+j')
  await expect(rows.nth(0).locator(':focus')).toHaveCount(1)
})

test('r and Enter lead to the pages that the mouse leads to, a approves', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  test.skip(!javaScriptEnabled, 'keys are heard by scripts')
  const { page, applicants } = await waitingPage(cast, practice, visit, `/organisations/${practice.code}/members`, 1)
  await ready(page, say)
  const path = `/organisations/${practice.code}/requests/${await applicants[0].visitor.requestId()}`
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await page.goBack()
  await ready(page, say)
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  await expect(page).toHaveURL(new RegExp(`${path}/reject$`))
  await page.goBack()
  await ready(page, say)
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await expect(rowOf(page, say('members.members_caption'), applicants[0].name)).toBeVisible()
})

test('/ goes to the field that searches, where the keys are letters', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  test.skip(!javaScriptEnabled, 'keys are heard by scripts')
  const { page } = await waitingPage(cast, practice, visit, '/users', 1)
  await ready(page, say)
  await page.keyboard.press('/')
  const field = page.locator('#maincontent input:focus')
  await expect(field).toHaveCount(1)
  await page.keyboard.type('jx?')
  await expect(field).toHaveValue('jx?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
