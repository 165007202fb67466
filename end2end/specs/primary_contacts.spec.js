// The primary contact of a practice: always one, handed over in one step.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading } from '../fixtures/steps.js'
import { picture } from '../fixtures/tour.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const main = (page) => page.getByRole('main')

for (const language of ['en', 'cy']) {
  test(`whoever came first hands it over, and then it is no longer theirs, in ${language}`, async ({ cast, postbox, practice, visit, watch }) => {
    watch.expectStatus(403)
    const say = wordsOf(language)
    const sian = await cast.member(practice)
    const huw = await cast.member(practice)
    const page = await cast.pageOf(sian)
    const profile = pathIn(language, `/organisations/${practice.code}/profile`)
    await visit(page, profile)
    await expect(main(page).getByRole('definition').filter({ hasText: sian.name })).toBeVisible()
    await main(page).getByRole('link', { name: say('primary_contacts.link') }).click()
    await expect(heading(page)).toContainText(say('primary_contacts.title'))
    await expect(main(page)).toContainText(say('primary_contacts.now_you', { organisation: practice.name }))
    await main(page).getByRole('button', { name: say('primary_contacts.button') }).click()
    await expectProblem(page, say('problems.missing.primary_contact'))
    await page.getByLabel(say('primary_contacts.to')).selectOption({ label: huw.name })
    await picture(page, language, 1280, '/primary-contact')
    await page.setViewportSize({ width: 320, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await picture(page, language, 320, '/primary-contact')
    await main(page).getByRole('button', { name: say('primary_contacts.button') }).click()
    await expect(page).toHaveURL(new RegExp(`${profile}$`))
    await expect(page.locator('#notice')).toContainText(say('words.notice.handed_over', { name: huw.name }))
    await expect(main(page).getByRole('definition').filter({ hasText: huw.name })).toBeVisible()
    await expect(main(page).getByRole('link', { name: say('primary_contacts.link') })).toHaveCount(0)
    const letter = await postbox.letterTo(huw.email, 'primary contact')
    expect(new URL(letter.link).pathname).toBe(`/organisations/${practice.code}/profile`)

    // No longer hers, whatever is posted.
    const answer = await visit(page, pathIn(language, `/organisations/${practice.code}/primary-contact`))
    expect(answer.status()).toBe(403)
    const his = await cast.pageOf(huw)
    await visit(his, profile)
    await expect(main(his).getByRole('link', { name: say('primary_contacts.link') })).toBeVisible()
  })
}

test('it passes on by itself when its holder leaves', async ({ cast, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  await sian.visitor.post('leave_organisation', { code: practice.code })
  await postbox.letterTo(huw.email, 'primary contact')
  const page = await cast.pageOf(huw)
  await visit(page, `/organisations/${practice.code}/profile`)
  await expect(main(page).getByRole('definition').filter({ hasText: huw.name })).toBeVisible()
  await expect(main(page).getByRole('link', { name: say('primary_contacts.link') })).toBeVisible()
})
