// With scripts it is one page: links and forms never reload it, and titles, focus and the back button follow.
import { expect, test } from '../fixtures/index.js'
import { TWINS } from '../fixtures/register.js'
import { expectProblem, menu, search, statusLine, titleOf } from '../fixtures/steps.js'
import { wordsOf } from '../fixtures/words.js'

const heading = (page) => page.getByRole('heading', { level: 1 })

/** Leaves a mark that a reload would wipe out. */
async function mark(page) {
  await page.evaluate(() => (window.stayed = true))
  return () => expect.poll(() => page.evaluate(() => window.stayed)).toBe(true)
}

test('links change the page without a reload; title and focus follow', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  await visit(page, '/')
  const stayed = await mark(page)
  for (const [link, title] of [
    [menu(page, say).getByRole('link', { name: say('frame.my_requests') }), say('join_requests.mine_title')],
    [menu(page, say).getByRole('link', { name: say('frame.pending_requests') }), say('join_requests.pending_title')],
    [menu(page, say).getByRole('link', { name: say('frame.practice_tools') }), say('members.title')],
    [page.getByRole('main').getByRole('link', { name: say('organisations.tab_profile') }), say('organisations.profile_title')],
    [page.getByRole('main').getByRole('link', { name: say('organisations.tab_history') }), say('audit.title')],
  ]) {
    await link.click()
    await expect(heading(page)).toContainText(title)
    await expect(page).toHaveTitle(new RegExp(`^${title}.* – ${say('frame.product')}$`))
    await expect(heading(page)).toBeFocused()
  }
  await stayed()
})

test('the back button goes back through pages and sort orders', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  await visit(page, '/my-requests')
  const stayed = await mark(page)
  await menu(page, say).getByRole('link', { name: say('frame.practice_tools') }).click()
  const table = page.getByRole('table', { name: say('members.members_caption') })
  await table.getByRole('columnheader', { name: say('members.email') }).getByRole('link').click()
  await expect(table.getByRole('columnheader', { name: say('members.email') })).toHaveAttribute('aria-sort', 'ascending')
  await page.goBack()
  await expect(table.getByRole('columnheader', { name: say('members.name') })).toHaveAttribute('aria-sort', 'ascending')
  await page.goBack()
  await expect(heading(page)).toContainText(say('join_requests.mine_title'))
  await page.goForward()
  await expect(heading(page)).toContainText(say('members.title'))
  await stayed()
})

test('a form reports errors and succeeds without a reload', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/ask-to-join')
  const stayed = await mark(page)
  await search(page, say, practice.code, true)
  await page.locator('.porthor-organisations').getByRole('link', { name: practice.name }).click()
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expectProblem(page, say('problems.missing.reason'))
  await expect(page).toHaveTitle(new RegExp(`^${say('frame.error_prefix')}`))
  await expect(page.locator('#error-summary')).toBeFocused()
  await page.locator('#error-summary').getByRole('link', { name: say('problems.missing.reason') }).click()
  await expect(page.getByLabel(say('join_requests.reason_label'))).toBeFocused()
  await page.getByLabel(say('join_requests.reason_label')).fill('I answer the telephone')
  await page.getByLabel(say('words.role.practice_enabled_user')).check()
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(page).toHaveURL(/\/my-requests\/[0-9a-f-]{36}$/)
  await expect(page).not.toHaveTitle(new RegExp(`^${say('frame.error_prefix')}`))
  await page.getByRole('button', { name: say('join_requests.withdraw') }).click()
  await expect(statusLine(page)).not.toBeEmpty()
  await stayed()
})

test('of two searches only the latest counts, however late the first is answered', async ({ cast, page, say, visit }) => {
  let letGo
  const held = new Promise((resolve) => (letGo = resolve))
  let first = true
  await page.route('**/api/search_organisations', async (route) => {
    if (first) {
      first = false
      await held
    }
    await route.continue().catch(() => {})
  })
  await page.context().addCookies((await (await cast.newcomer()).visitor.cookies()).cookies)
  await visit(page, '/ask-to-join')
  const slow = page.waitForRequest('**/api/search_organisations')
  await search(page, say, TWINS[0].town, true)
  await slow
  await search(page, say, TWINS[1].code, true)
  await expect(page).toHaveURL(new RegExp(`q=${TWINS[1].code}$`))
  letGo()
  await expect(page.getByText(say('organisations.found_one'))).toBeVisible()
  await expect(page.locator('.porthor-organisations')).toContainText(TWINS[1].code)
})

test('signing in changes the menu without a reload', async ({ cast, page, practice, say, visit }) => {
  const sian = await cast.member(practice)
  await visit(page, '/')
  const stayed = await mark(page)
  await menu(page, say).getByRole('link', { name: say('frame.sign_in') }).click()
  await page.getByLabel(say('sessions.email')).fill(sian.email)
  await page.getByLabel(say('sessions.password')).fill(sian.password)
  await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
  await expect(menu(page, say).getByRole('link', { name: say('frame.practice_tools') })).toBeVisible()
  await page.getByRole('button', { name: say('frame.sign_out') }).click()
  await expect(menu(page, say).getByRole('link', { name: say('frame.practice_tools') })).toHaveCount(0)
  await stayed()
})

test('the other language is the same page, and the document says its language', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  await visit(page, `/organisations/${practice.code}/members?members=-date`)
  const stayed = await mark(page)
  await page.getByRole('link', { name: say('frame.other_language') }).click()
  const dywed = wordsOf('cy')
  await expect(heading(page)).toContainText(dywed('members.title'))
  await expect(page).toHaveURL(new RegExp(`/cy/organisations/${practice.code}/members\\?members=-date$`))
  await expect(page.locator('html')).toHaveAttribute('lang', 'cy')
  await page.getByRole('link', { name: dywed('frame.other_language') }).click()
  await expect(heading(page)).toContainText(say('members.title'))
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await stayed()
})

test('a page opened by address has its title at once', async ({ page, say, visit }) => {
  await visit(page, '/sign-in')
  await expect(page).toHaveTitle(titleOf(say, say('sessions.title')))
})
