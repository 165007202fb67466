// What a person does to their own account: details, address, password, sessions, what is held, closing it.
// Organisations and requests, which stand in the same row of tabs, are in my_organisations.spec.js.
import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, problems, signIn, statusLine } from '../fixtures/steps.js'
import { wordsOf } from '../fixtures/words.js'

const main = (page) => page.getByRole('main')
const change = (page, say, key) =>
  page.getByRole('link', { name: `${say('my_account.change')} ${say(key).toLowerCase()}` })

/** The same person, signed in once more: another browser. */
async function elsewhere(cast, person) {
  const visitor = await cast.stranger()
  await visitor.signIn(person)
  return { ...person, visitor }
}

test('details are changed, and shown at once', async ({ cast, say, visit }) => {
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/my-account')
  await expect(heading(page)).toContainText(say('my_account.account.details'))
  await expect(main(page)).toContainText(say('my_account.account.no_telephone'))
  await change(page, say, 'my_account.telephone').click()
  await expect(heading(page)).toContainText(say('my_account.details.title'))

  await page.getByLabel(say('my_account.first_name')).fill('')
  await page.getByLabel(say('my_account.details.telephone')).fill('029 2018 0180')
  await page.getByRole('button', { name: say('my_account.details.save') }).click()
  await expectProblem(page, say('problems.missing.first_name'))
  await expect(page.getByLabel(say('my_account.details.telephone'))).toHaveValue('029 2018 0180')

  await page.getByLabel(say('my_account.first_name')).fill('Gwenllian')
  await page.getByLabel(say('words.position.deputy')).check()
  await page.getByLabel(say('words.language.cy')).check()
  await page.getByRole('button', { name: say('my_account.details.save') }).click()
  await expect(page).toHaveURL(/\/my-account$/)
  await expect(page.locator('#notice')).toContainText(say('words.notice.details_saved'))
  for (const shown of ['Gwenllian', '029 2018 0180', say('words.position.deputy'), say('words.language.cy')]) {
    await expect(main(page)).toContainText(shown)
  }
  await expect(page.locator('.porthor-header__person')).toContainText('Gwenllian')
})

test('a new address counts once its link is confirmed with the password', async ({ cast, openPage, postbox, say, visit, watch }) => {
  watch.expectStatus(403, 422)
  const sian = await cast.newcomer()
  const { email } = cast.invent()
  const page = await cast.pageOf(sian)
  await visit(page, '/my-account/email-address')
  const ask = async (password) => {
    await page.getByLabel(say('my_account.email.label')).fill(email)
    await page.getByLabel(say('my_account.email.password')).fill(password)
    await page.getByRole('button', { name: say('my_account.email.button') }).click()
  }
  await ask('eight yellow kettles')
  await expectProblem(page, say('problems.wrong_password'))
  await expect(page.getByLabel(say('my_account.email.label'))).toHaveValue(email)
  await ask(sian.password)
  await expect(page.locator('#notice')).toContainText(email)
  const signingIn = main(page).locator('.nhsuk-summary-list').last()
  await expect(signingIn).toContainText(sian.email)
  await expect(signingIn).toContainText(email)
  await postbox.letterTo(sian.email)

  const { link } = await postbox.letterTo(email)
  const other = await openPage()
  await visit(other, new URL(link).pathname)
  await expect(main(other)).toContainText(email)
  await expect(main(other)).not.toContainText(sian.email)
  const confirm = async (password) => {
    await other.getByLabel(say('my_account.new_address.password')).fill(password)
    await other.getByRole('button', { name: say('my_account.new_address.button') }).click()
  }
  await confirm('eight yellow kettles')
  await expectProblem(other, say('problems.wrong_password'))
  await confirm(sian.password)
  await expect(other.locator('#notice')).toContainText(say('words.notice.address_changed'))

  await visit(other, new URL(link).pathname)
  await expect(heading(other)).toContainText(say('my_account.new_address.dead_title'))
  await expect(main(other)).toContainText(say('refusals.link_used'))
  await expect(other.getByRole('link', { name: say('my_account.new_address.again') })).toBeVisible()

  await visit(other, '/sign-in')
  await signIn(other, say, sian)
  await expect(problems(other)).toContainText(say('refusals.sign_in_failed'))
  await signIn(other, say, { ...sian, email })
  await expect(other.locator('.porthor-header__person')).toContainText(sian.name)
})

test('a link to a new address that is none of ours says so, and where there is a new one', async ({ page, say, visit, watch }) => {
  watch.expectStatus(401)
  await visit(page, '/new-address/no-link-of-ours')
  await expect(heading(page)).toContainText(say('my_account.new_address.dead_title'))
  await expect(main(page)).toContainText(say('refusals.link_unknown'))
  await page.getByRole('link', { name: say('my_account.new_address.again') }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=/)
})

