// Live tables, within one server process. Without scripts nothing is missing: every other spec is run without, too.
import { expect, test } from '../fixtures/index.js'
import { heading, rowOf } from '../fixtures/steps.js'
import { expectNotReloaded, listens, mark, members, tellOfTwo } from './live.js'

tellOfTwo((porthor) => porthor.url)

test('two tabs have one stream, and it passes on when the tab that holds it is closed', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const first = await cast.pageOf(sian)
  const streams = []
  first.context().on('request', (request) => request.url().endsWith('/live') && streams.push(request))
  await listens(first, () => visit(first, members(practice)))
  const second = await first.context().newPage()
  await visit(second, members(practice))

  const gwen = await cast.applicant(practice)
  for (const page of [first, second]) await expect(rowOf(page, say('members.requests_caption'), gwen.name)).toBeVisible()
  expect(streams).toHaveLength(1)

  await listens(second, () => first.close())
  const huw = await cast.applicant(practice)
  await expect(rowOf(second, say('members.requests_caption'), huw.name)).toBeVisible()
  expect(streams).toHaveLength(2)
})

test('an act whose answer comes after its news leaves the focus where the next one is', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const [gwen, huw] = [await cast.applicant(practice), await cast.applicant(practice)]
  const page = await cast.pageOf(sian)
  await listens(page, () => visit(page, members(practice)))
  const told = await page.context().newPage()
  await visit(told, members(practice))
  const approve = (where, whom) => where.getByRole('button', { name: `${say('join_requests.approve')} ${whom.name}` })
  await page.route('**/api/approve_join_request*', async (route) => {
    const response = await route.fetch()
    // What this tab hears, it tells the other.
    await expect(rowOf(told, say('members.members_caption'), gwen.name)).toBeVisible()
    await route.fulfill({ response })
  })
  await approve(page, gwen).click()
  await expect(rowOf(page, say('members.members_caption'), gwen.name)).toBeVisible()
  await expect(approve(page, huw)).toBeFocused()
})

test('what stands typed on a list stays while the list changes', async ({ cast, say, visit, watch }) => {
  watch.expectSearch()
  const page = await cast.pageOf(cast.support)
  const { email } = cast.invent()
  await listens(page, () => visit(page, `/users?q=${email}`))
  await mark(page)
  const words = page.getByLabel(say('people.search'))
  await words.fill('half a wo')
  const gwen = await cast.newcomer({ email })
  await expect(page.getByRole('main')).toContainText(gwen.last)
  await expect(words).toHaveValue('half a wo')
  await expect(words).toBeFocused()
  await expectNotReloaded(page)
  await expect(heading(page)).toContainText(say('people.title'))
})

test('whoever signs out in one tab is signed out in the other', async ({ cast, practice, say, visit }) => {
  const first = await cast.pageOf(await cast.member(practice))
  await listens(first, () => visit(first, members(practice)))
  const second = await first.context().newPage()
  await visit(second, '/my-requests')
  await first.getByRole('button', { name: say('frame.sign_out') }).first().click()
  await expect(first.locator('#notice')).toContainText(say('words.notice.signed_out'))
  await expect(heading(second)).toContainText(say('sessions.title'))
})
