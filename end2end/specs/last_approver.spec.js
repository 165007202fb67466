// The last approver: what is said beforehand, the way out, and the override on which two support people agree.
import { expect, test } from '../fixtures/index.js'
import { heading, rowOf } from '../fixtures/steps.js'
import { picture } from '../fixtures/tour.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const main = (page) => page.getByRole('main')
const link = (page, name) => main(page).getByRole('link', { name, exact: true })
const button = (page, name) => main(page).getByRole('button', { name, exact: true })

for (const language of ['en', 'cy']) {
  test(`two support people let the last approver go, and the organisation is listed, in ${language}`, async ({ cast, postbox, practice, visit }) => {
    const say = wordsOf(language)
    const sian = await cast.member(practice)
    const olwen = await cast.supporter()
    const owain = await cast.supporter()
    const page = await cast.pageOf(olwen)
    const second = await cast.pageOf(owain)
    const whole = { name: sian.name, organisation: practice.name }
    await visit(page, pathIn(language, `/organisations/${practice.code}/members`))
    const row = () => rowOf(page, say('members.members_caption'), sian.name)
    await row().getByRole('link', { name: say('members.last_approver') }).click()
    await expect(main(page)).toContainText(say('last_approver.revoke', whole))
    await picture(page, language, 1280, '/last-approver/revoke')

    // The first proposes, and cannot confirm.
    await link(page, say('last_approver.propose')).click()
    await expect(heading(page)).toContainText(say('last_approver.override_title', { name: sian.name }))
    await expect(link(page, say('last_approver.go'))).toBeVisible()
    await picture(page, language, 1280, '/last-approver/propose')
    await button(page, say('last_approver.override_button')).click()
    await expect(page.locator('#error-summary')).toBeVisible()
    await page.getByLabel(say('proposals.why')).fill('She cannot be reached, and the practice has moved')
    await button(page, say('last_approver.override_button')).click()
    await expect(page).toHaveURL(/\/support-team$/)
    const waiting = rowOf(page, say('proposals.open_caption'), sian.name)
    await expect(waiting).toContainText(say('proposals.kind.last_approver_may_go'))
    await waiting.getByRole('link', { name: say('proposals.look') }).click()
    await expect(button(page, say('proposals.confirm'))).toHaveCount(0)

    // The second confirms; nothing has happened yet.
    const letter = await postbox.letterTo(owain.email, sian.name)
    await visit(second, pathIn(language, new URL(letter.link).pathname))
    await expect(main(second)).toContainText(say('proposals.happens.last_approver_may_go', { ...whole, hours: 24 }))
    await picture(second, language, 1280, '/last-approver/proposal')
    await button(second, say('proposals.confirm')).click()
    await expect(link(second, say('proposals.override_person', { name: sian.name }))).toBeVisible()
    await picture(second, language, 1280, '/last-approver/confirmed')
    await link(second, say('proposals.override_members', { organisation: practice.name })).click()
    await rowOf(second, say('members.members_caption'), sian.name)
      .getByRole('link', { name: say('members.last_approver') })
      .click()
    await expect(main(second)).toContainText('She cannot be reached, and the practice has moved')
    await expect(main(second)).toContainText(say('last_approver.afterwards', { organisation: practice.name }))
    await picture(second, language, 1280, '/last-approver/agreed')
    const gwen = await cast.applicant(practice)
    await button(second, say('members.confirm')).click()
    await expect(second.locator('#notice')).toContainText(sian.name)

    // Somebody waits there, and nobody decides: an orphan, with the ways to mend it.
    await visit(second, pathIn(language, `/organisations?approvers=few&q=${practice.code}`))
    const listed = rowOf(second, say('organisations.list_caption'), practice.code)
    await expect(listed).toContainText(say('organisations.no_approver'))
    await listed.getByRole('link').first().click()
    await expect(main(second).locator('#orphan')).toContainText(say('last_approver.orphan', { organisation: practice.name }))
    await expect(link(second, say('last_approver.orphan_invite'))).toHaveAttribute(
      'href',
      pathIn(language, `/invite?organisation=${practice.code}`),
    )
    await expect(second.locator('#orphan').getByRole('link', { name: say('last_approver.orphan_policy'), exact: true })).toBeVisible()
    await picture(second, language, 1280, '/last-approver/orphan')
    await visit(second, pathIn(language, `/organisations/${practice.code}/history`))
    await expect(main(second)).toContainText(say('audit.last_approver_overridden', { by: owain.name, about: sian.name }))
    await expect(main(second)).toContainText('She cannot be reached, and the practice has moved')
    expect(gwen.name).not.toBe(sian.name)
  })
}

test('a role by which the last approver decides says so, and is not removed', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(cast.support)
  await visit(page, `/organisations/${practice.code}/members`)
  const row = rowOf(page, say('members.members_caption'), sian.name)
  await row.getByRole('link', { name: new RegExp(`^${say('roles.link')} `) }).click()
  const whole = { name: sian.name, organisation: practice.name }
  await expect(main(page)).toContainText(say('last_approver.roles', whole))
  await main(page).getByRole('link', { name: say('roles.change') }).click()
  await expect(main(page)).toContainText(say('last_approver.role', whole))
  await link(page, say('roles.remove')).click()
  await expect(main(page)).toContainText(say('last_approver.role', whole))
  await expect(button(page, say('roles.remove_confirm'))).toHaveCount(0)
  await expect(link(page, say('last_approver.go'))).toBeVisible()
})

for (const width of [320, 1280]) {
  test(`what is said of the last approver fits into ${width} pixels`, async ({ cast, practice, say, visit }) => {
    const sian = await cast.member(practice)
    const page = await cast.pageOf(cast.support)
    await page.setViewportSize({ width, height: 900 })
    await visit(page, `/organisations/${practice.code}/members`)
    const row = rowOf(page, say('members.members_caption'), sian.name)
    await row.getByRole('link', { name: say('members.last_approver') }).click()
    for (const step of ['revoke', 'propose']) {
      await expect(link(page, say('last_approver.go'))).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await picture(page, 'en', width, `/last-approver/${step}`)
      if (step === 'revoke') await link(page, say('last_approver.propose')).click()
    }
    await expect(heading(page)).toContainText(say('last_approver.override_title', { name: sian.name }))
  })
}
