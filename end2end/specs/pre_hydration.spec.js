// Somebody who posts a form before the scripts are there loses nothing: the same errors and values, before and after.
import { alive, expect, test } from '../fixtures/index.js'
import { expectProblem, problems } from '../fixtures/steps.js'

/** Holds the browser bundle back until it is let go. */
async function holdScripts(page, watch) {
  watch.expectNoScripts()
  let letGo
  const held = new Promise((resolve) => (letGo = resolve))
  await page.context().route(/\.wasm$/, async (route) => {
    await held
    // The page that asked may be gone by now.
    await route.continue().catch(() => {})
  })
  return letGo
}

test('errors and typed values of an early post survive hydration', async ({ cast, page, practice, say, watch }) => {
  const letGo = await holdScripts(page, watch)
  const person = cast.invent()
  await page.goto('/sign-in')
  await page.getByLabel(say('sessions.email')).fill(person.email)
  await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
  await expectProblem(page, say('problems.missing.password'))
  await expect(page.getByLabel(say('sessions.email'))).toHaveValue(person.email)
  await expect(page.locator('html.porthor-scripts')).toHaveCount(0)
  letGo()
  await alive(page)
  await expectProblem(page, say('problems.missing.password'))
  await expect(page.getByLabel(say('sessions.email'))).toHaveValue(person.email)
  await expect(page).toHaveTitle(new RegExp(`^${say('frame.error_prefix')}`))
})

test('a refusal of an early post survives hydration, and the form works on', async ({ cast, page, practice, say, watch }) => {
  const sian = await cast.member(practice)
  const letGo = await holdScripts(page, watch)
  await page.goto('/sign-in')
  await page.getByLabel(say('sessions.email')).fill(sian.email)
  await page.getByLabel(say('sessions.password')).fill('eight yellow kettles')
  await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
  await expect(problems(page)).toContainText(say('refusals.sign_in_failed'))
  await expect(page.getByLabel(say('sessions.password'))).toHaveValue('')
  letGo()
  await alive(page)
  await expect(problems(page)).toContainText(say('refusals.sign_in_failed'))
  await page.getByLabel(say('sessions.password')).fill(sian.password)
  await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('frame.home_welcome', { name: sian.name }))
})

test('a success of an early post survives hydration', async ({ cast, practice, say, watch }) => {
  const page = await cast.pageOf(await cast.member(practice))
  const letGo = await holdScripts(page, watch)
  await page.goto(`/organisations/${practice.code}/profile`)
  await page.getByLabel(say('organisations.opening_hours')).fill('Mornings')
  await page.getByRole('button', { name: say('organisations.save') }).click()
  await expect(page.locator('#notice')).toBeVisible()
  const said = await page.locator('#notice').innerText()
  letGo()
  await alive(page)
  await expect(page.locator('#notice')).toHaveText(said.replace(/\s+/g, ' '), { useInnerText: true })
  await expect(page.getByLabel(say('organisations.opening_hours'))).toHaveValue('Mornings')
})
