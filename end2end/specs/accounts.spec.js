// Creating an account in four steps, and confirming its address by a letter.
import { expect, test } from '../fixtures/index.js'
import { CLOSED } from '../fixtures/register.js'
import {
  choosePractice,
  chooseRole,
  confirmAddress,
  createAccount,
  expectProblem,
  giveDetails,
  heading,
  problems,
  search,
  signIn,
} from '../fixtures/steps.js'

test.describe('creating an account', () => {
  test('takes four steps and a letter', async ({ cast, javaScriptEnabled, page, postbox, practice, say, visit }) => {
    const person = cast.invent()
    await visit(page, '/create-account')
    await giveDetails(page, say, person)
    await choosePractice(page, say, practice, javaScriptEnabled)
    await chooseRole(page, say, 'I answer the telephone')
    for (const answer of [person.name, person.email, practice.name, practice.code, 'I answer the telephone']) {
      await expect(page.getByRole('main')).toContainText(answer)
    }
    await page.getByRole('button', { name: say('accounts.check.button') }).click()
    await expect(heading(page)).toContainText(say('accounts.sent.title'))

    const letter = await postbox.letterTo(person.email)
    expect(letter.text).toContain(person.first)
    await visit(page, letter.link)
    await confirmAddress(page, say, person)
    await signIn(page, say, person)
    await expect(heading(page)).toContainText(say('frame.home_welcome', { name: person.name }))
    await visit(page, '/my-requests')
    await expect(page.getByRole('main')).toContainText(practice.name)
    await expect(page.getByRole('main')).toContainText(say('words.state.pending'))
  })

  test('says all that is missing, and keeps what was typed', async ({ cast, page, say, visit }) => {
    const person = cast.invent()
    await visit(page, '/create-account')
    await page.getByRole('button', { name: say('accounts.go_on') }).click()
    for (const field of ['first_name', 'last_name', 'email', 'position']) {
      await expectProblem(page, say(`problems.missing.${field}`))
    }
    await page.getByLabel(say('accounts.first_name')).fill(person.first)
    await page.getByLabel(say('accounts.last_name')).fill('https://evil.example')
    await page.getByLabel(say('accounts.email')).fill('nobody at all')
    await page.getByLabel(say('words.position.partner')).check()
    await page.getByRole('button', { name: say('accounts.go_on') }).click()
    await expectProblem(page, say('problems.not_an_email_address'))
    await expect(problems(page).getByText(say('problems.missing.position'))).toHaveCount(0)
    await expect(page.getByLabel(say('accounts.first_name'))).toHaveValue(person.first)
    await expect(page.getByLabel(say('accounts.email'))).toHaveValue('nobody at all')
    await expect(page.getByLabel(say('words.position.partner'))).toBeChecked()
    await expect(page).toHaveTitle(new RegExp(`^${say('frame.error_prefix')}`))
  })

  test('leads to the first step that has not been answered', async ({ cast, page, say, visit }) => {
    await visit(page, '/create-account/check')
    await expect(heading(page)).toContainText(say('accounts.details.title'))
    await giveDetails(page, say, cast.invent())
    await visit(page, '/create-account/role')
    await expect(heading(page)).toContainText(say('accounts.practice.title'))
    await page.getByRole('button', { name: say('accounts.go_on') }).click()
    await expectProblem(page, say('problems.missing.organisation'))
  })

  test('can go back and change an answer', async ({ cast, javaScriptEnabled, page, porthor, practice, say, visit }) => {
    const person = cast.invent()
    const other = porthor.practice()
    await visit(page, '/create-account')
    await giveDetails(page, say, person)
    await choosePractice(page, say, practice, javaScriptEnabled)
    await chooseRole(page, say)
    await page.getByRole('main').locator('a[href$="/create-account/practice"]').click()
    await search(page, say, other.code, javaScriptEnabled)
    await page.getByLabel(other.name).check()
    await page.getByRole('button', { name: say('accounts.go_on') }).click()
    await expect(heading(page)).toContainText(say('accounts.check.title'))
    await expect(page.getByRole('main')).toContainText(other.code)
    await expect(page.getByRole('main')).toContainText('I run the front desk')
    await page.getByRole('main').locator('a[href$="/create-account"]').first().click()
    await expect(page.getByLabel(say('accounts.email'))).toHaveValue(person.email)
  })

  test('can leave the practice for later', async ({ cast, page, postbox, say, visit }) => {
    const person = cast.invent()
    await visit(page, '/create-account')
    await giveDetails(page, say, person)
    await page.getByLabel(say('accounts.practice.later')).check()
    await page.getByRole('button', { name: say('accounts.go_on') }).click()
    await expect(heading(page)).toContainText(say('accounts.check.title'))
    await page.getByRole('button', { name: say('accounts.check.button') }).click()
    await visit(page, (await postbox.letterTo(person.email)).link)
    await confirmAddress(page, say, person)
    await signIn(page, say, person)
    await expect(heading(page)).toContainText(say('organisations.ask_title'))
  })

  test('offers no practice that has closed', async ({ cast, javaScriptEnabled, page, say, visit }) => {
    await visit(page, '/create-account')
    await giveDetails(page, say, cast.invent())
    await search(page, say, CLOSED.code, javaScriptEnabled)
    await expect(page.getByText(say('words.status.closed_on', { day: '31 March 2018' }))).toBeVisible()
    await expect(page.getByRole('radio', { name: CLOSED.name })).toHaveCount(0)
  })

  test('for an address that has an account looks the same; its owner is told by letter', async ({
    cast, javaScriptEnabled, page, postbox, practice, say, visit,
  }) => {
    const owner = await cast.newcomer()
    const seen = []
    for (const person of [owner, cast.invent()]) {
      await visit(page, '/create-account')
      await createAccount(page, say, person, practice, javaScriptEnabled)
      seen.push(await page.getByRole('main').innerText())
    }
    expect(seen[0]).toBe(seen[1])
    const letter = await postbox.letterTo(owner.email)
    expect(new URL(letter.link).pathname).toBe('/sign-in')
  })

  test('with a shared mailbox is warned of it', async ({ cast, javaScriptEnabled, page, practice, say, visit }) => {
    const person = cast.invent({ email: `reception.${practice.code}@practice.example` })
    await visit(page, '/create-account')
    await giveDetails(page, say, person)
    await expect(page.getByRole('main')).toContainText(say('words.warning.generic_address'))
    await choosePractice(page, say, practice, javaScriptEnabled)
    await chooseRole(page, say)
    await expect(page.getByRole('main')).toContainText(say('words.warning.generic_address'))
  })
})

