// Rosters and roster groups: added, renamed, closed; closing asks what becomes of the roles limited to them.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'

/** Adds a roster or roster group by script; its id. */
async function adds(member, practice, kind, name, group = '') {
  await member.visitor.post('add_roster', { code: practice.code, kind, name, roster_group: group })
  const { rows } = await member.visitor.post('rosters', { code: practice.code })
  return rows.find((row) => row.roster.name === name && !row.roster.closed).roster.id
}

/** The id of a member. */
async function idOf(member, practice, { email }) {
  const { members } = await member.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  return members.find((one) => one.email === email).id
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('a group and a roster in it are added, renamed and closed', async ({ at, cast, practice, say, visit }) => {
      const page = await cast.pageOf(await cast.member(practice))
      const table = say('rosters.caption')
      await visit(page, at(`/organisations/${practice.code}`))
      await page.getByRole('link', { name: say('organisations.rosters'), exact: true }).click()
      await expect(heading(page)).toContainText(say('rosters.title'))
      await expect(page.getByText(say('rosters.empty'))).toBeVisible()

      await page.getByRole('link', { name: say('rosters.add_group'), exact: true }).click()
      await expect(heading(page)).toContainText(say('rosters.add_group'))
      await page.getByLabel(say('rosters.name')).fill('Wards')
      await page.getByRole('button', { name: say('rosters.save') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.roster_saved', { name: 'Wards' }))
      await expect(rowOf(page, table, 'Wards')).toContainText(say('rosters.kind_group'))

      await page.getByRole('link', { name: say('rosters.add'), exact: true }).click()
      await page.getByLabel(say('rosters.name')).fill('Ward 7')
      await page.getByLabel(say('rosters.group')).selectOption('Wards')
      await page.getByRole('button', { name: say('rosters.save') }).click()
      const row = rowOf(page, table, 'Ward 7')
      await expect(row).toContainText(say('rosters.kind_in_group', { group: 'Wards' }))

      await row.getByRole('link', { name: say('rosters.rename') }).click()
      await expect(heading(page)).toContainText(say('rosters.rename_title', { name: 'Ward 7 (Wards)' }))
      await page.getByLabel(say('rosters.name')).fill('Ward 8')
      await page.getByRole('button', { name: say('rosters.save') }).click()
      await expect(rowOf(page, table, 'Ward 8')).toBeVisible()
      await expect(row).toHaveCount(0)

      await rowOf(page, table, 'Ward 8').getByRole('link', { name: say('rosters.close') }).click()
      await expect(heading(page)).toContainText(say('rosters.close_title', { name: 'Ward 8 (Wards)' }))
      await expect(page.getByText(say('rosters.close_nobody'))).toBeVisible()
      await page.getByRole('button', { name: say('rosters.close_confirm') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.roster_closed', { name: 'Ward 8 (Wards)' }))
      await expect(rowOf(page, say('rosters.closed_caption'), 'Ward 8')).toBeVisible()
      await expect(rowOf(page, table, 'Ward 8')).toHaveCount(0)
    })

    test('one in use says whose roles, and does with them what it is told', async ({ at, cast, postbox, practice, say, visit, watch }) => {
      watch.expectStatus(422)
      const member = await cast.member(practice)
      const colleague = await cast.member(practice)
      const seven = await adds(member, practice, 'roster', 'Ward 7')
      const eight = await adds(member, practice, 'roster', 'Ward 8')
      const id = await idOf(member, practice, colleague)
      const role = { code: practice.code, id, role: 'reporting', roster: seven, starts: '', ends: '' }
      await member.visitor.post('grant_role', role)
      await postbox.letterTo(colleague.email, practice.name)

      const page = await cast.pageOf(member)
      await visit(page, at(`/organisations/${practice.code}/rosters/${seven}/close`))
      const row = rowOf(page, say('rosters.limited_caption'), colleague.name)
      await expect(row).toContainText(say('words.role.reporting'))
      await expect(row).toContainText(say('rosters.left_others'))
      await page.getByRole('button', { name: say('rosters.close_confirm') }).click()
      await expectProblem(page, say('problems.missing.fate'))
      await page.getByLabel(say('rosters.fate')).selectOption({ label: say('rosters.fate_limit', { roster: 'Ward 8' }) })
      await page.getByRole('button', { name: say('rosters.close_confirm') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.roster_closed', { name: 'Ward 7' }))
      await expect(rowOf(page, say('rosters.caption'), 'Ward 8').getByRole('cell').first()).toContainText('1')
      await postbox.letterTo(colleague.email, practice.name)

      await visit(page, at(`/organisations/${practice.code}/rosters/${eight}/close`))
      await page.getByLabel(say('rosters.fate')).selectOption({ label: say('rosters.fate_end') })
      await page.getByRole('button', { name: say('rosters.close_confirm') }).click()
      await expect(page.getByText(say('rosters.empty'))).toBeVisible()
      await visit(page, at(`/organisations/${practice.code}/members/${id}/roles`))
      await expect(rowOf(page, say('roles.caption'), say('words.role.reporting'))).toHaveCount(0)
    })
  })
}

test('whoever would lose all access is named before, and told after', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const leaving = await cast.member(practice)
  const seven = await adds(member, practice, 'roster', 'Ward 7')
  const id = await idOf(member, practice, leaving)
  const role = { code: practice.code, id, starts: '', ends: '' }
  await member.visitor.post('grant_role', { ...role, role: 'reporting', roster: seven })
  await member.visitor.post('remove_role', { ...role, role: 'practice_enabled_user' })
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/rosters/${seven}/close`)
  await expect(rowOf(page, say('rosters.limited_caption'), leaving.name)).toContainText(say('rosters.left_nothing'))
  await page.getByLabel(say('rosters.fate')).selectOption({ label: say('rosters.fate_end') })
  await page.getByLabel(say('rosters.reason')).fill('The ward has moved')
  await page.getByRole('button', { name: say('rosters.close_confirm') }).click()
  await expect(page.locator('#notice')).toContainText('Ward 7')
  await visit(page, `/organisations/${practice.code}/members`)
  await expect(rowOf(page, say('members.members_caption'), leaving.name)).toHaveCount(0)
  await postbox.letterTo(leaving.email, practice.name)
})

test('a name that is taken stands at its field, and is kept', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const member = await cast.member(practice)
  await adds(member, practice, 'group', 'Wards')
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/rosters/add?kind=group`)
  await page.getByLabel(say('rosters.name')).fill('WARDS')
  await page.getByRole('button', { name: say('rosters.save') }).click()
  await expectProblem(page, say('problems.roster_name_taken'))
  await expect(heading(page)).toContainText(say('rosters.add_group'))
  await expect(page.getByLabel(say('rosters.name'))).toHaveValue('WARDS')
})

test('a roster is added, renamed and closed with a keyboard alone', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  const table = say('rosters.caption')
  await visit(page, `/organisations/${practice.code}/rosters`)
  await press(page, page.getByRole('link', { name: say('rosters.add'), exact: true }))
  await expect(heading(page)).toContainText(say('rosters.add'))
  await page.getByLabel(say('rosters.name')).focus()
  await page.keyboard.type('Ward 7')
  await page.keyboard.press('Enter')
  await press(page, rowOf(page, table, 'Ward 7').getByRole('link', { name: say('rosters.rename') }))
  await page.getByLabel(say('rosters.name')).fill('Ward 8')
  await page.keyboard.press('Enter')
  await press(page, rowOf(page, table, 'Ward 8').getByRole('link', { name: say('rosters.close') }))
  await press(page, page.getByRole('button', { name: say('rosters.close_confirm') }))
  await expect(rowOf(page, say('rosters.closed_caption'), 'Ward 8')).toBeVisible()
})

test('rosters are nobody else’s to see', async ({ cast, porthor, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  await cast.member(practice)
  const stranger = await cast.member(porthor.practice())
  const page = await cast.pageOf(stranger)
  const answer = await visit(page, `/organisations/${practice.code}/rosters`)
  expect(answer.status()).toBe(404)
  await expect(heading(page)).toContainText(say('frame.not_found_title'))
})

/** Focuses something and presses Enter. */
async function press(page, target) {
  await target.focus()
  await page.keyboard.press('Enter')
}
