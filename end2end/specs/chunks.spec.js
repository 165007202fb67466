// The bundle comes in chunks, one for each group of pages: each is fetched once, and a page does without one that is lost.
import { alive, expect, test } from '../fixtures/index.js'
import { giveDetails, heading, menu, problems, signIn } from '../fixtures/steps.js'

/** The chunks that a page fetches from now on, by name. */
function fetched(page) {
  const chunks = []
  page.on('request', (request) => {
    const chunk = /_(\w+)\.chunk$/.exec(request.url())
    if (chunk) chunks.push(chunk[1])
  })
  return chunks
}

/** The page at hand is as the server made it; no script has taken it over. */
async function isPlain(page) {
  await expect(page.locator('html.porthor-scripts')).toHaveCount(0)
}

test('walking from page to page fetches each chunk once and never reloads', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  const chunks = fetched(page)
  await visit(page, '/')
  await page.evaluate(() => (window.stayed = true))
  const walk = async (name, title) => {
    await menu(page, say).getByRole('link', { name: say(name) }).click()
    await expect(heading(page)).toContainText(say(title))
  }
  for (let round = 0; round < 2; round += 1) {
    await walk('frame.my_requests', 'join_requests.mine_title')
    await walk('frame.practice_tools', 'members.title')
    await walk('frame.pending_requests', 'join_requests.pending_title')
  }
  expect(await page.evaluate(() => window.stayed)).toBe(true)
  expect(chunks).toHaveLength(new Set(chunks).size)
  expect(chunks.length).toBeGreaterThan(2)
})

test('a page whose chunk is lost works on as without scripts', async ({ cast, page, practice, say, watch }) => {
  watch.expectLostChunk()
  const sian = await cast.member(practice)
  await page.route('**/*_enter.chunk', (route) => route.abort())
  const said = page.waitForEvent('console', (message) => message.text().startsWith('The chunk enter cannot be fetched'))
  await page.goto('/sign-in')
  await said
  await isPlain(page)
  await signIn(page, say, { ...sian, password: 'eight yellow kettles' })
  await expect(problems(page)).toContainText(say('refusals.sign_in_failed'))
  await isPlain(page)
  await signIn(page, say, sian)
  await expect(heading(page)).toContainText(say('frame.home_welcome', { name: sian.name }))
  await alive(page)
})

for (const [how, answer] of [
  ['cannot be fetched', (route) => route.abort()],
  ['is gone since the service was renewed', (route) => route.fulfill({ status: 404 })],
]) {
  test(`a link to a page whose chunk ${how} loads that page in full`, async ({ cast, page, say, visit, watch }) => {
    watch.expectLostChunk()
    await page.route('**/*_create_account.chunk', answer)
    await visit(page, '/sign-in?next=%2Fmy-requests')
    await page.evaluate(() => (window.stayed = true))
    await page.getByRole('main').getByRole('link', { name: say('frame.create_account') }).click()
    await expect(page).toHaveURL(/\/create-account$/)
    await expect(heading(page)).toContainText(say('accounts.details.title'))
    await isPlain(page)
    expect(await page.evaluate(() => window.stayed)).toBeUndefined()
    await giveDetails(page, say, cast.invent())
    await alive(page)
    await page.goBack()
    await page.goBack()
    await expect(heading(page)).toContainText(say('sessions.title'))
  })
}
