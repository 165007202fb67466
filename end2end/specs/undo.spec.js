// Undoing a decision while its letter waits: the row is back, and no letter was sent.
import { violations } from '../fixtures/axe.js'
import { expect, test } from '../fixtures/index.js'
import { problems, rowOf } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

/** Half of what is usual, to wait half as long. */
const UNDO_SECONDS = '15'

test.use({ settings: { UNDO_SECONDS } })

/** That, and the moment until the outbox is looked at again. */
const LETTERS_MS = 35_000

const members = (practice) => `/organisations/${practice.code}/members`
const button = (page, label, about) => page.getByRole('button', { name: `${label} ${about}` })

for (const language of ['en', 'cy']) {
  const say = wordsOf(language)
  const approve = (page, name) => button(page, say('join_requests.approve'), name)
  const undo = (page, name) => button(page, say('join_requests.undo'), say('join_requests.undo_about', { name }))
  const waiting = (page, name) => rowOf(page, say('members.requests_caption'), name)

  test(`what is undone in ${language} waits again, and no letter comes`, async ({ cast, javaScriptEnabled, postbox, practice, visit, watch }) => {
    test.setTimeout(120_000)
    const sian = await cast.member(practice)
    const first = await cast.applicant(practice, { language })
    const second = await cast.applicant(practice, { language })
    const before = postbox.lettersTo(first.email).length
    const page = await cast.pageOf(sian)
    await visit(page, pathIn(language, members(practice)))
    await approve(page, first.name).click()
    await expect(waiting(page, first.name)).toHaveCount(0)
    const offer = page.getByRole('region', { name: say('join_requests.undo_title') })
    await expect(offer).toContainText(say('join_requests.undo_lead', { seconds: UNDO_SECONDS }))
    if (javaScriptEnabled) expect(await violations(page)).toEqual([])

    await undo(page, first.name).click()
    await expect(page.locator('#notice')).toContainText(say('words.notice.decision_undone', { name: first.name }))
    await expect(waiting(page, first.name)).toBeVisible()
    await expect(offer).toHaveCount(0)
    if (javaScriptEnabled) await expect(page.locator('#notice')).toBeFocused()
    const applicants = await cast.pageOf(first)
    await visit(applicants, pathIn(language, '/my-requests'))
    await expect(applicants.getByRole('main')).toContainText(say('words.state.pending'))

    // The letter to the second leaves after that to the first would have left.
    await approve(page, second.name).click()
    await expect(offer).toBeVisible()
    const letter = () => postbox.lettersTo(second.email).some(({ subject }) => subject.includes(practice.name))
    await expect.poll(letter, { timeout: LETTERS_MS }).toBe(true)
    expect(postbox.lettersTo(first.email)).toHaveLength(before)
    if (javaScriptEnabled) {
      await expect(offer).toBeHidden()
    } else {
      watch.expectStatus(409)
      await undo(page, second.name).click()
      await expect(problems(page)).toContainText(say('refusals.too_late_to_undo'))
      await expect(offer).toHaveCount(0)
    }
  })

  test(`the page of the request offers it in ${language}, to whoever decided`, async ({ cast, practice, visit }) => {
    const sian = await cast.member(practice)
    const huw = await cast.member(practice)
    const applicant = await cast.applicant(practice)
    const request = pathIn(language, `/organisations/${practice.code}/requests/${await applicant.visitor.requestId()}`)
    const page = await cast.pageOf(sian)
    await visit(page, `${request}/reject`)
    await page.getByLabel(say('join_requests.reject_reason'), { exact: true }).fill('Not yet')
    await page.getByRole('button', { name: say('join_requests.reject_confirm') }).click()
    await expect(page.locator('#notice')).toContainText(applicant.name)
    await visit(page, request)
    await expect(undo(page, applicant.name)).toBeVisible()

    const other = await cast.pageOf(huw)
    await visit(other, request)
    await expect(other.getByRole('heading', { level: 1 })).toContainText(applicant.name)
    await expect(undo(other, applicant.name)).toHaveCount(0)

    await undo(page, applicant.name).click()
    await expect(waiting(page, applicant.name)).toBeVisible()
    await approve(page, applicant.name).click()
    await expect(rowOf(page, say('members.members_caption'), applicant.name)).toBeVisible()
  })
}
