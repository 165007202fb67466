// Cases: what is in the hands of support; the call, the second person, numbers that are missing, people locked out.
import { keepAgreement, keepCall } from '../fixtures/cases.js'
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, menu, rowOf } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const main = (page) => page.getByRole('main')
const button = (page, label) => main(page).getByRole('button', { name: label, exact: true })
const link = (page, label) => main(page).getByRole('link', { name: label, exact: true })

/** The case of somebody who asked a practice where nobody can decide. */
async function caseOf(supporter, practice, applicant) {
  const id = await applicant.visitor.requestId()
  const { case: found } = await supporter.visitor.post('join_request_to_review', { code: practice.code, id })
  return `/cases/${found}`
}

for (const language of ['en', 'cy']) {
  test(`support calls, and somebody is let in when a second person confirms it, in ${language}`, async ({ cast, practice, postbox, visit, watch }) => {
    watch.expectStatus(422)
    const say = wordsOf(language)
    const olwen = await cast.supporter()
    const owain = await cast.supporter()
    const gwen = await cast.applicant(practice, { language })
    const page = await cast.pageOf(olwen)
    await visit(page, pathIn(language, '/'))
    await menu(page, say).getByRole('link', { name: say('frame.tile_cases'), exact: true }).click()
    await expect(heading(page)).toContainText(say('cases.title'))
    const row = rowOf(page, say('cases.shows.now'), gwen.name)
    await expect(row).toContainText(say('cases.because.nobody_decides'))
    await row.getByRole('link', { name: say('cases.look') }).click()
    await expect(main(page)).toContainText(practice.telephone)
    await expect(main(page)).toContainText(say('cases.from_register'))
    await link(page, say('cases.call')).click()

    // The statement is read in either language, whatever the page's.
    const statement = page.locator('#statement')
    await expect(statement).toContainText(say('cases.statement.asks', { name: gwen.name, organisation: practice.name }))
    await expect(statement.getByRole('listitem')).toHaveCount(4)
    const other = language === 'en' ? 'cy' : 'en'
    await link(page, say(language === 'en' ? 'cases.read_in_welsh' : 'cases.read_in_english')).click()
    await expect(statement).toHaveAttribute('lang', other)
    await expect(statement).toContainText(
      wordsOf(other)('cases.statement.asks', { name: gwen.name, organisation: practice.name }),
    )

    await button(page, say('cases.keep_call')).click()
    await expectProblem(page, say('problems.missing.outcome'))
    await keepCall(page, say, 'agreed', { answered: 'Elin Wyn', position: say('words.position.staff_member') })
    await expectProblem(page, say('problems.cannot_agree'))
    await expect(page.getByLabel(say('cases.answered_by_label'))).toHaveValue('Elin Wyn')
    await keepCall(page, say, 'not_reached')
    await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}$/)
    await expect(rowOf(page, say('cases.calls_caption'), olwen.name)).toContainText(say('cases.outcome.not_reached'))

    const hers = await cast.pageOf(gwen)
    await visit(hers, pathIn(language, `/my-requests/${await gwen.visitor.requestId()}`))
    await expect(hers.locator('#with-support').getByRole('listitem')).toHaveCount(2)

    await link(page, say('cases.call')).click()
    await keepCall(page, say, 'agreed', { answered: 'Mair Pugh', position: say('words.position.partner') })
    await expect(page.locator('#notice')).toContainText(gwen.name)
    await expect(main(page)).toContainText(say('cases.waits_for_second'))
    await expect(button(page, say('cases.confirm'))).toHaveCount(0)
    await visit(hers, pathIn(language, `/my-requests/${await gwen.visitor.requestId()}`))
    await expect(hers.locator('#with-support')).toContainText(say('join_requests.with_support_agreed'))

    const letter = await postbox.letterTo(owain.email, gwen.name)
    const second = await cast.pageOf(owain)
    await visit(second, pathIn(language, '/cases?shows=second'))
    await expect(rowOf(second, say('cases.shows.second'), gwen.name)).toContainText(olwen.name)
    await visit(second, pathIn(language, new URL(letter.link).pathname))
    await expect(main(second)).toContainText(
      say('cases.happens.join', { name: gwen.name, organisation: practice.name }),
    )
    await button(second, say('cases.confirm')).click()
    await expect(second.locator('#notice')).toContainText(gwen.name)
    await expect(main(second)).toContainText(owain.name)
    await postbox.letterTo(gwen.email, practice.name)
    await visit(hers, pathIn(language, `/organisations/${practice.code}/members`))
    await expect(rowOf(hers, say('members.members_caption'), gwen.name)).toBeVisible()
  })
}

test('a support person cannot confirm alone, nor approve without a case, by direct call either', async ({ cast, practice }) => {
  const olwen = await cast.supporter()
  const gwen = await cast.applicant(practice)
  const id = await gwen.visitor.requestId()
  const alone = await olwen.visitor.tryPost('approve_join_request', { code: practice.code, id, reason: 'Known' })
  expect(alone.status()).toBe(409)
  const [, found] = (await caseOf(olwen, practice, gwen)).match(/cases\/(.+)/)
  await olwen.visitor.post('override_case', { id: found, reason: 'Nobody can be asked' })
  const again = await olwen.visitor.tryPost('confirm_case', { id: found })
  expect(again.status()).toBe(403)
  // For others than support, none of it exists.
  expect((await gwen.visitor.tryPost('confirm_case', { id: found })).status()).toBe(404)
})

