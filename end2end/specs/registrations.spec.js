// Manage registrations: the list that administrators work through, what is done about a row, and the review of a request.
import { expect, test } from '../fixtures/index.js'
import { home, lineOf, list, number, untilRead, upload } from '../fixtures/medics.js'
import { confirmAddress, expectProblem, heading, rowOf, statusLine } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const listOf = (practice, more = '') => `/registrations?organisation=${practice.code}${more}`

/** Somebody who has registered and asks a practice, without confirming the address. */
async function unconfirmed(cast, practice, options) {
  const person = cast.invent(options)
  await (await cast.stranger()).register(person, practice)
  return person
}

const linesOf = (page, say) =>
  page.getByRole('table', { name: say('registrations.caption') }).locator('tbody').getByRole('row')

test('a registration stands in the list, gets its letter again, and is deleted', async ({ cast, javaScriptEnabled, postbox, practice, say, visit }) => {
  const person = await unconfirmed(cast, practice)
  const page = await cast.pageOf(cast.support)
  await visit(page, listOf(practice))
  const row = rowOf(page, say('registrations.caption'), person.last)
  for (const text of [person.first, person.email, practice.name, 'I run the front desk', '✗']) {
    await expect(row).toContainText(text)
  }
  await expect(row).toContainText(say('words.role.practice_enabled_user'))
  await expect(row).toContainText(say('words.state.awaiting_confirmation'))
  await expect(page.getByRole('heading', { name: say('registrations.legend') })).toBeVisible()

  const again = say('registrations.send_again_to', { name: person.name })
  await row.getByRole('button', { name: `${say('registrations.send_again')} ${again}` }).click()
  const said = say('words.notice.sent_again', { name: person.name })
  await expect(javaScriptEnabled ? statusLine(page) : page.locator('#notice')).toContainText(said)
  await expect(page).toHaveURL(new RegExp(`organisation=${practice.code}`))
  await expect.poll(() => postbox.lettersTo(person.email).length).toBe(2)
  if (javaScriptEnabled) await expect(row.getByRole('button')).toBeFocused()

  await row.getByRole('link', { name: say('registrations.delete') }).click()
  await expect(heading(page)).toContainText(say('registrations.delete_title', { name: person.name }))
  await expect(page.getByRole('main')).toContainText(practice.name)
  await expect(page.getByRole('main')).toContainText(say('registrations.delete_keeps'))
  await page.getByRole('button', { name: say('registrations.delete_confirm') }).click()
  await expect(page).toHaveURL(/\/registrations$/)
  await expect(page.locator('#notice')).toContainText(person.name)
  await visit(page, listOf(practice))
  await expect(page.getByText(say('registrations.empty_filtered'))).toBeVisible()

  await (await cast.stranger()).register(person, practice)
  await visit(page, listOf(practice))
  await expect(rowOf(page, say('registrations.caption'), person.last)).toBeVisible()
})

test('the list is filtered, sorted and paged by keyboard', async ({ cast, practice, say, visit }) => {
  test.slow()
  const people = []
  for (let number = 0; number < 12; number += 1) people.push(await unconfirmed(cast, practice))
  const waiting = await cast.applicant(practice)
  const page = await cast.pageOf(cast.support)
  await visit(page, '/registrations')
  await page.getByLabel(say('registrations.filter_organisation')).fill(practice.code)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`organisation=${practice.code}`))
  await expect(linesOf(page, say)).toHaveCount(10)
  await expect(page.getByText(say('words.list.found_several', { count: 13 }))).toBeVisible()

  const press = async (link) => {
    await link.focus()
    await page.keyboard.press('Enter')
  }
  const column = (name) => page.getByRole('columnheader', { name: say(`registrations.${name}`), exact: true })
  await press(column('email').getByRole('link'))
  await expect(column('email')).toHaveAttribute('aria-sort', 'ascending')
  const emails = [...people.map((one) => one.email), waiting.email].sort()
  await expect(linesOf(page, say).first()).toContainText(emails[0])
  await press(column('email').getByRole('link'))
  await expect(column('email')).toHaveAttribute('aria-sort', 'descending')
  await expect(linesOf(page, say).first()).toContainText(emails[12])
  await press(page.getByRole('link', { name: say('words.list.next') }))
  await expect(linesOf(page, say)).toHaveCount(3)
  await expect(linesOf(page, say).last()).toContainText(emails[0])
  await press(page.getByRole('link', { name: say('words.list.previous') }))
  await expect(linesOf(page, say)).toHaveCount(10)

  await page.getByLabel(say('words.list.size')).selectOption('25')
  await press(page.getByRole('button', { name: say('words.list.show') }))
  await expect(linesOf(page, say)).toHaveCount(13)
  await page.getByLabel(say('registrations.filter_state')).selectOption('awaiting_decision')
  await press(page.getByRole('button', { name: say('words.list.show') }))
  await expect(linesOf(page, say)).toHaveCount(1)
  await expect(linesOf(page, say)).toContainText(waiting.email)
  await page.getByLabel(say('registrations.filter_older'), { exact: true }).selectOption('30')
  await press(page.getByRole('button', { name: say('words.list.show') }))
  await expect(page.getByText(say('registrations.empty_filtered'))).toBeVisible()
})

