// Two people at two browsers: what one decides appears in the other's open table. Told by live.spec.js within one server
// process, by live_on_postgres.spec.js between two.
import { expect, test } from '../fixtures/index.js'
import { menu, rowOf } from '../fixtures/steps.js'

export const members = (practice) => `/organisations/${practice.code}/members`

/** A page that is not loaded anew keeps this. */
export async function mark(page) {
  await page.evaluate(() => (window.marked = true))
}

export async function expectNotReloaded(page) {
  expect(await page.evaluate(() => window.marked)).toBe(true)
}

/** The page hears what happens from now on. */
export async function listens(page, act) {
  const listening = page.waitForResponse('**/live')
  const done = await act()
  await listening
  return done
}

/** `another` gives the address of the server that the second person's browser talks to. */
export function tellOfTwo(another) {
  test('what one person decides appears in the open table of the other, and a revoked person is out at once', async ({
    cast,
    porthor,
    practice,
    say,
    visit,
    watch,
  }) => {
    watch.expectStatus(404)
    const elsewhere = await another(porthor)
    const [sian, huw] = [await cast.member(practice), await cast.member(practice)]
    const gwen = await cast.applicant(practice)
    const siansPage = await cast.pageOf(sian)
    const huwsPage = await cast.pageOf(huw)
    await listens(siansPage, () => visit(siansPage, members(practice)))
    await listens(huwsPage, () => visit(huwsPage, `${elsewhere}${members(practice)}`))
    await mark(siansPage)
    await mark(huwsPage)

    await test.step('Siân lets Gwen in; Huw sees it and keeps his focus', async () => {
      const focused = huwsPage.getByRole('link', { name: sian.name }).last()
      await focused.focus()
      await siansPage.getByRole('button', { name: `${say('join_requests.approve')} ${gwen.name}` }).click()
      await expect(rowOf(huwsPage, say('members.members_caption'), gwen.name)).toBeVisible()
      await expect(huwsPage.getByRole('button', { name: `${say('join_requests.approve')} ${gwen.name}` })).toHaveCount(0)
      await expect(focused).toBeFocused()
      await expect(huwsPage.locator('#list-changed')).toContainText(say('frame.list_changed'))
      await expectNotReloaded(huwsPage)
    })

    await test.step('Siân revokes Huw; his Practice Tools goes, and the page is no longer his', async () => {
      const tools = menu(huwsPage, say).getByRole('link', { name: say('frame.practice_tools') })
      await expect(tools).toBeVisible()
      await siansPage.getByRole('link', { name: `${say('members.revoke')} ${say('members.revoke_whose', { name: huw.name })}` }).click()
      await siansPage.getByLabel(say('members.reason')).fill('Left for another practice')
      await siansPage.getByRole('button', { name: say('members.confirm') }).click()
      await expect(tools).toHaveCount(0)
      await expect(huwsPage.getByRole('main')).toContainText(say('frame.not_found_title'))
      await expect(huwsPage.getByRole('main')).not.toContainText(gwen.name)
      await expectNotReloaded(huwsPage)
      await expectNotReloaded(siansPage)
    })
  })
}