test('a practice says no, and the applicant reads why', async ({ cast, practice, postbox, say, visit }) => {
  const olwen = await cast.supporter()
  const gwen = await cast.applicant(practice)
  const page = await cast.pageOf(olwen)
  await visit(page, `${await caseOf(olwen, practice, gwen)}/call`)
  await keepCall(page, say, 'declined', { answered: 'Mair Pugh', position: say('words.position.partner'), reason: 'She left in May' })
  await expect(main(page)).toContainText('She left in May')
  const letter = await postbox.letterTo(gwen.email, practice.name)
  expect(letter.text).toContain('She left in May')
  const hers = await cast.pageOf(gwen)
  await visit(hers, `/my-requests/${await gwen.visitor.requestId()}`)
  await expect(main(hers)).toContainText('She left in May')
})

test('a case that is to be called about later waits in another list', async ({ cast, practice, say, visit }) => {
  const olwen = await cast.supporter()
  const gwen = await cast.applicant(practice)
  const page = await cast.pageOf(olwen)
  await visit(page, `${await caseOf(olwen, practice, gwen)}/call`)
  const tomorrow = new Date(Date.now() + 26 * 3600 * 1000).toISOString().slice(0, 10)
  await keepCall(page, say, 'call_back', { day: tomorrow, time: '10:30' })
  await visit(page, '/cases')
  await expect(rowOf(page, say('cases.shows.now'), gwen.name)).toHaveCount(0)
  await main(page).getByRole('link', { name: say('cases.shows.later') }).click()
  await expect(rowOf(page, say('cases.shows.later'), gwen.name)).toContainText('10:30')
})

test('acting without a call is sent back, then ended with a reason', async ({ cast, practice, postbox, say, visit }) => {
  const olwen = await cast.supporter()
  const owain = await cast.supporter()
  const gwen = await cast.applicant(practice)
  const page = await cast.pageOf(olwen)
  const address = await caseOf(olwen, practice, gwen)
  await visit(page, address)
  await link(page, say('cases.override_link')).click()
  await button(page, say('cases.override_button')).click()
  await expectProblem(page, say('problems.missing.reason'))
  await page.getByLabel(say('cases.override_label')).fill('Their telephone is cut off')
  await button(page, say('cases.override_button')).click()
  await expect(main(page)).toContainText(say('cases.waits_for_second'))
  const second = await cast.pageOf(owain)
  await visit(second, address)
  await expect(main(second)).toContainText('Their telephone is cut off')
  await link(second, say('cases.send_back')).click()
  await second.getByLabel(say('cases.send_back_label')).fill('It rings')
  await button(second, say('cases.send_back_button')).click()
  await link(second, say('cases.turn_down_link')).click()
  await second.getByLabel(say('cases.turn_down_label')).fill('You are not known there')
  await button(second, say('cases.turn_down_button')).click()
  await expect(main(second)).toContainText('You are not known there')
  await postbox.letterTo(gwen.email, practice.name)
})

test('somebody locked out gets another address once two have agreed', async ({ cast, practice, postbox, say, visit }) => {
  const olwen = await cast.supporter()
  const owain = await cast.supporter()
  const sian = await cast.member(practice)
  const moved = cast.invent({})
  const page = await cast.pageOf(olwen)
  const { rows } = await olwen.visitor.post('users', { q: sian.email })
  await visit(page, `/users/${rows[0].id}`)
  await link(page, say('cases.locked_out_link')).click()
  await expect(heading(page)).toContainText(say('cases.locked_out_title', { name: sian.name }))
  await page.getByLabel(say('cases.matter.new_address'), { exact: true }).check()
  await page.getByLabel(say('cases.new_address_label')).fill(moved.email)
  await page.getByLabel(say('cases.said_label')).fill('Her mailbox is gone')
  await button(page, say('cases.open_button')).click()
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}$/)
  await postbox.letterTo(sian.email, 'Support was asked')
  await link(page, say('cases.call')).click()
  await expect(page.locator('#statement')).toContainText(moved.email)
  await keepCall(page, say, 'agreed', { answered: 'Mair Pugh', position: say('words.position.partner') })
  const second = await cast.pageOf(owain)
  await visit(second, new URL((await postbox.letterTo(owain.email, sian.name)).link).pathname)
  await button(second, say('cases.confirm')).click()
  await expect(second.locator('#notice')).toContainText(sian.name)
  await postbox.letterTo(sian.email, 'another e-mail address')
  await postbox.letterTo(moved.email, 'this e-mail address now')
  const visitor = await cast.stranger()
  await visitor.signIn({ email: moved.email, password: sian.password })
})

test('agreeing from the list by keyboard works like by mouse', async ({ cast, practice, say, visit }) => {
  const olwen = await cast.supporter()
  const gwen = await cast.applicant(practice)
  const page = await cast.pageOf(olwen)
  await visit(page, '/cases')
  await keepAgreement(page, say, gwen.name)
  await expect(main(page)).toContainText(say('cases.waits_for_second'))
})