test('a new password asks for the old one, and ends the session of every other browser', async ({ cast, page: fresh, postbox, say, visit, watch }) => {
  watch.expectStatus(403, 422)
  const sian = await cast.newcomer()
  const page = await cast.pageOf(sian)
  const other = await cast.pageOf(await elsewhere(cast, sian))
  await visit(other, '/my-account')
  await expect(heading(other)).toContainText(say('my_account.account.details'))

  await visit(page, '/my-account')
  await change(page, say, 'my_account.account.password').click()
  const choose = async (old, password) => {
    await page.getByLabel(say('my_account.password.label_old')).fill(old)
    await page.getByLabel(say('my_account.password.label_new')).fill(password)
    await page.getByRole('button', { name: say('my_account.password.button') }).click()
  }
  await choose('eight yellow kettles', 'nine violet saucepans')
  await expectProblem(page, say('problems.wrong_password'))
  await choose(sian.password, sian.password)
  await expectProblem(page, say('problems.same_as_before'))
  await choose(sian.password, 'nine violet saucepans')
  await expect(page).toHaveURL(/\/my-account$/)
  await expect(page.locator('#notice')).toContainText(say('words.notice.password_changed'))
  await postbox.letterTo(sian.email)

  await visit(other, '/my-account')
  await expect(other).toHaveURL(/\/sign-in\?next=/)
  await visit(fresh, '/sign-in')
  await signIn(fresh, say, sian)
  await expect(problems(fresh)).toContainText(say('refusals.sign_in_failed'))
  await signIn(fresh, say, { ...sian, password: 'nine violet saucepans' })
  await expect(fresh.locator('.porthor-header__person')).toContainText(sian.name)
})

test('both passwords can be shown, each by itself', async ({ cast, javaScriptEnabled, say, visit }) => {
  test.skip(!javaScriptEnabled, 'showing a password needs scripts')
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/my-account/password')
  const [old, chosen] = ['old_password', 'password'].map((id) => page.locator(`#${id}`))
  await expect(old).toHaveAttribute('autocomplete', 'current-password')
  await expect(chosen).toHaveAttribute('autocomplete', 'new-password')
  await page.getByRole('button', { name: say('frame.show_password') }).first().click()
  await expect(old).toHaveAttribute('type', 'text')
  await expect(chosen).toHaveAttribute('type', 'password')
})

test('sessions are ended from elsewhere: one, and then all others', async ({ cast, javaScriptEnabled, say, visit }) => {
  const sian = await cast.newcomer()
  const others = [await elsewhere(cast, sian), await elsewhere(cast, sian), await elsewhere(cast, sian)]
  const page = await cast.pageOf(sian)
  await visit(page, '/my-account/sessions')
  if (javaScriptEnabled) await page.evaluate(() => (window.stayed = true))
  const table = page.getByRole('table', { name: say('my_account.sessions.caption') })
  const end = table.getByRole('button', { name: say('my_account.sessions.end') })
  await expect(end).toHaveCount(3)
  await expect(table.getByRole('row').filter({ hasText: say('my_account.sessions.this') }).getByRole('button')).toHaveCount(0)

  await end.first().click()
  await expect(end).toHaveCount(2)
  if (javaScriptEnabled) {
    await expect(statusLine(page)).toContainText(say('words.notice.session_ended'))
    await expect(end.first()).toBeFocused()
  } else {
    await expect(page.locator('#notice')).toContainText(say('words.notice.session_ended'))
  }
  const statuses = async () => {
    const answers = await Promise.all(others.map(({ visitor }) => visitor.tryPost('my_sessions')))
    return answers.map((answer) => answer.status()).sort()
  }
  expect(await statuses()).toEqual([200, 200, 401])

  await page.getByRole('button', { name: say('my_account.sessions.end_others') }).click()
  await expect(end).toHaveCount(0)
  await expect(main(page)).toContainText(say('my_account.sessions.only'))
  expect(await statuses()).toEqual([401, 401, 401])
  if (javaScriptEnabled) {
    await expect(statusLine(page)).toContainText(say('words.notice.other_sessions_ended'))
    await expect(table).toBeFocused()
    expect(await page.evaluate(() => window.stayed)).toBe(true)
  }
})

test('what is held about a person is theirs to download', async ({ cast, practice, say, visit }) => {
  const sian = await cast.applicant(practice)
  const page = await cast.pageOf(sian)
  await visit(page, '/my-account')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: say('my_account.account.download') }).click(),
  ])
  const held = await readFile(await file.path(), 'utf8')
  for (const mine of [sian.email, sian.last, practice.code]) expect(held).toContain(mine)
  expect(held).not.toContain(sian.password)
})

