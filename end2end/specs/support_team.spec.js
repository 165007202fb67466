// The support team: one proposes, a second confirms; requests to act for a commissioner; home's tiles; the daily letter.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, menu, problems, rowOf } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

/** The commissioner above every practice of the invented register. */
const BOARD = { code: '7A1' }
const ADMINISTRATOR = { role: 'commissioning_administrator', reason: 'I run primary care here' }

const main = (page) => page.getByRole('main')
const button = (page, label) => main(page).getByRole('button', { name: label, exact: true })

for (const language of ['en', 'cy']) {
  test(`somebody joins the support team when a second person confirms it, in ${language}`, async ({ cast, postbox, visit, watch }) => {
    // 404: an open page of the team asks again after its reader has left the team.
    watch.expectStatus(404, 422)
    const say = wordsOf(language)
    const olwen = await cast.supporter()
    const owain = await cast.supporter()
    const gwen = await cast.newcomer()
    const page = await cast.pageOf(olwen)
    await visit(page, pathIn(language, '/'))
    await menu(page, say).getByRole('link', { name: say('frame.tile_support_team') }).click()
    await expect(heading(page)).toContainText(say('proposals.title'))
    await main(page).getByRole('link', { name: say('proposals.propose') }).click()
    await expect(heading(page)).toContainText(say('proposals.propose'))
    await button(page, say('proposals.propose_button')).click()
    for (const field of ['kind', 'email', 'reason']) await expectProblem(page, say(`problems.missing.${field}`))

    await page.getByLabel(say('words.role.support'), { exact: true }).check()
    await page.getByLabel(say('proposals.email_label')).fill('nobody@practice.example')
    await page.getByLabel(say('proposals.why')).fill('We know her well')
    await button(page, say('proposals.propose_button')).click()
    await expectProblem(page, say('problems.no_such_person'))
    await page.getByLabel(say('proposals.email_label')).fill(gwen.email)
    await button(page, say('proposals.propose_button')).click()
    await expect(page).toHaveURL(/\/support-team$/)
    await expect(page.locator('#notice')).toContainText(gwen.name)

    // Whoever proposed it cannot confirm it.
    const row = rowOf(page, say('proposals.open_caption'), gwen.name)
    await expect(row).toContainText(olwen.name)
    await row.getByRole('link', { name: say('proposals.look') }).click()
    await expect(main(page)).toContainText(say('proposals.waits'))
    await expect(button(page, say('proposals.confirm'))).toHaveCount(0)
    await expect(button(page, say('proposals.take_back'))).toBeVisible()

    const letter = await postbox.letterTo(owain.email, gwen.name)
    const second = await cast.pageOf(owain)
    await visit(second, pathIn(language, new URL(letter.link).pathname))
    await expect(main(second)).toContainText('We know her well')
    await expect(main(second)).toContainText(say('proposals.happens.support_joins', { name: gwen.name }))
    await button(second, say('proposals.confirm')).click()
    await expect(second).toHaveURL(/\/support-team$/)
    await expect(rowOf(second, say('proposals.team_caption'), gwen.name)).toBeVisible()
    await expect(rowOf(second, say('proposals.open_caption'), gwen.name)).toHaveCount(0)

    const told = await postbox.letterTo(gwen.email, 'You have joined')
    expect(new URL(told.link).pathname).toBe('/support-team')
    const hers = await cast.pageOf(gwen)
    await visit(hers, pathIn(language, '/support-team'))
    await expect(heading(hers)).toContainText(say('proposals.title'))

    // And leaves it again: what ends is said first.
    await rowOf(second, say('proposals.team_caption'), gwen.name).getByRole('link', { name: say('proposals.remove') }).click()
    await expect(heading(second)).toContainText(say('proposals.removal_support', { name: gwen.name }))
    await expect(main(second)).toContainText(say('proposals.ends_support', { name: gwen.name }))
    await second.getByLabel(say('proposals.why')).fill('She moves on')
    await button(second, say('proposals.removal_button')).click()
    await expect(second).toHaveURL(/\/support-team$/)
    await visit(page, pathIn(language, '/support-team'))
    await rowOf(page, say('proposals.open_caption'), gwen.name).getByRole('link', { name: say('proposals.look') }).click()
    await button(page, say('proposals.confirm')).click()
    await expect(page).toHaveURL(/\/support-team$/)
    await expect(rowOf(page, say('proposals.team_caption'), gwen.name)).toHaveCount(0)
    await postbox.letterTo(gwen.email, 'no longer')
  })
}

test('a proposal is taken back, and two who confirm at once are told of each other', async ({ cast, say, visit, watch }) => {
  watch.expectStatus(409)
  const olwen = await cast.supporter()
  const owain = await cast.supporter()
  const gwen = await cast.newcomer()
  const propose = async () => {
    const form = { kind: 'support_joins', email: gwen.email, commissioner: '', reason: 'Known to us' }
    await olwen.visitor.post('propose', form)
    const { proposals } = await olwen.visitor.post('support_team')
    return `/support-team/proposals/${proposals.find((row) => row.name === gwen.name).id}`
  }
  const address = await propose()
  const slow = await cast.pageOf(owain)
  await visit(slow, address)
  const page = await cast.pageOf(olwen)
  await visit(page, address)
  await button(page, say('proposals.take_back')).click()
  await expect(page).toHaveURL(/\/support-team$/)
  await expect(page.locator('#notice')).toContainText(gwen.name)
  await button(slow, say('proposals.confirm')).click()
  await expect(problems(slow)).toContainText(olwen.name)
  await visit(slow, address)
  await expect(main(slow)).toContainText(olwen.name)
  await expect(button(slow, say('proposals.confirm'))).toHaveCount(0)
})

