// How long a role is given for, and keeping one that ends: asking, extending, turning down.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'

const members = (practice) => `/organisations/${practice.code}/members`
const MINE = '/my-account/organisations'

/** The day so many days after today in London, as a browser posts it. */
function day(later = 0) {
  const now = new Date(Date.now() + later * 86_400_000)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now)
}

/** Chooses how long. */
async function choose(page, say, length) {
  await page.getByLabel(say(`roles.length.${length}`), { exact: true }).check()
}

/** The field for another day. */
const otherDay = (page, say) => page.getByLabel(say('roles.ends'), { exact: true })

/** Somebody with a role that ends in a few days, given by a member. */
async function withAnEnd(cast, member, practice) {
  const colleague = await cast.member(practice)
  const { members } = await member.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  const { id } = members.find((one) => one.email === colleague.email)
  await member.visitor.post('grant_role', { code: practice.code, id, role: 'provider_user', until: 'week' })
  return { colleague, id }
}

/** Asks to keep it; the page of my organisations afterwards. */
async function asksToKeep(cast, colleague, { at, practice, say, visit }, reason) {
  const page = await cast.pageOf(colleague)
  await visit(page, at(MINE))
  const row = rowOf(page, say('my_account.organisations.caption'), practice.name)
  await row.getByRole('link', { name: say('my_account.organisations.keep') }).click()
  await expect(heading(page)).toContainText(say('extensions.ask_title', { role: say('words.role.provider_user') }))
  await page.getByLabel(say('extensions.reason')).fill(reason)
  await page.getByRole('button', { name: say('extensions.ask_confirm') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.asked_to_keep', { organisation: practice.name }))
  await expect(row).toContainText(say('my_account.organisations.asked'))
  await expect(row.getByRole('link', { name: say('my_account.organisations.keep') })).toHaveCount(0)
  return page
}

/** From the row of somebody to what they ask. */
async function review(page, say, colleague) {
  const row = rowOf(page, say('members.members_caption'), colleague.name)
  await expect(row).toContainText(say('words.role.provider_user'))
  await row.getByRole('link', { name: `${say('members.review_keep')} ` }).click()
  const title = say('extensions.title', { name: colleague.name, role: say('words.role.provider_user') })
  await expect(heading(page)).toContainText(title)
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('whoever holds a role that ends asks to keep it, and another extends it', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const { colleague } = await withAnEnd(cast, member, practice)
      const theirs = await asksToKeep(cast, colleague, { at, practice, say, visit }, 'The audit goes on')
      const told = await postbox.letterTo(member.email, `${colleague.name} asks to keep a role`)
      expect(new URL(told.link).pathname).toMatch(new RegExp(`/organisations/${practice.code}/extensions/[0-9a-f-]{36}$`))

      const page = await cast.pageOf(member)
      await visit(page, at(members(practice)))
      await review(page, say, colleague)
      await expect(page.getByRole('main')).toContainText('The audit goes on')
      await page.getByRole('button', { name: say('extensions.extend_confirm') }).click()
      await expectProblem(page, say('problems.missing.until'))
      await choose(page, say, 'month')
      await page.getByRole('button', { name: say('extensions.extend_confirm') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.role_extended', { name: colleague.name }))
      const row = rowOf(page, say('members.members_caption'), colleague.name)
      await expect(row.getByRole('link', { name: `${say('members.review_keep')} ` })).toHaveCount(0)
      await visit(theirs, at(MINE))
      const own = rowOf(theirs, say('my_account.organisations.caption'), practice.name)
      await expect(own).not.toContainText(say('my_account.organisations.asked'))
    })

    test('what is asked is turned down, with a reason that is read', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const { colleague } = await withAnEnd(cast, member, practice)
      await asksToKeep(cast, colleague, { at, practice, say, visit }, '')
      const page = await cast.pageOf(member)
      await visit(page, at(members(practice)))
      await review(page, say, colleague)
      await expect(page.getByRole('main')).toContainText(say('extensions.no_reason'))
      await page.getByRole('link', { name: say('extensions.turn_down') }).click()
      await expect(heading(page)).toContainText(
        say('extensions.turn_down_title', { name: colleague.name, role: say('words.role.provider_user') }),
      )
      await page.getByRole('button', { name: say('extensions.turn_down_confirm') }).click()
      await expectProblem(page, say('problems.missing.reason'))
      await page.getByLabel(say('extensions.turn_down_reason'), { exact: true }).fill('We have enough people')
      await page.getByRole('button', { name: say('extensions.turn_down_confirm') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.extension_turned_down', { name: colleague.name }))
      const letter = await postbox.letterTo(colleague.email, `${practice.name} ends as it was to`)
      expect(letter.text).toContain('We have enough people')
    })
  })
}

test('nobody answers what they asked themselves', async ({ at, cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const { colleague } = await withAnEnd(cast, member, practice)
  const page = await asksToKeep(cast, colleague, { at, practice, say, visit }, '')
  await visit(page, members(practice))
  const row = rowOf(page, say('members.members_caption'), colleague.name)
  await expect(row).toContainText(say('words.role.provider_user'))
  await expect(row.getByRole('link', { name: `${say('members.review_keep')} ` })).toHaveCount(0)
  const { members: rows } = await colleague.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  const { keep } = rows.find((one) => one.email === colleague.email)
  await visit(page, `/organisations/${practice.code}/extensions/${keep[0].id}`)
  await expect(page.getByRole('main')).toContainText(say('extensions.oneself'))
  await expect(page.getByRole('button', { name: say('extensions.extend_confirm') })).toHaveCount(0)
})

test('a request is approved for a week, and for another day', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const member = await cast.member(practice)
  const page = await cast.pageOf(member)
  const approve = async (applicant) => {
    await visit(page, members(practice))
    const row = rowOf(page, say('members.requests_caption'), applicant.name)
    await row.getByRole('link', { name: `${say('join_requests.review')} ${applicant.name}` }).click()
    await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
    await expect(page.getByLabel(say('roles.length.revoked'), { exact: true })).toBeChecked()
  }
  const ends = async (applicant) => {
    const { members: rows } = await member.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
    const { id } = rows.find((one) => one.email === applicant.email)
    const { roles } = await member.visitor.post('roles_of_member', { code: practice.code, id })
    return roles[0].ends_day
  }
  const first = await cast.applicant(practice)
  await approve(first)
  await choose(page, say, 'week')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(rowOf(page, say('members.members_caption'), first.name)).toBeVisible()
  expect(await ends(first)).toBe(day(6))

  const second = await cast.applicant(practice)
  await approve(second)
  await choose(page, say, 'other')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expectProblem(page, say('problems.missing.ends'))
  await expect(page.getByLabel(say('roles.length.other'), { exact: true })).toBeChecked()
  await otherDay(page, say).fill('2020-01-31')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expectProblem(page, say('problems.in_the_past'))
  await expect(otherDay(page, say)).toHaveValue('2020-01-31')
  await otherDay(page, say).fill('2040-01-31')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(rowOf(page, say('members.members_caption'), second.name)).toBeVisible()
  expect(await ends(second)).toBe('2040-01-31')
})

test('a role that is changed shows its end as another day, and takes a length in its place', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const { id } = await withAnEnd(cast, member, practice)
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/members/${id}/roles/provider_user`)
  await expect(page.getByLabel(say('roles.length.other'), { exact: true })).toBeChecked()
  await expect(otherDay(page, say)).toHaveValue(day(6))
  await choose(page, say, 'day')
  await page.getByRole('button', { name: say('roles.save') }).click()
  await expect(page.locator('#notice')).toBeVisible()
  await visit(page, `/organisations/${practice.code}/members/${id}/roles/provider_user`)
  await expect(otherDay(page, say)).toHaveValue(day())
  await choose(page, say, 'revoked')
  await page.getByRole('button', { name: say('roles.save') }).click()
  const row = rowOf(page, say('roles.caption'), say('words.role.provider_user'))
  await expect(row).toContainText(say('roles.no_end'))
})

test('the field for another day is there, and nothing is given an end unless somebody says so', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  await visit(page, `/organisations/${practice.code}/pre-approvals/add`)
  await expect(page.getByLabel(say('roles.length.revoked'), { exact: true })).toBeChecked()
  await expect(otherDay(page, say)).toBeVisible()
})
