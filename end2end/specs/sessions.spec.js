// Signing in and out.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, menu, problems, signIn, titleOf } from '../fixtures/steps.js'

test('a person signs in, is greeted by name, and signs out', async ({ cast, page, practice, say, visit }) => {
  const sian = await cast.member(practice)
  await visit(page, '/sign-in')
  await expect(page).toHaveTitle(titleOf(say, say('sessions.title')))
  await signIn(page, say, sian)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('frame.home_welcome', { name: sian.name }))
  await expect(menu(page, say).getByRole('link', { name: say('frame.practice_tools') })).toBeVisible()
  await page.getByRole('button', { name: say('frame.sign_out') }).click()
  await expect(page.locator('#notice')).toBeVisible()
  await expect(menu(page, say).getByRole('link', { name: say('frame.sign_in') })).toBeVisible()
  await expect(page.getByText(sian.name)).toBeHidden()
})

test('a person without a practice is led to "which practice?"', async ({ cast, page, say, visit }) => {
  const newcomer = await cast.newcomer()
  await visit(page, '/sign-in')
  await signIn(page, say, newcomer)
  await expect(page).toHaveURL(/\/ask-to-join$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('organisations.ask_title'))
})

test('a wrong password and an unknown address are answered alike', async ({ cast, page, say, visit, watch }) => {
  watch.expectStatus(403)
  const known = await cast.newcomer()
  const answers = []
  for (const person of [{ ...known, password: 'eight yellow kettles' }, cast.invent()]) {
    await visit(page, '/sign-in')
    await signIn(page, say, person)
    await expect(problems(page)).toContainText(say('refusals.sign_in_failed'))
    await expect(page).toHaveTitle(say('frame.error_prefix') + titleOf(say, say('sessions.title')))
    await expect(page.getByLabel(say('sessions.email'))).toHaveValue(person.email)
    await expect(page.getByLabel(say('sessions.password'))).toHaveValue(/^$|kettles$/)
    answers.push(await page.getByRole('main').innerText())
  }
  expect(answers[0]).toBe(answers[1])
})

test('an empty form says what to enter', async ({ page, say, visit }) => {
  await visit(page, '/sign-in')
  await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
  await expectProblem(page, say('problems.missing.email'))
  await expectProblem(page, say('problems.missing.password'))
})

test('too many wrong passwords have to wait', async ({ cast, page, porthor, playwright, say, visit, watch }) => {
  watch.expectStatus(429)
  const known = await cast.newcomer()
  const stranger = await cast.stranger()
  for (let tries = 0; tries < 10; tries += 1) {
    await stranger.tryPost('sign_in', { email: known.email, password: 'eight yellow kettles', next: '' })
  }
  await visit(page, '/sign-in')
  await signIn(page, say, known)
  const [before] = say('refusals.too_many_tries', { minutes: '…' }).split('…')
  await expect(problems(page)).toContainText(before)
})

test('whoever wants a page signs in first and then comes to it', async ({ cast, page, practice, say, visit }) => {
  const sian = await cast.member(practice)
  await visit(page, `/organisations/${practice.code}/members`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await signIn(page, say, sian)
  await expect(page).toHaveURL(new RegExp(`/organisations/${practice.code}/members$`))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('members.title'))
})

for (const elsewhere of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
  test(`signing in does not lead to ${elsewhere}`, async ({ cast, page, porthor, practice, say, visit }) => {
    const sian = await cast.member(practice)
    await visit(page, `/sign-in?next=${encodeURIComponent(elsewhere)}`)
    await signIn(page, say, sian)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(say('frame.home_welcome', { name: sian.name }))
    expect(new URL(page.url()).origin).toBe(porthor.url)
  })
}

test('signing out ends the session in every tab', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  const tab = await page.context().newPage()
  await visit(page, '/')
  await visit(tab, `/organisations/${practice.code}/profile`)
  await page.getByRole('button', { name: say('frame.sign_out') }).click()
  await expect(page.locator('#notice')).toBeVisible()
  await visit(tab, `/organisations/${practice.code}/profile`)
  await expect(tab).toHaveURL(/\/sign-in\?next=/)
})
