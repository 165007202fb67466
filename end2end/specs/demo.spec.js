// The demo: known people, invented practices, and a page with the letters sent.
import { alive, expect, test } from '../fixtures/index.js'
import { Person } from '../fixtures/people.js'
import { heading, menu, signIn } from '../fixtures/steps.js'
import { pathIn } from '../fixtures/words.js'

test.use({ demo: true })

const PASSWORD = 'seven green kettles'

/** The addresses that the server prints at its start. */
function printed(porthor) {
  const addresses = [...new Set(porthor.log().match(/[\w.]+@[\w.]+\.example/g))]
  expect(porthor.log()).toContain(PASSWORD)
  expect(addresses.length).toBeGreaterThan(4)
  return addresses
}

test('everyone whom the start names can sign in', async ({ cast, porthor }) => {
  for (const email of printed(porthor)) {
    if (email.startsWith('elin.morgan@')) continue // pre-approved; may register
    await (await cast.stranger()).signIn({ email, password: PASSWORD })
  }
})

test('a newcomer signs in as a practice manager and finds requests to decide', async ({ page, porthor, say, visit }) => {
  const email = printed(porthor).find((address) => address.startsWith('sian.prydderch@'))
  await visit(page, '/sign-in')
  await expect(page.getByText(say('frame.demo_strip'))).toBeVisible()
  await signIn(page, say, { email, password: PASSWORD })
  await menu(page, say).getByRole('link', { name: say('frame.practice_tools') }).click()
  await expect(page.getByRole('table', { name: say('members.requests_caption') }).getByRole('row')).not.toHaveCount(1)
})

test('who has been pre-approved is let in as soon as the address is confirmed', async ({ cast, page, postbox, porthor, say, visit }) => {
  const email = printed(porthor).find((address) => address.startsWith('elin.morgan@'))
  const elin = new Person({ first: 'Elin', last: 'Morgan', email })
  const visitor = await cast.stranger()
  await visitor.register(elin, { code: 'W99902' })
  await visitor.confirm(elin)
  await visit(page, '/sign-in')
  await signIn(page, say, elin)
  await expect(menu(page, say).getByRole('link', { name: say('frame.practice_tools') })).toBeVisible()
  await postbox.letterTo('mair.ellis@castell.example', elin.name)
})

for (const language of ['en', 'cy']) {
  test(`the letters sent can be read, and their links followed (${language})`, async ({ cast, javaScriptEnabled, page, visit }) => {
    const person = cast.invent({ language })
    await (await cast.stranger()).register(person, undefined)
    await visit(page, pathIn(language, '/demo/letters'))
    await page.getByRole('main').getByRole('row').filter({ hasText: person.email }).getByRole('link').click()
    await expect(page).toHaveURL(/\/demo\/letters\/[0-9a-f-]{36}$/)
    await page.getByRole('main').locator('a[href*="/confirm/"]').click()
    if (javaScriptEnabled) await alive(page)
    await expect(heading(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(person.first)
  })
}

test('nobody is answered through a proxy or under another name', async ({ request }) => {
  for (const headers of [{ 'x-forwarded-for': '203.0.113.9' }, { host: 'porthor.example' }]) {
    for (const path of ['/', '/demo/letters', '/sign-in']) {
      expect((await request.get(path, { headers })).status()).toBe(404)
    }
  }
})
