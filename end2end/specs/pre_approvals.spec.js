// Pre-approved people: given, changed and ended by page; whoever is pre-approved comes in as soon as they have confirmed.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'

/** Fills in the form that pre-approves, and sends it. */
async function preApproves(page, say, person) {
  await page.getByLabel(say('pre_approvals.first_name')).fill(person.first)
  await page.getByLabel(say('pre_approvals.last_name')).fill(person.last)
  await page.getByLabel(say('pre_approvals.email')).fill(person.email)
  await page.getByLabel(say('words.role.reporting'), { exact: true }).check()
  await page.getByRole('button', { name: say('pre_approvals.save') }).click()
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('whoever is pre-approved is in as soon as they have confirmed, and the others are told', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const colleague = await cast.member(practice)
      const newcomer = cast.invent()
      const page = await cast.pageOf(member)
      await visit(page, at(`/organisations/${practice.code}/members`))
      await page.getByRole('link', { name: say('organisations.pre_approvals'), exact: true }).click()
      await expect(heading(page)).toContainText(say('pre_approvals.title'))
      await expect(page.getByText(say('pre_approvals.waiting_empty'))).toBeVisible()
      await page.getByRole('link', { name: say('pre_approvals.add'), exact: true }).click()
      await expect(heading(page)).toContainText(say('pre_approvals.add'))
      await preApproves(page, say, newcomer)
      await expect(page.locator('#notice')).toContainText(say('words.notice.pre_approval_saved', { name: newcomer.name }))
      const row = rowOf(page, say('pre_approvals.waiting_caption'), newcomer.email)
      await expect(row).toContainText(say('words.role.reporting'))

      const visitor = await cast.stranger()
      await visitor.register(newcomer, practice)
      await visitor.confirm(newcomer)
      await postbox.letterTo(colleague.email, newcomer.name)
      await visit(page, at(`/organisations/${practice.code}/pre-approvals`))
      await expect(row).toHaveCount(0)
      await expect(rowOf(page, say('pre_approvals.let_in_caption'), newcomer.email)).toContainText(newcomer.name)
      await visit(page, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(page, say('members.members_caption'), newcomer.name)).toBeVisible()
    })

    test('a pre-approval is changed and ended', async ({ at, cast, practice, say, visit }) => {
      const newcomer = cast.invent()
      const page = await cast.pageOf(await cast.member(practice))
      const table = say('pre_approvals.waiting_caption')
      await visit(page, at(`/organisations/${practice.code}/pre-approvals/add`))
      await preApproves(page, say, newcomer)
      const row = rowOf(page, table, newcomer.email)
      await row.getByRole('link', { name: say('pre_approvals.change') }).click()
      await expect(heading(page)).toContainText(say('pre_approvals.change_title', { name: newcomer.name }))
      await expect(page.getByLabel(say('words.role.reporting'), { exact: true })).toBeChecked()
      await page.getByLabel(say('words.role.provider_user'), { exact: true }).check()
      await page.getByLabel(say('roles.length.other'), { exact: true }).check()
      await page.getByLabel(say('roles.ends'), { exact: true }).fill('2040-12-31')
      await page.getByRole('button', { name: say('pre_approvals.save') }).click()
      await expect(row).toContainText(say('words.role.provider_user'))
      await expect(row).toContainText('31')
      await row.getByRole('link', { name: say('pre_approvals.end'), exact: false }).last().click()
      await expect(heading(page)).toContainText(say('pre_approvals.end_title', { name: newcomer.name }))
      await page.getByRole('button', { name: say('pre_approvals.end_confirm') }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.pre_approval_ended', { name: newcomer.name }))
      await expect(page.getByText(say('pre_approvals.waiting_empty'))).toBeVisible()
    })
  })
}

test('what is wrong stands at its field, and nothing typed is lost', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const page = await cast.pageOf(await cast.member(practice))
  await visit(page, `/organisations/${practice.code}/pre-approvals/add`)
  await preApproves(page, say, { first: 'Elin', last: 'Morgan', email: `reception@${practice.code.toLowerCase()}.example` })
  await expectProblem(page, say('problems.generic_address'))
  await expect(page.getByLabel(say('pre_approvals.last_name'))).toHaveValue('Morgan')
  await expect(page.getByLabel(say('words.role.reporting'), { exact: true })).toBeChecked()
})

test('whoever has asked already is to be decided about', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/pre-approvals/add`)
  await preApproves(page, say, applicant)
  await expect(page.locator('#notice')).toContainText(say('words.notice.has_asked', { name: applicant.name }))
  await expect(page).toHaveURL(new RegExp(`/requests/${await applicant.visitor.requestId()}$`))
})

test('pre-approvals are nobody else’s to see', async ({ cast, porthor, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  await cast.member(practice)
  const page = await cast.pageOf(await cast.member(porthor.practice()))
  const answer = await visit(page, `/organisations/${practice.code}/pre-approvals`)
  expect(answer.status()).toBe(404)
  await expect(heading(page)).toContainText(say('frame.not_found_title'))
})