test('a request to act for a commissioner is approved by two support people', async ({ cast, postbox, say, visit }) => {
  const olwen = await cast.supporter()
  const owain = await cast.supporter()
  const gwen = await cast.newcomer()
  const page = await cast.pageOf(gwen)
  await visit(page, `/ask-to-join/${BOARD.code}`)
  await page.getByLabel(say('words.role.commissioning_administrator')).check()
  await page.getByLabel(say('join_requests.reason_label')).fill(ADMINISTRATOR.reason)
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(page).toHaveURL(/\/my-requests\/[0-9a-f-]{36}$/)
  const review = `/organisations/${BOARD.code}/requests/${await gwen.visitor.requestId()}`

  const first = await cast.pageOf(olwen)
  await visit(first, review)
  await first.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
  await first.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(first.locator('#notice')).toContainText(say('words.notice.proposed', { name: gwen.name }))
  await visit(first, review)
  await first.getByRole('link', { name: say('proposals.second_link') }).click()
  await expect(main(first)).toContainText(say('proposals.waits'))

  const second = await cast.pageOf(owain)
  await visit(second, review)
  await expect(main(second)).toContainText(olwen.name)
  await second.getByRole('link', { name: say('proposals.second_link') }).click()
  await button(second, say('proposals.confirm')).click()
  await expect(rowOf(second, say('proposals.administrators_caption'), gwen.name)).toContainText(BOARD.code)
  await postbox.letterTo(gwen.email, 'You may now act')
  await visit(page, '/')
  await expect(main(page).getByRole('link', { name: say('frame.tile_registrations') })).toBeVisible()
})

test('home has the tiles that a person may use, and the menu the same', async ({ cast, practice, say, visit }) => {
  const tiles = ['registrations', 'users', 'invite', 'organisations'].map((tile) => say(`frame.tile_${tile}`))
  const support = say('frame.tile_support_team')
  const tile = (page, name) => main(page).getByRole('link', { name, exact: true })
  const newcomer = await cast.pageOf(await cast.newcomer())
  await visit(newcomer, '/')
  for (const name of [...tiles, support]) await expect(tile(newcomer, name)).toHaveCount(0)
  await expect(menu(newcomer, say).getByRole('link', { name: tiles[1], exact: true })).toHaveCount(0)

  const member = await cast.member(practice)
  await cast.applicant(practice)
  const members = await cast.pageOf(member)
  await visit(members, '/')
  for (const name of tiles) await expect(tile(members, name)).toBeVisible()
  await expect(tile(members, support)).toHaveCount(0)
  await expect(main(members)).toContainText(say('frame.tile_registrations_one'))
  for (const name of [say('frame.registrations'), tiles[1], tiles[3]]) {
    await expect(menu(members, say).getByRole('link', { name, exact: true })).toBeVisible()
  }

  const supporters = await cast.pageOf(cast.support)
  await visit(supporters, '/')
  for (const name of [...tiles, support]) await expect(tile(supporters, name)).toBeVisible()
})

for (const language of ['en', 'cy']) {
  test(`the daily letter is switched off and on, in ${language}`, async ({ cast, visit }) => {
    const say = wordsOf(language)
    const page = await cast.pageOf(await cast.newcomer())
    await visit(page, pathIn(language, '/my-account'))
    await main(page).getByRole('link', { name: say('my_account.daily_letter.change') }).click()
    await expect(heading(page)).toContainText(say('my_account.daily_letter.title'))
    await button(page, say('my_account.daily_letter.switch_off')).click()
    await expect(main(page)).toContainText(say('my_account.daily_letter.is_off'))
    await expect(page.locator('#notice')).toContainText(say('words.notice.daily_letter_off'))
    await button(page, say('my_account.daily_letter.switch_on')).click()
    await expect(main(page)).toContainText(say('my_account.daily_letter.is_on'))
  })
}

test('for others there is no support team', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const page = await cast.pageOf(await cast.member(practice))
  for (const path of ['/support-team', '/support-team/propose']) {
    const answer = await visit(page, path)
    expect(answer.status()).toBe(404)
    await expect(heading(page)).toContainText(say('frame.not_found_title'))
  }
})

test('every page and every letter say whom to ask', async ({ cast, page, postbox, say, visit }) => {
  const newcomer = cast.invent()
  await (await cast.stranger()).register(newcomer)
  const letter = await postbox.letterTo(newcomer.email)
  expect(letter.text).toContain('cymorth@porthor.example')
  expect(letter.html).toContain('01632 960 999')
  for (const path of ['/', '/sign-in', '/help']) {
    await visit(page, path)
    const footer = page.locator('footer')
    await expect(footer).toContainText(say('frame.need_help'))
    await expect(footer.getByRole('link', { name: 'cymorth@porthor.example' })).toBeVisible()
  }
  await expect(main(page)).toContainText(say('about.help.feedback_title'))
})