test.describe('confirming', () => {
  /** Somebody who has sent a registration, with their letter. */
  async function unconfirmed(cast, postbox, practice) {
    const person = cast.invent()
    const visitor = await cast.stranger()
    await visitor.register(person, practice)
    return { person, visitor, letter: await postbox.letterTo(person.email) }
  }

  test('asks for a password that is long, uncommon and not made of names', async ({
    cast, page, postbox, practice, say, visit, watch,
  }) => {
    watch.expectStatus(422)
    const { person, letter } = await unconfirmed(cast, postbox, practice)
    await visit(page, letter.link)
    for (const [password, problem] of [
      ['', say('problems.missing.password')],
      ['short', say('problems.too_short', { field: say('problems.field.password'), fewest: 12 })],
      ['abcabcabcabcabc', say('problems.password_repeats')],
      ['passwordpassword', say('problems.common_password')],
      [`${person.last}1234`, say('problems.password_from_name')],
    ]) {
      await page.getByLabel(say('accounts.confirm.password')).fill(password)
      await page.getByRole('button', { name: say('accounts.confirm.button') }).click()
      await expectProblem(page, problem)
    }
    await confirmAddress(page, say, person)
  })

  test('is not done by a scanner that follows and posts everything first', async ({
    cast, page, porthor, postbox, practice, request, say, visit,
  }) => {
    const { person, letter } = await unconfirmed(cast, postbox, practice)
    for (const method of ['GET', 'HEAD', 'GET']) await request.fetch(letter.link, { method })
    const scanner = await cast.stranger()
    const token = letter.link.split('/').pop()
    for (const form of [{}, { token }, { token, password: '' }]) {
      expect((await scanner.tryPost('confirm_address', form)).ok()).toBe(false)
    }
    await request.post(letter.link, { headers: { origin: porthor.url }, form: {} })
    await visit(page, letter.link)
    await confirmAddress(page, say, person)
  })

  test('a used link says so and offers a new one', async ({ cast, page, postbox, practice, say, visit }) => {
    const { person, visitor, letter } = await unconfirmed(cast, postbox, practice)
    await visitor.post('confirm_address', { token: letter.link.split('/').pop(), password: person.password })
    await visit(page, letter.link)
    await expect(page.getByRole('main')).toContainText(say('refusals.link_used'))
    await expect(page.getByLabel(say('accounts.confirm.password'))).toHaveCount(0)
    await expect(page.getByRole('main').locator('a[href$="/confirm"], form')).not.toHaveCount(0)
  })

  test('a link that was replaced says so; the new one works', async ({ cast, page, postbox, practice, say, visit }) => {
    const { person, letter } = await unconfirmed(cast, postbox, practice)
    await visit(page, '/confirm')
    await page.getByLabel(say('accounts.email')).fill(person.email)
    await page.getByRole('button', { name: say('accounts.again.button') }).click()
    await expect(heading(page)).toContainText(say('accounts.sent.title'))
    const newer = await postbox.letterTo(person.email)
    await visit(page, letter.link)
    await expect(page.getByRole('main')).toContainText(say('refusals.link_replaced'))
    await visit(page, newer.link)
    await confirmAddress(page, say, person)
  })

  test('a link that is none of ours says so', async ({ page, say, visit }) => {
    await visit(page, '/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
    await expect(page.getByRole('main')).toContainText(say('refusals.link_unknown'))
  })

  test('asking for a new link looks alike for known and unknown addresses', async ({ cast, page, postbox, practice, say, visit }) => {
    const { person } = await unconfirmed(cast, postbox, practice)
    const seen = []
    for (const email of [person.email, cast.invent().email]) {
      await visit(page, '/confirm')
      await page.getByLabel(say('accounts.email')).fill(email)
      await page.getByRole('button', { name: say('accounts.again.button') }).click()
      await expect(heading(page)).toContainText(say('accounts.sent.title'))
      seen.push(await page.getByRole('main').innerText())
    }
    expect(seen[0]).toBe(seen[1])
  })
})
