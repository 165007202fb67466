// Organisations that the register closes: whom it tells, the banner, and what becomes of the people, one by one.
import { expect, test } from '../fixtures/index.js'
import { untilRead, upload } from '../fixtures/imports.js'
import { row } from '../fixtures/register.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'
import { registerSays } from '../fixtures/tour.js'

const banner = (page, say) => page.getByRole('region', { name: say('closures.banner_label') })

/** The box of somebody. */
const box = (page, say, { name }) => page.getByLabel(say('closures.tick_whom', { name }), { exact: true })

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('the register closes a practice: one is ended, one is moved, and it opens again', async ({
      at,
      cast,
      javaScriptEnabled,
      porthor,
      postbox,
      practice,
      say,
      visit,
      watch,
    }) => {
      test.slow()
      watch.expectStatus(404, 422)
      const [ended, moved] = [await cast.member(practice), await cast.member(practice)]
      const successor = porthor.practice()
      const decider = await cast.member(successor)
      const asker = await cast.applicant(practice)
      const support = await cast.supporter()
      const page = await cast.pageOf(support)
      const endedPage = await cast.pageOf(ended)
      await visit(endedPage, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(endedPage, say('members.members_caption'), moved.name)).toBeVisible()
      await expect(banner(endedPage, say)).toHaveCount(0)

      // The import says whom it concerns before it is applied.
      await visit(page, at('/register-import'))
      await upload(page, say, 'closing.csv', row(practice, 'C', '20251031') + '\r\n')
      await untilRead(page, say, 'closing.csv', javaScriptEnabled)
      const closing = rowOf(page, say('closures.closing'), practice.name)
      await expect(closing.getByRole('cell').nth(1)).toHaveText('2')
      await expect(closing.getByRole('cell').nth(2)).toHaveText('1')
      await page.getByRole('button', { name: say('imports.apply'), exact: true }).click()
      await expect(page.getByText(say('imports.applied_text'))).toBeVisible()
      await postbox.letterTo(asker.email, `${practice.name} is no longer open`)
      const again = await asker.visitor.tryPost('ask_to_join', { code: practice.code, role: 'provider_user', reason: 'Again' })
      expect(again.status()).toBe(403)

      await visit(endedPage, at(`/organisations/${practice.code}/history`))
      await expect(banner(endedPage, say)).toContainText('2025')
      await expect(banner(endedPage, say).getByRole('link')).toHaveCount(0)
      await visit(endedPage, at('/my-account/organisations'))
      await expect(endedPage.getByText(say('closures.access_waits'))).toBeVisible()

      // The ways to the decision: from the organisation, and from the front page.
      await visit(page, at(`/organisations/${practice.code}`))
      const decide = banner(page, say).getByRole('link', { name: say('closures.banner_decide') })
      await expect(decide).toHaveAttribute('href', at(`/organisations/${practice.code}/closure`))
      await visit(endedPage, at(`/organisations/${practice.code}`))
      await expect(banner(endedPage, say)).toHaveCount(1)
      await visit(page, at('/'))
      await page.getByRole('link', { name: say('closures.list_title'), exact: true }).click()
      await expect(heading(page)).toContainText(say('closures.list_title'))
      await rowOf(page, say('closures.list_caption'), practice.code).getByRole('link').click()
      await expect(heading(page)).toContainText(say('closures.title'))
      await expect(box(page, say, ended)).toBeChecked()
      await box(page, say, moved).uncheck()
      await page.getByRole('button', { name: say('closures.go_on') }).click()
      await expectProblem(page, say('problems.missing.fate'))
      await expect(box(page, say, moved)).not.toBeChecked()
      await expect(box(page, say, ended)).toBeChecked()
      await page.getByLabel(say('closures.fate_end'), { exact: true }).check()
      await page.getByRole('button', { name: say('closures.go_on') }).click()
      await expect(heading(page)).toContainText(say('closures.confirm_end_title'))
      await expect(rowOf(page, say('closures.people_caption'), moved.name)).toHaveCount(0)
      await page.getByLabel(say('closures.reason')).fill('The partners retire')
      await page.getByRole('button', { name: say('closures.confirm_end'), exact: true }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.closure_decided', { count: 1 }))
      const letter = await postbox.letterTo(ended.email, `Your access to ${practice.name} has ended`)
      expect(letter.text).toContain('The partners retire')
      await visit(endedPage, at(`/organisations/${practice.code}/members`))
      await expect(endedPage.getByRole('table')).toHaveCount(0)

      await expect(box(page, say, moved)).toBeChecked()
      await page.getByLabel(say('closures.fate_move'), { exact: true }).check()
      await page.getByLabel(say('closures.successor')).fill(practice.code)
      await page.getByRole('button', { name: say('closures.go_on') }).click()
      await expectProblem(page, say('problems.same_organisation'))
      await page.getByLabel(say('closures.successor')).fill(successor.code)
      await page.getByRole('button', { name: say('closures.go_on') }).click()
      await expect(heading(page)).toContainText(say('closures.confirm_move_title'))
      await expect(rowOf(page, say('closures.people_caption'), moved.name)).toContainText(say('closures.access_moves'))
      await page.getByRole('button', { name: say('closures.confirm_move'), exact: true }).click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.closure_decided', { count: 1 }))
      await expect(heading(page)).toContainText(say('closures.list_title'))
      await expect(rowOf(page, say('closures.list_caption'), practice.code)).toHaveCount(0)
      await postbox.letterTo(moved.email, `You can now act for ${successor.name}`)
      await postbox.letterTo(decider.email, `People from ${practice.name} can now act`)
      const movedPage = await cast.pageOf(moved)
      await visit(movedPage, at(`/organisations/${successor.code}/members`))
      await expect(rowOf(movedPage, say('members.members_caption'), moved.name)).toBeVisible()

      // Whoever looks for it is led on.
      await visit(movedPage, at(`/ask-to-join?q=${practice.code}`))
      await movedPage.getByRole('link', { name: say('closures.ask_successor', { code: successor.code }) }).click()
      await expect(heading(movedPage)).toContainText(successor.name)

      await registerSays(support, porthor, row(practice, 'A'))
      await visit(page, at('/closed-organisations'))
      await expect(rowOf(page, say('closures.list_caption'), practice.code)).toHaveCount(0)
    })
  })
}

test('the list and the decision are for those above alone', async ({ cast, porthor, practice, say, visit, watch }) => {
  watch.expectStatus(403, 404)
  const member = await cast.member(practice)
  await registerSays(await cast.supporter(), porthor, row(practice, 'D'))
  const page = await cast.pageOf(member)
  await visit(page, '/closed-organisations')
  await expect(page.getByText(say('closures.list_empty'))).toBeVisible()
  const answer = await visit(page, `/organisations/${practice.code}/closure`)
  expect(answer.status()).toBe(403)
  await expect(banner(page, say)).toContainText(say('words.status.dormant'))
})