test('an account is closed with a reason and the password, and says so at sign-in', async ({ cast, javaScriptEnabled, openPage, practice, say, visit, watch }) => {
  watch.expectStatus(403, 422)
  await cast.member(practice)
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  const elsewhereToo = await elsewhere(cast, sian)
  await visit(page, '/my-account')
  await page.getByRole('link', { name: say('my_account.account.close') }).click()
  await expect(heading(page)).toContainText(say('my_account.close.title'))
  const goOn = page.getByRole('button', { name: say('my_account.close.go_on') })
  await goOn.click()
  await expectProblem(page, say('problems.missing.reason'))

  const other = page.getByLabel(say('my_account.close.other'))
  if (javaScriptEnabled) await expect(other).toBeHidden()
  await page.getByRole('radio', { name: say('words.closing_reason.other'), exact: true }).check()
  await other.fill('ŵ'.repeat(251))
  if (javaScriptEnabled) {
    await expect(page.getByText(say('frame.character_over')).first()).toBeVisible()
    await expect(page.locator('.porthor-count [aria-live]')).toHaveText(say('frame.character_over'))
  }
  await goOn.click()
  await expectProblem(page, say('problems.too_long', { field: say('problems.field.other'), most: 250 }))
  await expect(other).toHaveValue('ŵ'.repeat(251))
  await other.fill('ŵ'.repeat(250))
  await goOn.click()
  await expect(heading(page)).toContainText(say('my_account.close_confirm.title'))
  await expect(main(page)).toContainText(say('my_account.close_confirm.ends_access', { organisation: practice.name }))
  await expect(main(page)).toContainText('ŵ'.repeat(250))

  const close = async (password) => {
    await page.getByLabel(say('my_account.close_confirm.password')).fill(password)
    await page.getByRole('button', { name: say('my_account.close_confirm.button') }).click()
  }
  await close('eight yellow kettles')
  await expectProblem(page, say('problems.wrong_password'))
  await close(sian.password)
  await expect(page.locator('#notice')).toContainText(say('words.notice.account_closed'))
  await expect(page.locator('.porthor-header__person')).toHaveCount(0)
  expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: expect.stringContaining('session') }))
  expect((await elsewhereToo.visitor.tryPost('my_sessions')).status()).toBe(401)

  const fresh = await openPage()
  await visit(fresh, '/sign-in')
  await signIn(fresh, say, { ...sian, password: 'eight yellow kettles' })
  await expect(problems(fresh)).toContainText(say('refusals.sign_in_failed'))
  await signIn(fresh, say, sian)
  await expect(problems(fresh)).toContainText(say('refusals.account_disabled'))
})

test('whoever is the last to decide somewhere cannot close the account', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  await sian.visitor.post('choose_closing_reason', { reason: 'changed_job', other: '' })
  const page = await cast.pageOf(sian)
  await visit(page, '/my-account/close/confirm')
  await expect(main(page)).toContainText(say('my_account.cannot_close'))
  await expect(main(page).locator('.porthor-warning')).toContainText(practice.name)
  await expect(main(page).getByRole('link', { name: say('last_approver.go') })).toHaveAttribute('href', `/invite?organisation=${practice.code}`)
  await expect(page.getByRole('button', { name: say('my_account.close_confirm.button') })).toHaveCount(0)
  expect((await sian.visitor.tryPost('close_my_account', { password: sian.password })).status()).toBe(409)
})

test('without a reason there is nothing to confirm yet', async ({ cast, say, visit }) => {
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, '/my-account/close/confirm')
  await expect(page).toHaveURL(/\/my-account\/close$/)
  await expect(heading(page)).toContainText(say('my_account.close.title'))
})

test('My account speaks Welsh', async ({ cast, visit }) => {
  const dywed = wordsOf('cy')
  const page = await cast.pageOf(await cast.newcomer({ language: 'cy' }))
  await visit(page, '/cy/my-account')
  await expect(heading(page)).toContainText(dywed('my_account.account.details'))
  await expect(page.locator('html')).toHaveAttribute('lang', 'cy')
  for (const [tab, title] of [
    ['tab_organisations', 'my_account.title_organisations'],
    ['tab_requests', 'join_requests.mine_title'],
    ['tab_sessions', 'my_account.tab_sessions'],
  ]) {
    await page.getByRole('navigation', { name: dywed('my_account.tabs') }).getByRole('link', { name: dywed(`my_account.${tab}`) }).click()
    await expect(heading(page)).toContainText(dywed(title))
    await expect(page).toHaveURL(/\/cy\//)
  }
})