test('a request is reviewed, and a lesser role given until a day', async ({ cast, postbox, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, listOf(practice))
  const row = rowOf(page, say('registrations.caption'), applicant.last)
  await row.getByRole('link', { name: `${say('registrations.review')} ${applicant.name}` }).click()
  await expect(heading(page)).toContainText(say('join_requests.review_title', { name: applicant.name }))
  await expect(rowOf(page, say('join_requests.review_caption'), 'I run the front desk')).toBeVisible()
  await expect(page.getByRole('main')).toContainText(say('join_requests.besides_none'))
  await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
  await expect(page.getByLabel(say('words.role.practice_enabled_user'))).toBeChecked()
  await page.getByLabel(say('words.role.reporting')).check()
  await page.getByLabel(say('roles.length.other'), { exact: true }).check()
  await page.getByLabel(say('roles.ends'), { exact: true }).fill('2020-01-31')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expectProblem(page, say('problems.in_the_past'))
  await expect(page.getByLabel(say('words.role.reporting'))).toBeChecked()
  await page.getByLabel(say('roles.ends'), { exact: true }).fill('2040-01-31')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(page.locator('#notice')).toContainText(applicant.name)
  const letter = await postbox.letterTo(applicant.email, practice.name)
  expect(letter.text).toContain(say('words.role.reporting'))
  expect(letter.text).toContain('31 January 2040')
  await visit(page, listOf(practice, '&state=approved'))
  await expect(rowOf(page, say('registrations.caption'), applicant.last)).toContainText('✓')
})

test('an approver sees the practice and nothing else, and leaves those who have not confirmed alone', async ({ cast, porthor, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const here = await unconfirmed(cast, practice)
  const elsewhere = await unconfirmed(cast, porthor.practice())
  const page = await cast.pageOf(sian)
  await visit(page, '/registrations?size=100')
  const row = rowOf(page, say('registrations.caption'), here.last)
  await expect(row).toContainText(say('registrations.waits_for_person'))
  await expect(row.getByRole('button')).toHaveCount(0)
  await expect(page.getByText(elsewhere.last)).toHaveCount(0)
})

for (const language of ['en', 'cy']) {
  test(`a medic whom a list brings waits here with the roster, and gets the letter again, in ${language}`, async ({
    cast,
    javaScriptEnabled,
    postbox,
    practice,
    visit,
  }) => {
    const say = wordsOf(language)
    const medic = cast.invent()
    const approver = await cast.pageOf(await cast.member(practice))
    await visit(approver, pathIn(language, home(practice)))
    await upload(approver, say, 'one.csv', list(lineOf(number(), medic)))
    await untilRead(approver, say, 'one.csv', javaScriptEnabled)
    await approver.getByRole('button', { name: say('imports.apply'), exact: true }).click()
    await expect(approver.locator('#notice')).toContainText(say('words.notice.medics_applied', { count: 1 }))
    const first = await postbox.letterTo(medic.email)

    await visit(approver, pathIn(language, listOf(practice)))
    const theirs = rowOf(approver, say('registrations.caption'), medic.last)
    await expect(theirs).toContainText(say('registrations.waits_for_person'))
    await expect(theirs.getByRole('button')).toHaveCount(0)

    const page = await cast.pageOf(cast.support)
    await visit(page, pathIn(language, listOf(practice)))
    const row = rowOf(page, say('registrations.caption'), medic.last)
    const limited = say('words.limit.only_for', { role: say('words.role.rostered_medic'), roster: 'Ward 7 (Medicine)' })
    for (const text of [medic.first, medic.email, limited, say('registrations.listed'), say('words.state.awaiting_confirmation')]) {
      await expect(row).toContainText(text)
    }
    await expect(row.getByRole('link', { name: say('registrations.delete') })).toHaveCount(0)
    await expect(page.getByText(say('registrations.legend_delete'))).toBeVisible()
    await row.getByRole('button', { name: say('registrations.send_again') }).click()
    const said = say('words.notice.sent_again', { name: medic.name })
    await expect(javaScriptEnabled ? statusLine(page) : page.locator('#notice')).toContainText(said)
    const second = await postbox.letterTo(medic.email)

    const theirPage = await cast.pageOf({ visitor: await cast.stranger() })
    const linkOf = (letter) => pathIn(language, new URL(letter.link).pathname.replace(/^\/cy/, ''))
    await visit(theirPage, linkOf(first))
    await expect(theirPage.getByRole('main')).toContainText(say('refusals.link_replaced'))
    await visit(theirPage, linkOf(second))
    await confirmAddress(theirPage, say, medic)
    await visit(page, pathIn(language, listOf(practice)))
    await expect(page.getByText(say('registrations.empty_filtered'))).toBeVisible()
  })
}

test('whoever decides nowhere has no list', async ({ cast, say, visit, watch }) => {
  watch.expectStatus(403)
  const page = await cast.pageOf(await cast.newcomer())
  const answer = await visit(page, '/registrations')
  expect(answer.status()).toBe(403)
  await expect(page.getByRole('main')).toContainText(say('frame.not_allowed_title'))
})

test('it is all there in Welsh', async ({ cast, practice, visit }) => {
  const say = wordsOf('cy')
  const person = await unconfirmed(cast, practice)
  const page = await cast.pageOf(cast.support)
  await visit(page, pathIn('cy', listOf(practice)))
  await expect(heading(page)).toContainText(say('registrations.title'))
  const row = rowOf(page, say('registrations.caption'), person.last)
  await row.getByRole('link', { name: say('registrations.delete') }).click()
  await expect(heading(page)).toContainText(say('registrations.delete_title', { name: person.name }))
  await page.getByRole('button', { name: say('registrations.delete_confirm') }).click()
  await expect(page).toHaveURL(/\/cy\/registrations$/)
  await expect(page.locator('#notice')).toContainText(person.name)
})
