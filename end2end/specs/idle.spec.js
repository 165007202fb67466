// The warning before a session ends. The browser's clock is moved; what the server would say by then is put in its mouth,
// until it is the end, which is real.
import { violations } from '../fixtures/axe.js'
import { expect, test } from '../fixtures/index.js'
import { heading, signIn } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const LEFT = '**/api/session_left'

/** From now on the server says that the session may rest for so long. */
async function saysLeft(page, seconds, absolute = false) {
  await page.unroute(LEFT)
  await page.route(LEFT, (route) => route.fulfill({ json: { seconds, absolute } }))
}

/**
 * Lets 28 minutes pass, and once more if the answer that starts the watch was still on its way. A watch that has started
 * asks at once; the patience is for a busy machine, on which a second time would lead past the end.
 */
async function letTimePass(page) {
  await expect(async () => {
    const asked = page.waitForRequest(LEFT, { timeout: 6_000 })
    await page.clock.fastForward('28:05')
    await asked
  }).toPass()
}

/** A page of somebody signed in, 28 minutes after it was opened. */
async function restingPage(cast, visit, path, seconds, { absolute = false, person } = {}) {
  const page = await cast.pageOf(person ?? (await cast.newcomer()))
  // Whoever listens to the service hears the truth, which is not what is put in its mouth here.
  await page.addInitScript(() => delete window.EventSource)
  await page.clock.install()
  await saysLeft(page, seconds, absolute)
  await visit(page, path)
  await letTimePass(page)
  return page
}

const dialog = (page) => page.getByRole('alertdialog')

for (const language of ['en', 'cy']) {
  test(`a person is warned two minutes before, and stays (${language})`, async ({ cast, practice, visit }) => {
    const say = wordsOf(language)
    const page = await restingPage(cast, visit, pathIn(language, `/ask-to-join/${practice.code}`), 115)
    await expect(page.getByRole('alertdialog', { name: say('sessions.idle.minutes', { count: 2 }) })).toBeVisible()
    const stay = dialog(page).getByRole('button', { name: say('sessions.idle.stay') })
    await expect(stay).toBeFocused()
    expect(await violations(page, 'dialog')).toEqual([])
    const counted = page.waitForResponse('**/api/visitor')
    await stay.click()
    await counted
    await expect(dialog(page)).toBeHidden()
  })
}

test('Escape stays, and what was typed stands as it stood', async ({ cast, practice, say, visit }) => {
  const page = await restingPage(cast, visit, `/ask-to-join/${practice.code}`, 115)
  await expect(dialog(page)).toBeVisible()
  const counted = page.waitForResponse('**/api/visitor')
  await page.keyboard.press('Escape')
  await counted
  await expect(dialog(page)).toBeHidden()
  const reason = page.getByLabel(say('join_requests.reason_label'))
  await reason.fill('I answer the telephone')
  await letTimePass(page)
  await dialog(page).getByRole('button', { name: say('sessions.idle.stay') }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(reason).toHaveValue('I answer the telephone')
})

test('Tab does not leave the warning', async ({ cast, say, visit }) => {
  const page = await restingPage(cast, visit, '/my-requests', 115)
  await expect(dialog(page).getByRole('button', { name: say('sessions.idle.stay') })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog(page).getByRole('button', { name: say('frame.sign_out') })).toBeFocused()
})

test('whoever was busy in another tab is not warned', async ({ cast, visit }) => {
  const page = await restingPage(cast, visit, '/my-requests', 1700)
  // It asks again, for the time that the other tab has won.
  await letTimePass(page)
  await expect(dialog(page)).toBeHidden()
})

test('the countdown is read out at the last minute and at twenty seconds', async ({ cast, say, visit }) => {
  const page = await restingPage(cast, visit, '/my-requests', 110)
  const read = dialog(page).getByRole('status')
  await expect(dialog(page)).toBeVisible()
  await expect(read).toBeEmpty()
  await page.clock.fastForward('01:00')
  await expect(read).toHaveText(say('sessions.idle.minute'))
  await page.clock.fastForward('00:32')
  await expect(read).toHaveText(say('sessions.idle.seconds', { count: 20 }))
})

test('an end that cannot be put off is told once', async ({ cast, say, visit }) => {
  const page = await restingPage(cast, visit, '/my-requests', 110, { absolute: true })
  await expect(dialog(page)).toContainText(say('sessions.idle.why_absolute'))
  await expect(dialog(page).getByRole('button', { name: say('sessions.idle.stay') })).toHaveCount(0)
  await dialog(page).getByRole('button', { name: say('sessions.idle.close') }).click()
  await expect(dialog(page)).toBeHidden()
})

test('one can sign out from the warning', async ({ cast, say, visit }) => {
  const page = await restingPage(cast, visit, '/my-requests', 110)
  await dialog(page).getByRole('button', { name: say('frame.sign_out') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.signed_out'))
  await expect(dialog(page)).toBeHidden()
})

test('at the end the page is left for the sign-in page, and signing in leads back', async ({ cast, say, visit, watch }) => {
  watch.expectStatus(401)
  const person = await cast.newcomer()
  const page = await restingPage(cast, visit, '/my-requests', 110, { person })
  await expect(dialog(page)).toBeVisible()
  await page.unroute(LEFT)
  await person.visitor.post('sign_out')
  await page.clock.fastForward('01:55')
  await expect(heading(page)).toContainText(say('sessions.title'))
  await expect(page.getByRole('main')).toContainText(say('sessions.rested'))
  await expect(dialog(page)).toBeHidden()
  await signIn(page, say, person)
  await expect(page).toHaveURL(/\/my-requests$/)
})

test('at the end a page on which something was typed stays', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(401)
  const person = await cast.newcomer()
  const page = await restingPage(cast, visit, `/ask-to-join/${practice.code}`, 1700, { person })
  const reason = page.getByLabel(say('join_requests.reason_label'))
  await reason.fill('I answer the telephone')
  await page.unroute(LEFT)
  await person.visitor.post('sign_out')
  await letTimePass(page)
  await expect(page.getByRole('alertdialog', { name: say('sessions.idle.over') })).toBeVisible()
  await dialog(page).getByRole('button', { name: say('sessions.idle.back') }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(reason).toHaveValue('I answer the telephone')
})
