// A forgotten password: a letter with a link, a new password, and nothing told to those who only guess addresses.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, problems, signIn } from '../fixtures/steps.js'

const NEW = 'nine purple ladders'

/** Asks for a link on the page, from the sign-in page on. */
async function askForLink(page, say, visit, email) {
  await visit(page, '/sign-in')
  await page.getByRole('link', { name: say('sessions.forgotten') }).click()
  await expect(heading(page)).toContainText(say('accounts.forgotten.title'))
  await page.getByLabel(say('accounts.email')).fill(email)
  await page.getByRole('button', { name: say('accounts.forgotten.button') }).click()
  await expect(heading(page)).toContainText(say('accounts.forgotten.sent_title'))
}

/** Somebody with an account, and the letter that holds their link. */
async function forgetful(cast, postbox) {
  const person = await cast.newcomer()
  await (await cast.stranger()).post('ask_for_reset', { email: person.email })
  return { person, letter: await postbox.letterTo(person.email) }
}

async function choosePassword(page, say, password) {
  await page.getByLabel(say('accounts.reset.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: say('accounts.reset.button') }).click()
}

test('a person chooses a new password; every session ends, and a letter says so', async ({
  cast, openPage, page, postbox, say, visit, watch,
}) => {
  watch.expectStatus(403)
  const person = await cast.newcomer()
  const elsewhere = await cast.pageOf(person)
  await visit(elsewhere, '/my-requests')
  await expect(heading(elsewhere)).toContainText(say('join_requests.mine_title'))

  await askForLink(page, say, visit, person.email)
  const letter = await postbox.letterTo(person.email)
  await visit(page, letter.link)
  await expect(page.getByRole('main')).toContainText(say('accounts.reset.hello', { name: person.first }))
  await choosePassword(page, say, NEW)
  await expect(heading(page)).toContainText(say('sessions.title'))
  await expect(page.locator('#notice')).toContainText(say('words.notice.password_reset'))
  await postbox.letterTo(person.email)

  await visit(elsewhere, '/my-requests')
  await expect(elsewhere).toHaveURL(/\/sign-in\?next=/)
  const stranger = await openPage()
  await visit(stranger, '/sign-in')
  await signIn(stranger, say, person)
  await expect(problems(stranger)).toContainText(say('refusals.sign_in_failed'))
  await signIn(page, say, { ...person, password: NEW })
  await expect(heading(page)).toContainText(say('organisations.ask_title'))
})

test('the link works once', async ({ cast, page, postbox, say, visit }) => {
  const { letter } = await forgetful(cast, postbox)
  await visit(page, letter.link)
  await choosePassword(page, say, NEW)
  await expect(heading(page)).toContainText(say('sessions.title'))
  await visit(page, letter.link)
  await expect(page.getByRole('main')).toContainText(say('refusals.link_used'))
  await expect(page.getByLabel(say('accounts.reset.password'), { exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: say('accounts.forgotten.button') })).toBeVisible()
})

test('a link that was replaced leads on to a newer one', async ({ cast, page, postbox, say, visit }) => {
  const { person, letter } = await forgetful(cast, postbox)
  await (await cast.stranger()).post('ask_for_reset', { email: person.email })
  const newer = await postbox.letterTo(person.email)
  await visit(page, letter.link)
  await expect(page.getByRole('main')).toContainText(say('refusals.link_replaced'))
  await visit(page, newer.link)
  await expect(heading(page)).toContainText(say('accounts.reset.title'))
})

test('a link that is none of ours says so and offers one', async ({ cast, page, postbox, say, visit }) => {
  const person = await cast.newcomer()
  await visit(page, '/reset-password/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
  await expect(page.getByRole('main')).toContainText(say('refusals.link_unknown'))
  await page.getByLabel(say('accounts.email')).fill(person.email)
  await page.getByRole('button', { name: say('accounts.forgotten.button') }).click()
  await expect(heading(page)).toContainText(say('accounts.forgotten.sent_title'))
  expect(new URL((await postbox.letterTo(person.email)).link).pathname).toMatch(/^\/reset-password\//)
})

test('opening the link, or posting it without a password, uses nothing up', async ({
  cast, page, postbox, request, say, visit,
}) => {
  const { letter } = await forgetful(cast, postbox)
  for (const method of ['GET', 'HEAD', 'GET']) await request.fetch(letter.link, { method })
  const scanner = await cast.stranger()
  const token = letter.link.split('/').pop()
  for (const form of [{}, { token }, { token, password: '' }]) {
    expect((await scanner.tryPost('reset_password', form)).ok()).toBe(false)
  }
  await visit(page, letter.link)
  await choosePassword(page, say, NEW)
  await expect(heading(page)).toContainText(say('sessions.title'))
})

test('the new password is as good as a first one has to be', async ({ cast, page, postbox, say, visit, watch }) => {
  watch.expectStatus(422)
  const { person, letter } = await forgetful(cast, postbox)
  await visit(page, letter.link)
  for (const [password, problem] of [
    ['', say('problems.missing.password')],
    ['short', say('problems.too_short', { field: say('problems.field.password'), fewest: 12 })],
    ['passwordpassword', say('problems.common_password')],
    [`${person.last}1234`, say('problems.password_from_name')],
  ]) {
    await choosePassword(page, say, password)
    await expectProblem(page, problem)
  }
})

test('known, unknown and unconfirmed addresses look alike; each gets the letter that is right for it', async ({
  cast, page, postbox, practice, say, visit,
}) => {
  const known = await cast.newcomer()
  const unconfirmed = cast.invent()
  await (await cast.stranger()).register(unconfirmed, practice)
  await postbox.letterTo(unconfirmed.email)
  const unknown = cast.invent()
  const seen = []
  for (const [person, leadsTo] of [
    [known, /^\/reset-password\//],
    [unconfirmed, /^\/confirm\//],
    [unknown, /^\/create-account$/],
  ]) {
    await askForLink(page, say, visit, person.email)
    seen.push(await page.getByRole('main').innerText())
    expect(new URL((await postbox.letterTo(person.email)).link).pathname).toMatch(leadsTo)
  }
  expect(new Set(seen).size).toBe(1)
})

test('a closed account says so to whoever knows its password, and leads to help', async ({
  cast, page, say, visit, watch,
}) => {
  watch.expectStatus(403)
  const person = await cast.newcomer()
  await person.visitor.post('choose_closing_reason', { reason: 'not_needed', other: '' })
  await person.visitor.post('close_my_account', { password: person.password })
  await visit(page, '/sign-in')
  await signIn(page, say, person)
  await expect(problems(page)).toContainText(say('refusals.account_disabled'))
  await problems(page).getByRole('link', { name: say('sessions.way_on_help') }).click()
  await expect(heading(page)).toContainText(say('about.help.title'))
})
