// Asking to act for a practice, and deciding about it.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, problems, rowOf, search, signIn, statusLine } from '../fixtures/steps.js'

const members = (practice) => `/organisations/${practice.code}/members`

test.describe('asking', () => {
  test('leads to a page that says where the request stands', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
    await cast.member(practice)
    const newcomer = await cast.newcomer()
    const page = await cast.pageOf(newcomer)
    await visit(page, '/ask-to-join')
    await search(page, say, practice.code, javaScriptEnabled)
    await page.locator('.porthor-organisations').getByRole('link', { name: practice.name }).click()
    await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
    await page.getByRole('button', { name: say('join_requests.send') }).click()
    await expectProblem(page, say('problems.missing.role'))
    await expectProblem(page, say('problems.missing.reason'))
    await page.getByLabel(say('words.role.practice_enabled_user')).check()
    await page.getByRole('button', { name: say('join_requests.send') }).click()
    await expectProblem(page, say('problems.missing.reason'))
    await expect(page.getByLabel(say('words.role.practice_enabled_user'))).toBeChecked()
    await page.getByLabel(say('join_requests.reason_label')).fill('I answer the telephone')
    await page.getByRole('button', { name: say('join_requests.send') }).click()
    await expect(page).toHaveURL(/\/my-requests\/[0-9a-f-]{36}$/)
    await expect(page.getByRole('main')).toContainText(practice.name)
    await expect(page.getByRole('main')).toContainText(say('join_requests.my_pending_one'))
    await expect(page.getByRole('main')).toContainText('I answer the telephone')
    // Reminded, with support, lapsed: what becomes of it if nobody decides.
    await expect(page.locator('#ahead li')).toHaveCount(3)
  })

  test('for a practice that was asked already is refused', async ({ cast, practice, say, visit, watch }) => {
    watch.expectStatus(409)
    const page = await cast.pageOf(await cast.applicant(practice))
    await visit(page, `/ask-to-join/${practice.code}`)
    await page.getByLabel(say('words.role.practice_enabled_user')).check()
    await page.getByLabel(say('join_requests.reason_label')).fill('Once more')
    await page.getByRole('button', { name: say('join_requests.send') }).click()
    await expect(problems(page)).toContainText(say('refusals.already_asked'))
    await expect(page.getByLabel(say('join_requests.reason_label'))).toHaveValue('Once more')
  })

  test('can be taken back and done again', async ({ cast, practice, say, visit }) => {
    const page = await cast.pageOf(await cast.applicant(practice))
    await visit(page, '/my-requests')
    await page.getByRole('main').getByRole('link', { name: practice.name }).click()
    await page.getByRole('button', { name: say('join_requests.withdraw') }).click()
    await expect(page.locator('#notice')).toBeVisible()
    await visit(page, '/my-requests')
    await expect(page.getByRole('main')).toContainText(say('words.state.withdrawn'))
    await page.getByRole('main').getByRole('link', { name: practice.name }).click()
    await page.getByRole('link', { name: say('join_requests.ask_again') }).click()
    await expect(page).toHaveURL(new RegExp(`/ask-to-join/${practice.code}$`))
  })

  test("somebody else's request and one that does not exist look alike", async ({ cast, practice, say, visit, watch }) => {
    watch.expectStatus(404)
    const asked = await cast.applicant(practice)
    const page = await cast.pageOf(await cast.newcomer())
    const seen = []
    for (const id of [await asked.visitor.requestId(), '01900000-0000-7000-8000-000000000000']) {
      const answer = await visit(page, `/my-requests/${id}`)
      expect(answer.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(say('frame.not_found_title'))
      seen.push(await page.getByRole('main').innerText())
    }
    expect(seen[0]).toBe(seen[1])
  })
})

