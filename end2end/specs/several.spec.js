// Several requests at once: ticked in a table, confirmed on a page of their own, a result for each.
import { expect, test } from '../fixtures/index.js'
import { heading, problems, rowOf } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const members = (practice) => `/organisations/${practice.code}/members`
const generic = (practice) => ({ email: `reception.${practice.code}@practice.example` })

for (const language of ['en', 'cy']) {
  const say = wordsOf(language)
  const tick = (page, person, practice) =>
    page.getByRole('checkbox', { name: say('several.tick_whom', { name: person.name, code: practice.code }) })
  const press = (page, word) => page.getByRole('button', { name: say(`several.${word}`) }).click()

  test(`what is ticked in ${language} is rejected with one reason, and one with a warning is left out`, async ({ cast, postbox, practice, visit }) => {
    const decider = await cast.member(practice)
    const [first, second] = [await cast.applicant(practice), await cast.applicant(practice)]
    const warned = await cast.applicant(practice, generic(practice))
    const page = await cast.pageOf(decider)
    await visit(page, pathIn(language, members(practice)))
    for (const person of [first, second, warned]) await tick(page, person, practice).check()
    await press(page, 'reject_ticked')
    await expect(heading(page)).toContainText(say('several.title'))
    await expect(page).toHaveURL(/\/registrations\/several\/[0-9a-f-]{36}$/)
    await expect(rowOf(page, say('several.to_decide', { count: 2 }), first.name)).toBeVisible()
    await expect(rowOf(page, say('several.left_out', { count: 1 }), warned.name)).toContainText(say('several.why_warned'))
    await expect(page.getByRole('radio', { name: say('several.reject') })).toBeChecked()

    await press(page, 'confirm')
    await expect(problems(page)).toContainText(say('problems.missing.reason'))
    await page.getByLabel(say('several.reason')).fill('The rota is full')
    await press(page, 'confirm')
    await expect(heading(page)).toContainText(say('several.title_done'))
    const counted = page.getByText(say('several.rejected_count', { done: 2, left: 1 }))
    await expect(counted).toBeVisible()
    const results = (person) => rowOf(page, say('several.results'), person.name)
    await expect(results(first)).toContainText(say('several.rejected'))
    await expect(results(warned)).toContainText(say('several.why_warned'))
    await page.reload()
    await expect(counted).toBeVisible()
    await expect(results(second)).toContainText(say('several.rejected'))
    for (const person of [first, second]) {
      const letters = () => postbox.lettersTo(person.email).filter(({ text }) => text.includes('The rota is full'))
      await expect.poll(() => letters().length).toBe(1)
    }

    await results(warned).getByRole('link').click()
    await expect(heading(page)).toContainText(warned.name)
  })

  test(`whoever ticks nothing in ${language} is told so and loses nothing`, async ({ cast, practice, visit, watch }) => {
    watch.expectStatus(422)
    const decider = await cast.member(practice)
    const applicant = await cast.applicant(practice)
    const page = await cast.pageOf(decider)
    await page.setViewportSize({ width: 320, height: 700 })
    await visit(page, pathIn(language, `/registrations?organisation=${practice.code}`))
    await press(page, 'approve_ticked')
    await expect(problems(page)).toContainText(say('problems.missing.ticked'))
    await expect(page).toHaveURL(new RegExp(`organisation=${practice.code}`))
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
    expect(await wide()).toBeLessThanOrEqual(320)
    await tick(page, applicant, practice).check()
    await press(page, 'approve_ticked')
    await expect(heading(page)).toContainText(say('several.title'))
    expect(await wide()).toBeLessThanOrEqual(320)
    await press(page, 'confirm')
    await expect(page.getByText(say('several.approved_count', { done: 1, left: 0 }))).toBeVisible()
    expect(await wide()).toBeLessThanOrEqual(320)
  })
}

test('ticks are kept while the table changes, and all rows of a page can be ticked', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  test.skip(!javaScriptEnabled, 'without scripts a table does not change, and each box is ticked by itself')
  const decider = await cast.member(practice)
  const people = [await cast.applicant(practice), await cast.applicant(practice), await cast.applicant(practice)]
  const page = await cast.pageOf(decider)
  await visit(page, members(practice))
  const tick = (person) => page.getByRole('checkbox', { name: say('several.tick_whom', { name: person.name, code: practice.code }) })
  const all = page.getByRole('checkbox', { name: say('several.tick_all') })
  await tick(people[1]).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(say('several.ticked', { count: 1 }))).toBeVisible()
  await page.getByRole('button', { name: `${say('join_requests.approve')} ${people[0].name}` }).click()
  await expect(rowOf(page, say('members.members_caption'), people[0].name)).toBeVisible()
  await expect(tick(people[1])).toBeChecked()
  await expect(tick(people[2])).not.toBeChecked()
  await all.check()
  await expect(tick(people[2])).toBeChecked()
  await all.uncheck()
  await expect(tick(people[1])).not.toBeChecked()
  await all.check()
  await page.getByRole('button', { name: say('several.approve_ticked') }).click()
  await page.getByRole('button', { name: say('several.confirm') }).click()
  await expect(page.getByText(say('several.approved_count', { done: 2, left: 0 }))).toBeVisible()
})
