// Roles that are limited to a roster or roster group: given, changed to the whole organisation, approved, and who then decides.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'

/** Adds a roster or roster group by script; its id. */
async function adds(member, practice, kind, name, group = '') {
  await member.visitor.post('add_roster', { code: practice.code, kind, name, roster_group: group })
  const { rows } = await member.visitor.post('rosters', { code: practice.code })
  return rows.find((row) => row.roster.name === name).roster.id
}

/** A group and a roster in it. */
async function wards(member, practice) {
  const group = await adds(member, practice, 'group', 'Medicine')
  return adds(member, practice, 'roster', 'Ward 3', group)
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('a role is given for one roster, for its group, and for the whole organisation', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const colleague = await cast.member(practice)
      await wards(member, practice)
      const reporting = say('words.role.reporting')
      const only = (roster) => say('words.limit.only_for', { role: reporting, roster })
      const group = say('words.limit.group', { name: 'Medicine' })
      const page = await cast.pageOf(member)
      await visit(page, at(`/organisations/${practice.code}/members`))
      const row = rowOf(page, say('members.members_caption'), colleague.name)
      await row.getByRole('link', { name: say('roles.link') }).click()
      await page.getByRole('link', { name: say('roles.add'), exact: true }).click()
      await page.getByLabel(reporting).check()
      await expect(page.getByLabel(say('roles.limit')).getByRole('option')).toHaveText([
        say('roles.everywhere'),
        group,
        'Ward 3 (Medicine)',
      ])
      await page.getByLabel(say('roles.limit')).selectOption('Ward 3 (Medicine)')
      await page.getByRole('button', { name: say('roles.save') }).click()
      const role = rowOf(page, say('roles.caption'), reporting)
      await expect(role).toContainText(only('Ward 3 (Medicine)'))
      await postbox.letterTo(colleague.email, practice.name)
      await visit(page, at(`/organisations/${practice.code}/members`))
      await expect(row).toContainText(only('Ward 3 (Medicine)'))
      const theirs = await cast.pageOf(colleague)
      await visit(theirs, at('/my-account/organisations'))
      await expect(rowOf(theirs, say('my_account.organisations.caption'), practice.name)).toContainText(only('Ward 3 (Medicine)'))

      await row.getByRole('link', { name: say('roles.link') }).click()
      await role.getByRole('link', { name: say('roles.change') }).click()
      await expect(page.getByLabel(say('roles.limit')).locator('option:checked')).toHaveText('Ward 3 (Medicine)')
      await page.getByLabel(say('roles.limit')).selectOption(group)
      await page.getByRole('button', { name: say('roles.save') }).click()
      await expect(role).toContainText(only(group))
      await role.getByRole('link', { name: say('roles.change') }).click()
      await page.getByLabel(say('roles.limit')).selectOption(say('roles.everywhere'))
      await page.getByRole('button', { name: say('roles.save') }).click()
      await expect(role).toBeVisible()
      await expect(role).not.toContainText('Medicine')
    })

    test('a request is approved for one roster, and lets its maker decide nothing', async ({ at, cast, postbox, practice, say, visit, watch }) => {
      const member = await cast.member(practice)
      await wards(member, practice)
      const applicant = await cast.applicant(practice, { language })
      const page = await cast.pageOf(member)
      await visit(page, at(`/organisations/${practice.code}/members`))
      const review = rowOf(page, say('members.requests_caption'), applicant.name)
      await review.getByRole('link', { name: `${say('join_requests.review')} ${applicant.name}` }).click()
      await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
      await page.getByLabel(say('roles.limit')).selectOption('Ward 3 (Medicine)')
      await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
      const row = rowOf(page, say('members.members_caption'), applicant.name)
      const only = say('words.limit.only_for', { role: say('words.role.practice_enabled_user'), roster: 'Ward 3 (Medicine)' })
      await expect(row).toContainText(only)
      const letter = await postbox.letterTo(applicant.email, practice.name)
      expect(letter.text).toContain('Ward 3 (Medicine)')

      const theirs = await cast.pageOf(applicant)
      await visit(theirs, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(theirs, say('members.members_caption'), applicant.name)).toContainText(only)
      await expect(theirs.getByRole('link', { name: say('roles.link'), exact: true })).toHaveCount(0)
      watch.expectStatus(403)
      await visit(theirs, at('/pending-requests'))
      await expect(heading(theirs)).not.toContainText(applicant.name)
    })
  })
}

test('somebody added waits with a limited role, which may be changed', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  await wards(member, practice)
  const gwen = cast.invent()
  const { go_to } = await member.visitor.post('add_new_user', {
    code: practice.code,
    first_name: gwen.first,
    last_name: gwen.last,
    email: gwen.email,
    position: '',
    language: 'en',
  })
  const page = await cast.pageOf(member)
  await visit(page, go_to)
  await page.getByRole('link', { name: say('roles.add'), exact: true }).click()
  await page.getByLabel(say('words.role.provider_user')).check()
  await page.getByLabel(say('roles.limit')).selectOption('Ward 3 (Medicine)')
  await page.getByRole('button', { name: say('roles.save') }).click()
  const row = rowOf(page, say('new_users.roles_caption'), say('words.role.provider_user'))
  await expect(row).toContainText('Ward 3 (Medicine)')
  await row.getByRole('link', { name: say('roles.change') }).click()
  await page.getByLabel(say('roles.limit')).selectOption(say('roles.everywhere'))
  await page.getByRole('button', { name: say('roles.save') }).click()
  await expect(row).toBeVisible()
  await expect(row).not.toContainText('Ward 3')
})

test('a roster that was closed meanwhile stands at its field, and what was typed stays', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const member = await cast.member(practice)
  const colleague = await cast.member(practice)
  const ward = await wards(member, practice)
  const { members } = await member.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  const { id } = members.find((one) => one.email === colleague.email)
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/members/${id}/roles/add`)
  await member.visitor.post('close_roster', { code: practice.code, id: ward, seen: '0', fate: '' })
  await page.getByLabel(say('words.role.reporting')).check()
  await page.getByLabel(say('roles.limit')).selectOption('Ward 3 (Medicine)')
  await page.getByRole('button', { name: say('roles.save') }).click()
  await expectProblem(page, say('problems.no_such_roster'))
  await expect(page.getByLabel(say('words.role.reporting'))).toBeChecked()
})

test('where there is no roster, no limit is asked for', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/members`)
  const review = rowOf(page, say('members.requests_caption'), applicant.name)
  await review.getByRole('link', { name: `${say('join_requests.review')} ${applicant.name}` }).click()
  await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
  await expect(page.getByRole('button', { name: say('join_requests.approve_confirm') })).toBeVisible()
  await expect(page.getByLabel(say('roles.limit'))).toHaveCount(0)
})
