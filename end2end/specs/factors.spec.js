// Second factors: adding an app and a passkey, signing in with them, recovery codes, and who must have one.
import { expect, test } from '../fixtures/index.js'
import { addApp, giveCode, signOut } from '../fixtures/factors.js'
import { expectProblem, problems, signIn } from '../fixtures/steps.js'

test('an app is added, and signing in asks for its code, each code once', async ({ cast, postbox, say, visit, watch }) => {
  watch.expectStatus(400)
  watch.expectStatus(422)
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  const { app } = await addApp(page, say, visit, person)
  await expect(page.getByRole('rowheader', { name: 'My phone' })).toBeVisible()
  await postbox.letterTo(person.email, '')
  await signOut(page, say)
  await visit(page, '/sign-in')
  await signIn(page, say, person)
  await giveCode(page, say, app.sameCode())
  await expectProblem(page, say('problems.wrong_code'))
  await giveCode(page, say, app.code())
  await expect(page.getByRole('button', { name: say('frame.sign_out') })).toBeVisible()
})

test('between the two steps nobody is signed in', async ({ cast, say, visit }) => {
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  await addApp(page, say, visit, person)
  await signOut(page, say)
  await visit(page, '/sign-in')
  await signIn(page, say, person)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('factors.step_title'))
  await expect(page.getByText(person.name)).toBeHidden()
  await visit(page, '/my-account')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
})

test('a recovery code works once', async ({ cast, say, visit, watch }) => {
  watch.expectStatus(400)
  watch.expectStatus(422)
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  const { codes } = await addApp(page, say, visit, person)
  for (const [code, right] of [[codes[0], true], [codes[0], false], [codes[1], true]]) {
    if (await page.getByRole('button', { name: say('frame.sign_out') }).isVisible()) await signOut(page, say)
    await visit(page, '/sign-in')
    await signIn(page, say, person)
    await giveCode(page, say, code)
    if (right) await expect(page.getByRole('button', { name: say('frame.sign_out') })).toBeVisible()
    else await expect(problems(page)).toBeVisible()
  }
})

test('recovery codes are shown once', async ({ cast, say, visit }) => {
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  await addApp(page, say, visit, person)
  await visit(page, '/my-account/second-factor/codes')
  await expect(page.getByText(say('factors.codes_gone'))).toBeVisible()
})

test('a second factor gets another name and is removed', async ({ cast, say, visit }) => {
  const person = await cast.newcomer()
  const page = await cast.pageOf(person)
  await addApp(page, say, visit, person, 'Old phone')
  await page.getByRole('link', { name: `${say('factors.change')} Old phone` }).click()
  await page.getByLabel(say('factors.new_name')).fill('New phone')
  await page.getByRole('button', { name: say('factors.rename') }).click()
  await expect(page.getByRole('rowheader', { name: 'New phone' })).toBeVisible()
  await page.getByRole('link', { name: `${say('factors.change')} New phone` }).click()
  await page.getByRole('button', { name: say('factors.remove'), exact: true }).click()
  await expect(page.getByText(say('factors.none'))).toBeVisible()
})

test.describe('passkeys', () => {
  test('are added, used as the second step, and alone', async ({ cast, javaScriptEnabled, say, visit }) => {
    test.skip(!javaScriptEnabled, 'passkeys need scripts')
    const person = await cast.newcomer()
    const page = await cast.pageOf(person)
    const browser = await page.context().newCDPSession(page)
    await browser.send('WebAuthn.enable')
    await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await visit(page, '/my-account/second-factor/passkey')
    await page.getByLabel(say('factors.new_name')).fill('My laptop')
    await page.getByLabel(say('factors.password'), { exact: true }).fill(person.password)
    await page.getByRole('button', { name: say('factors.add_passkey') }).click()
    await expect(page.locator('#recovery-codes li')).toHaveCount(10)
    await page.getByRole('button', { name: say('factors.codes_noted') }).click()
    await expect(page.getByRole('rowheader', { name: 'My laptop' })).toBeVisible()

    await signOut(page, say)
    await visit(page, '/sign-in')
    await signIn(page, say, person)
    await page.getByRole('button', { name: say('factors.step_passkey') }).click()
    await expect(page.getByRole('button', { name: say('frame.sign_out') })).toBeVisible()

    await signOut(page, say)
    await visit(page, '/sign-in')
    await page.getByRole('button', { name: say('factors.sign_in_with_passkey') }).click()
    await expect(page.getByRole('button', { name: say('frame.sign_out') })).toBeVisible()
  })

  test('offer an app where scripts do not run', async ({ cast, javaScriptEnabled, page: _, say, visit }) => {
    test.skip(javaScriptEnabled, 'with scripts there are passkeys')
    const page = await cast.pageOf(await cast.newcomer())
    await visit(page, '/my-account/second-factor/passkey')
    await expect(page.getByText(say('factors.passkey_needs_scripts'))).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: say('factors.add_app') }).click()
    await expect(page).toHaveURL(/second-factor\/app$/)
  })
})
