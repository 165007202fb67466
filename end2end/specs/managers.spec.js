// The register of practice managers: support uploads it, looks at the difference, applies it; whoever is listed is in at once.
import { expect, test } from '../fixtures/index.js'
import { untilRead, upload } from '../fixtures/imports.js'
import { confirmAddress, createAccount, expectProblem, heading, rowOf, signIn } from '../fixtures/steps.js'

const COLUMNS = 'ods_code,first_name,last_name,email,role,valid_from,valid_to'

/** A line of the register. */
const lineOf = (practice, person, role = 'Practice Manager', days = ',') =>
  `${practice.code},${person.first},${person.last},${person.email},${role},${days}`

/** The register, as a spreadsheet writes it. */
const register = (...lines) => [COLUMNS, ...lines, ''].join('\r\n')

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('a listed manager registers and is in at once, and stays in when no longer listed', async ({
      at,
      cast,
      javaScriptEnabled,
      postbox,
      practice,
      say,
      visit,
    }) => {
      const [manager, late] = [cast.invent(), cast.invent()]
      const colleague = await cast.member(practice)
      const page = await cast.pageOf(cast.support)
      const apply = page.getByRole('button', { name: say('imports.apply'), exact: true })
      await visit(page, at('/organisations'))
      await page.getByRole('link', { name: say('organisations.managers_link'), exact: true }).click()
      await expect(heading(page)).toContainText(say('managers.title'))
      const all = [manager, late, colleague].map((person) => lineOf(practice, person))
      await upload(page, say, 'one.csv', register(...all, `${practice.code},cut off`))
      await untilRead(page, say, 'one.csv', javaScriptEnabled)
      await expect(page.getByText(say('managers.ready_text'))).toBeVisible()
      await expect(rowOf(page, say('imports.new'), manager.email)).toContainText(practice.code)
      await expect(rowOf(page, say('managers.in_already'), colleague.email)).toBeVisible()
      await expect(page.getByText(`${say('imports.line', { number: 5 })}:`)).toBeVisible()
      await apply.click()
      await expect(heading(page)).toContainText('one.csv')
      await expect(page.getByText(say('imports.applied_text'))).toBeVisible()

      const approver = await cast.pageOf(colleague)
      await visit(approver, at(`/organisations/${practice.code}/pre-approvals`))
      const waiting = rowOf(approver, say('pre_approvals.waiting_caption'), late.email)
      await expect(waiting).toContainText(say('pre_approvals.given_by_register', { when: '' }).trim())
      await expect(waiting.getByRole('link', { name: say('pre_approvals.change') })).toHaveCount(0)

      const theirs = await cast.pageOf({ visitor: await cast.stranger() })
      await visit(theirs, at('/create-account'))
      await createAccount(theirs, say, manager, practice, javaScriptEnabled)
      const letter = await postbox.letterTo(manager.email)
      await visit(theirs, at(new URL(letter.link).pathname.replace(/^\/cy/, '')))
      await confirmAddress(theirs, say, manager)
      await signIn(theirs, say, manager)
      await expect(theirs).not.toHaveURL(/\/sign-in/)
      await visit(theirs, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(theirs, say('members.members_caption'), manager.name)).toBeVisible()

      await visit(page, at('/managers'))
      await expect(page.locator('#listed')).toHaveText(say('managers.listed', { count: 3 }))
      await expect(page.locator('#imported')).toBeVisible()
      await upload(page, say, 'same.csv', register(...all))
      await untilRead(page, say, 'same.csv', javaScriptEnabled)
      await expect(page.getByText(say('managers.ready_nothing'))).toBeVisible()
      await page.getByRole('button', { name: say('imports.abandon') }).click()
      await expect(page.getByText(say('imports.abandoned_text'))).toBeVisible()

      await page.getByRole('link', { name: say('imports.back_to_all') }).click()
      await upload(page, say, 'two.csv', register(lineOf(practice, colleague, 'Practice Manager', ',2040-12-31')))
      await untilRead(page, say, 'two.csv', javaScriptEnabled)
      await expect(rowOf(page, say('imports.unlisted'), manager.email)).toBeVisible()
      await expect(page.locator('#stay')).toHaveText(say('managers.stay', { count: 1 }))
      await expect(rowOf(page, say('imports.changed'), colleague.email)).toContainText('2040')
      await apply.click()
      await expect(page.locator('#notice')).toContainText(say('words.notice.managers_applied', { count: 3 }))
      await visit(page, at('/managers'))
      await expect(page.locator('#listed')).toHaveText(say('managers.listed', { count: 1 }))
      await expect(rowOf(page, say('managers.to_review_caption'), manager.email)).toContainText(practice.code)
      await page.getByRole('link', { name: manager.name, exact: true }).click()
      await expect(heading(page)).toContainText(manager.name)

      await visit(theirs, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(theirs, say('members.members_caption'), manager.name)).toBeVisible()
      const visitor = await cast.stranger()
      await visitor.register(late, practice)
      await visitor.confirm(late)
      await visit(approver, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(approver, say('members.requests_caption'), late.name)).toBeVisible()
    })
  })
}

test('a file that is no list of managers changes nothing, and the page is for support alone', async ({
  cast,
  javaScriptEnabled,
  practice,
  say,
  visit,
  watch,
}) => {
  watch.expectStatus(404)
  const page = await cast.pageOf(cast.support)
  await visit(page, '/managers')
  await page.getByRole('button', { name: say('imports.upload') }).click()
  await expectProblem(page, say('problems.missing.file'))
  const shared = { first: 'Reception', last: 'Team', email: `reception@${practice.code}.example`.toLowerCase() }
  for (const [name, content, why] of [
    ['other.csv', 'name,town\r\nBont,Conwy\r\n', 'columns'],
    ['nobody.csv', register(), 'no_lines'],
    ['shared.csv', register(lineOf(practice, shared)), 'mostly_refused'],
    ['partner.csv', register(lineOf(practice, cast.invent(), 'Partner')), 'mostly_refused'],
  ]) {
    await upload(page, say, name, content)
    await untilRead(page, say, name, javaScriptEnabled)
    await expect(page.getByText(say(`imports.unfit.${why}`))).toBeVisible()
    await expect(page.getByRole('button', { name: say('imports.apply'), exact: true })).toHaveCount(0)
    await page.getByRole('link', { name: say('imports.back_to_all') }).click()
    await expect(heading(page)).toContainText(say('managers.title'))
  }
  const members = await cast.pageOf(await cast.member(practice))
  const answer = await visit(members, '/managers')
  expect(answer.status()).toBe(404)
})
