// The register as people search it, and what a practice says of itself.
import { expect, test } from '../fixtures/index.js'
import { CLOSED, DORMANT, TWINS } from '../fixtures/register.js'
import { expectProblem, problems, search } from '../fixtures/steps.js'

const list = (page) => page.locator('.porthor-organisations')

test.describe('searching', () => {
  for (const [by, words] of Object.entries({
    name: 'high str surgery blaenrhedyn',
    code: 'w92004',
    town: 'blaenrhedyn high',
    postcode: 'np23 9hs',
  })) {
    test(`finds a practice by ${by}`, async ({ cast, javaScriptEnabled, say, visit }) => {
      const page = await cast.pageOf(await cast.newcomer())
      await visit(page, '/ask-to-join')
      await search(page, say, words, javaScriptEnabled)
      await expect(page.getByText(say('organisations.found_one'))).toBeVisible()
      await expect(list(page)).toContainText('BLAENRHEDYN')
      await expect(list(page)).toContainText('W92004')
      await expect(list(page)).toContainText('NP23 9HS')
    })
  }

  test('two practices of one name are told apart', async ({ cast, javaScriptEnabled, say, visit }) => {
    const page = await cast.pageOf(await cast.newcomer())
    await visit(page, '/ask-to-join')
    await search(page, say, 'high street', javaScriptEnabled)
    await expect(page.getByText(say('organisations.found_several', { count: 2 }))).toBeVisible()
    for (const twin of TWINS) await expect(list(page)).toContainText(twin.code)
    await list(page).getByRole('listitem').filter({ hasText: TWINS[1].code }).getByRole('link').click()
    await expect(page).toHaveURL(new RegExp(`/ask-to-join/${TWINS[1].code}$`))
  })

  test('nothing found is a sentence with what was typed', async ({ cast, javaScriptEnabled, say, visit }) => {
    const page = await cast.pageOf(await cast.newcomer())
    await visit(page, '/ask-to-join')
    await search(page, say, 'xyzzy', javaScriptEnabled)
    await expect(page.getByText(say('organisations.found_none', { words: 'xyzzy' }))).toBeVisible()
  })

  for (const shut of [CLOSED, DORMANT]) {
  test(`a practice that is not open says so and cannot be asked: ${shut.name}`, async ({ cast, javaScriptEnabled, say, visit, watch }) => {
    watch.expectStatus(403, 404)
    const page = await cast.pageOf(await cast.newcomer())
    await visit(page, '/ask-to-join')
    await search(page, say, shut.code, javaScriptEnabled)
    const status = shut === CLOSED ? say('words.status.closed_on', { day: '31 March 2018' }) : say('words.status.dormant')
    await expect(list(page)).toContainText(status)
    await expect(list(page).getByRole('link')).toHaveCount(0)
    await visit(page, `/ask-to-join/${shut.code}`)
    await expect(page.getByRole('main')).toContainText(shut.name)
    await expect(page.getByRole('main')).toContainText(status)
    await expect(page.getByRole('button', { name: say('join_requests.send') })).toHaveCount(0)
  })
  }
})

test.describe('the profile', () => {
  test('is saved and read again', async ({ cast, practice, say, visit }) => {
    const sian = await cast.member(practice)
    const page = await cast.pageOf(sian)
    await visit(page, `/organisations/${practice.code}/profile`)
    await page.getByLabel(say('organisations.email')).fill('reception@practice.example')
    await page.getByLabel(say('organisations.telephone')).fill('01999 555 987')
    await page.getByLabel(say('organisations.address'), { exact: true }).fill('1 Station Road\nAbercwmglo')
    await page.getByLabel(say('organisations.opening_hours')).fill('Monday to Friday, 8am to 6:30pm')
    await page.getByRole('button', { name: say('organisations.save') }).click()
    await expect(page.locator('#notice')).toBeVisible()
    await visit(page, `/organisations/${practice.code}/profile`)
    await expect(page.getByLabel(say('organisations.telephone'))).toHaveValue('01999 555 987')
    await expect(page.getByLabel(say('organisations.address'), { exact: true })).toHaveValue('1 Station Road\nAbercwmglo')
    // Whoever came first is the primary contact.
    await expect(page.getByRole('definition').filter({ hasText: sian.name })).toBeVisible()
  })

  test('that is wrong is said beside its field, and what was typed stays', async ({ cast, practice, say, visit }) => {
    const page = await cast.pageOf(await cast.member(practice))
    await visit(page, `/organisations/${practice.code}/profile`)
    await page.getByLabel(say('organisations.email')).fill('not an address')
    await page.getByLabel(say('organisations.telephone')).fill('call me')
    await page.getByLabel(say('organisations.opening_hours')).fill('Always')
    await page.getByRole('button', { name: say('organisations.save') }).click()
    await expectProblem(page, say('problems.not_an_email_address'))
    await expectProblem(page, say('problems.not_a_telephone_number'))
    await expect(page.getByLabel(say('organisations.email'))).toHaveValue('not an address')
    await expect(page.getByLabel(say('organisations.telephone'))).toHaveValue('call me')
    await expect(page.getByLabel(say('organisations.opening_hours'))).toHaveValue('Always')
  })

  test('that somebody else changed meanwhile is not overwritten', async ({ cast, practice, say, visit, watch }) => {
    watch.expectStatus(409)
    const siansPage = await cast.pageOf(await cast.member(practice))
    const huwsPage = await cast.pageOf(await cast.member(practice))
    for (const page of [siansPage, huwsPage]) await visit(page, `/organisations/${practice.code}/profile`)
    for (const [page, hours] of [[siansPage, 'Mornings'], [huwsPage, 'Evenings']]) {
      await page.getByLabel(say('organisations.opening_hours')).fill(hours)
      await page.getByRole('button', { name: say('organisations.save') }).click()
      await expect(page.locator('#notice, #error-summary')).toBeVisible()
    }
    await expect(problems(huwsPage)).toContainText(say('refusals.changed_meanwhile'))
    await expect(huwsPage.getByLabel(say('organisations.opening_hours'))).toHaveValue('Evenings')
    await visit(siansPage, `/organisations/${practice.code}/profile`)
    await expect(siansPage.getByLabel(say('organisations.opening_hours'))).toHaveValue('Mornings')
  })

  test('is seen by nobody from elsewhere', async ({ cast, porthor, practice, say, visit, watch }) => {
    watch.expectStatus(404)
    const stranger = await cast.member(porthor.practice())
    const page = await cast.pageOf(stranger)
    for (const code of [practice.code, 'W99999']) {
      const answer = await visit(page, `/organisations/${code}/profile`)
      expect(answer.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(say('frame.not_found_title'))
    }
  })
})
