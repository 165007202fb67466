// The pages about the service: from the footer of every page, in both languages, with whom to ask.
import { expect, test } from '../fixtures/index.js'
import { heading } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const CONTACT = { SUPPORT_EMAIL: 'help@porthor.example', SUPPORT_TELEPHONE: '01999 555 100' }
test.use({ settings: CONTACT })

const PAGES = { help: '/help', privacy: '/privacy', cookies: '/cookies', accessibility: '/accessibility' }

for (const language of ['en', 'cy']) {
  test(`the footer leads to them in ${language}`, async ({ page, visit }) => {
    const say = wordsOf(language)
    await visit(page, pathIn(language, '/sign-in'))
    for (const [name, path] of Object.entries(PAGES)) {
      const footer = page.getByRole('navigation', { name: say('frame.footer_label') })
      await footer.getByRole('link', { name: say(`about.${name}.title`), exact: true }).click()
      await expect(page).toHaveURL(new RegExp(`${pathIn(language, path)}$`))
      await expect(heading(page)).toContainText(say(`about.${name}.title`))
      await expect(page.getByRole('heading', { name: say('about.contact.title') })).toBeVisible()
    }
  })
}

test('help says whom to ask', async ({ page, visit }) => {
  await visit(page, '/help')
  const main = page.getByRole('main')
  await expect(main.locator('a[href^="mailto:"]')).toHaveText(CONTACT.SUPPORT_EMAIL)
  await expect(main.locator('a[href^="mailto:"]')).toHaveAttribute('href', `mailto:${CONTACT.SUPPORT_EMAIL}`)
  await expect(main.getByRole('link', { name: CONTACT.SUPPORT_TELEPHONE })).toHaveAttribute('href', 'tel:01999555100')
})

test('the cookies page names all cookies that there are', async ({ cast, openPage, page, visit }) => {
  const person = await cast.newcomer()
  const { cookies } = await person.visitor.cookies()
  await visit(page, '/cookies')
  expect(cookies.length).toBe(2)
  for (const { name } of cookies) {
    await expect(page.getByRole('rowheader').filter({ hasText: `__Host-${name}` })).toBeVisible()
  }
  const fresh = await openPage()
  await visit(fresh, '/')
  expect(await fresh.context().cookies()).toEqual([])
  expect((await fresh.context().storageState()).origins).toEqual([])
})