test('everyone who may decide is told by a letter that leads to the place to decide', async ({ cast, page, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const newcomer = await cast.applicant(practice)
  for (const approver of [sian, huw]) {
    const letter = await postbox.letterTo(approver.email, newcomer.name)
    expect(letter.text).toContain(practice.name)
    expect(letter.html).toContain(newcomer.last)
    expect(new URL(letter.link).pathname).toBe(members(practice))
  }
  expect(postbox.lettersTo(newcomer.email).filter((letter) => letter.subject.includes(newcomer.name))).toEqual([])

  await visit(page, members(practice))
  await signIn(page, say, sian)
  await expect(rowOf(page, say('members.requests_caption'), newcomer.name)).toBeVisible()
})

test('approving moves the row without leaving the page', async ({ cast, javaScriptEnabled, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const first = await cast.applicant(practice)
  const second = await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  if (javaScriptEnabled) await page.evaluate(() => (window.stayed = true))
  const approve = (name) => page.getByRole('button', { name: `${say('join_requests.approve')} ${name}` })

  await approve(first.name).click()
  await expect(rowOf(page, say('members.members_caption'), first.name)).toBeVisible()
  await expect(rowOf(page, say('members.requests_caption'), first.name)).toHaveCount(0)
  if (javaScriptEnabled) {
    await expect(statusLine(page)).toContainText(first.name)
    await expect(approve(second.name)).toBeFocused()
    expect(await page.evaluate(() => window.stayed)).toBe(true)
  } else {
    await expect(page.locator('#notice')).toContainText(first.name)
  }

  await approve(second.name).click()
  await expect(rowOf(page, say('members.members_caption'), second.name)).toBeVisible()
  await expect(page.getByText(say('members.requests_empty'))).toBeVisible()
  if (javaScriptEnabled) {
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  }
  const letter = await postbox.letterTo(first.email, practice.name)
  expect(new URL(letter.link).pathname).toBe(`/organisations/${practice.code}/profile`)
})

test('rejecting asks for a reason, which the applicant reads', async ({ cast, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  await page.getByRole('link', { name: `${say('join_requests.reject')} ${applicant.name}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('join_requests.reject_title', { name: applicant.name }))
  await page.getByRole('button', { name: say('join_requests.reject_confirm') }).click()
  await expectProblem(page, say('problems.missing.reason'))
  await page.getByLabel(say('join_requests.reject_reason'), { exact: true }).fill('Please ask the practice in Llandre')
  await page.getByRole('button', { name: say('join_requests.reject_confirm') }).click()
  await expect(page).toHaveURL(new RegExp(`${members(practice)}$`))
  await expect(page.locator('#notice')).toContainText(applicant.name)
  await expect(rowOf(page, say('members.requests_caption'), applicant.name)).toHaveCount(0)

  const letter = await postbox.letterTo(applicant.email, practice.name)
  expect(letter.text).toContain('Please ask the practice in Llandre')
  const applicantsPage = await cast.pageOf(applicant)
  await visit(applicantsPage, '/my-requests')
  await applicantsPage.getByRole('main').getByRole('link', { name: practice.name }).click()
  await expect(applicantsPage.getByRole('main')).toContainText('Please ask the practice in Llandre')
})

test('a request is approved or rejected on its review page', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, `/organisations/${practice.code}/requests/${await applicant.visitor.requestId()}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('join_requests.review_title', { name: applicant.name }))
  await expect(page.getByRole('main')).toContainText('I run the front desk')
  await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(page).toHaveURL(new RegExp(`${members(practice)}$`))
  await expect(rowOf(page, say('members.members_caption'), applicant.name)).toBeVisible()
})

test('a row with a warning offers only a review, and approving it needs a reason', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const sian = await cast.member(practice)
  const applicant = await cast.applicant(practice, { email: `reception.${practice.code}@practice.example` })
  const page = await cast.pageOf(sian)
  await visit(page, members(practice))
  const row = rowOf(page, say('members.requests_caption'), applicant.name)
  await expect(row.getByRole('button')).toHaveCount(0)
  await row.getByRole('link', { name: `${say('join_requests.review')} ${applicant.name}` }).click()
  await expect(page.getByRole('main')).toContainText(say('words.warning_to_reviewer.generic_address'))
  await page.getByRole('link', { name: say('join_requests.approve'), exact: true }).click()
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expectProblem(page, say('problems.reason_for_warning'))
  await page.getByLabel(say('join_requests.approve_reason_needed')).fill('I know her, she has no address of her own')
  await page.getByRole('button', { name: say('join_requests.approve_confirm') }).click()
  await expect(rowOf(page, say('members.members_caption'), applicant.name)).toBeVisible()
})

test('of two who decide at once, the second is told who was first', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(409)
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const applicant = await cast.applicant(practice)
  const siansPage = await cast.pageOf(sian)
  const huwsPage = await cast.pageOf(huw)
  // His page does not hear of it.
  await huwsPage.addInitScript(() => delete window.EventSource)
  for (const page of [siansPage, huwsPage]) await visit(page, members(practice))
  const approve = `${say('join_requests.approve')} ${applicant.name}`
  await siansPage.getByRole('button', { name: approve }).click()
  await expect(rowOf(siansPage, say('members.members_caption'), applicant.name)).toBeVisible()
  await huwsPage.getByRole('button', { name: approve }).click()
  const [before] = say('refusals.already_approved_by', { by: sian.name, at: '…' }).split('…')
  await expect(problems(huwsPage)).toContainText(before)
})

test('nobody decides their own request', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(cast.support)
  await visit(page, `/ask-to-join/${practice.code}`)
  await page.getByLabel(say('words.role.practice_enabled_user')).check()
  await page.getByLabel(say('join_requests.reason_label')).fill('To help them')
  await page.getByRole('button', { name: say('join_requests.send') }).click()
  await expect(page).toHaveURL(/\/my-requests\/[0-9a-f-]{36}$/)
  await visit(page, members(practice))
  const row = rowOf(page, say('members.requests_caption'), cast.support.name)
  await expect(row).toContainText(say('join_requests.own_request'))
  await expect(row.getByRole('button')).toHaveCount(0)
})

test('whoever may decide for several practices sees all that waits', async ({ cast, porthor, practice, say, visit }) => {
  const other = porthor.practice()
  const applicants = [await cast.applicant(practice), await cast.applicant(other)]
  const page = await cast.pageOf(cast.support)
  await visit(page, '/pending-requests')
  for (const applicant of applicants) {
    await expect(rowOf(page, say('join_requests.pending_caption'), applicant.name)).toBeVisible()
  }
})
