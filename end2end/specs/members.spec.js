// Who has access to a practice, and how that ends.
import { expect, test } from '../fixtures/index.js'
import { menu, rowOf } from '../fixtures/steps.js'

const members = (practice) => `/organisations/${practice.code}/members`

test('the table is sorted by links whose order stands in the address', async ({ cast, practice, say, visit }) => {
  const people = [await cast.member(practice), await cast.member(practice), await cast.member(practice)]
  const page = await cast.pageOf(people[0])
  await visit(page, members(practice))
  const table = page.getByRole('table', { name: say('members.members_caption') })
  const names = () => table.getByRole('rowheader').allInnerTexts()
  const byName = [...people].sort((one, two) => (one.last < two.last ? -1 : 1)).map((person) => person.last)
  const found = async () => (await names()).map((name) => byName.find((last) => name.includes(last)))
  await expect.poll(found).toEqual(byName)
  await expect(table.getByRole('columnheader', { name: say('members.name') })).toHaveAttribute('aria-sort', 'ascending')

  await table.getByRole('columnheader', { name: say('members.name') }).getByRole('link').click()
  await expect(page).toHaveURL(/members=-name/)
  await expect(table.getByRole('columnheader', { name: say('members.name') })).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(found).toEqual([...byName].reverse())

  await visit(page, page.url())
  await expect.poll(found).toEqual([...byName].reverse())
  await table.getByRole('columnheader', { name: say('members.email') }).getByRole('link').click()
  await expect(page).toHaveURL(/members=email/)
  await expect(table.getByRole('columnheader', { name: say('members.email') })).toHaveAttribute('aria-sort', 'ascending')
})

test('revoking takes effect at once in every browser, and the account stays', async ({ cast, postbox, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const mared = await cast.member(practice)
  const page = await cast.pageOf(sian)
  const huwsPage = await cast.pageOf(huw)
  await visit(huwsPage, '/')
  await expect(menu(huwsPage, say).getByRole('link', { name: say('frame.practice_tools') })).toBeVisible()

  await visit(page, members(practice))
  await page.getByRole('link', { name: `${say('members.revoke')} ${say('members.revoke_whose', { name: huw.name })}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('members.revoke_title', { name: huw.name }))
  await page.getByLabel(say('members.reason')).fill('Moved to another practice')
  await page.getByRole('button', { name: say('members.confirm') }).click()
  await expect(page).toHaveURL(new RegExp(`${members(practice)}$`))
  await expect(page.locator('#notice')).toContainText(huw.name)
  await expect(rowOf(page, say('members.members_caption'), huw.name)).toHaveCount(0)

  await visit(huwsPage, '/')
  await expect(menu(huwsPage, say).getByRole('link', { name: say('frame.my_requests') })).toBeVisible()
  await expect(menu(huwsPage, say).getByRole('link', { name: say('frame.practice_tools') })).toHaveCount(0)
  const answer = await visit(huwsPage, members(practice))
  expect(answer.status()).toBe(404)

  const letter = await postbox.letterTo(huw.email, practice.name)
  expect(letter.text).toContain(practice.name)
  await postbox.letterTo(mared.email, huw.name)
})

test('what is done in a tab that was open before the revocation is refused', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const huwsPage = await cast.pageOf(huw)
  // It does not hear of it.
  await huwsPage.addInitScript(() => delete window.EventSource)
  await visit(huwsPage, members(practice))
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  await page.getByRole('link', { name: `${say('members.revoke')} ${say('members.revoke_whose', { name: huw.name })}` }).click()
  await page.getByRole('button', { name: say('members.confirm') }).click()
  await expect(page.locator('#notice')).toContainText(huw.name)

  await huwsPage.getByRole('button', { name: `${say('join_requests.approve')} ${applicant.name}` }).click()
  await expect(huwsPage.getByText(say('refusals.not_found'))).toBeVisible()
  await visit(page, members(practice))
  await expect(rowOf(page, say('members.requests_caption'), applicant.name)).toBeVisible()
})

test('nobody revokes themselves, and the last who may decide stays', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  const own = rowOf(page, say('members.members_caption'), sian.name)
  await expect(own.getByRole('link', { name: say('members.revoke') })).toHaveCount(0)
  await expect(page.locator('#one-decider')).toContainText(say('members.one_decider'))
  const supportPage = await cast.pageOf(cast.support)
  await visit(supportPage, members(practice))
  const row = rowOf(supportPage, say('members.members_caption'), sian.name)
  await expect(row).toContainText(say('members.last_approver'))
  await expect(row.getByRole('link', { name: say('members.revoke'), exact: true })).toHaveCount(0)
  await row.getByRole('link', { name: say('members.last_approver') }).click()
  const why = say('last_approver.revoke', { name: sian.name, organisation: practice.name })
  await expect(supportPage.locator('.porthor-warning')).toContainText(why)
  await expect(supportPage.getByRole('button', { name: say('members.confirm') })).toHaveCount(0)
  await expect(supportPage.getByRole('link', { name: say('last_approver.go') })).toHaveAttribute('href', new RegExp(`/invite.organisation=${practice.code}`))
})

test('the list prints without what is only for the screen', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('table', { name: say('members.members_caption') })).toBeVisible()
  await expect(page.getByText(practice.name).first()).toBeVisible()
  const [asOf] = say('members.as_of', { when: '…' }).split('…')
  await expect(page.getByText(asOf)).toBeVisible()
  await expect(menu(page, say)).toBeHidden()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
})

test('what somebody gave is kept on purpose when their access ends', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  for (const first of ['Elin', 'Alun']) {
    await huw.visitor.post('pre_approve', {
      code: practice.code, first_name: first, last_name: 'Morgan', email: `${first.toLowerCase()}.${practice.code.toLowerCase()}@known.example`,
      role: 'practice_enabled_user', roster: '', ends: ''
    })
  }
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  await page.getByRole('link', { name: `${say('members.revoke')} ${say('members.revoke_whose', { name: huw.name })}` }).click()
  const kept = page.getByRole('group', { name: say('members.keep', { name: huw.name }) })
  await expect(kept.getByRole('checkbox')).toHaveCount(2)
  await kept.getByRole('checkbox', { name: 'Elin Morgan' }).check()
  await page.getByRole('button', { name: say('members.confirm') }).click()
  await expect(page.locator('#notice')).toContainText(huw.name)

  await visit(page, `/organisations/${practice.code}/pre-approvals`)
  await expect(page.getByRole('main')).toContainText('Elin Morgan')
  await expect(page.getByRole('main')).not.toContainText('Alun Morgan')
})
