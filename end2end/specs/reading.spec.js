// Every page, in both languages: nothing breaks a rule of WCAG 2.2 AA that a machine can find, and on the narrowest
// telephone it can be read without scrolling sideways (WCAG 1.4.10). The markup is the same with scripts and without, so
// each language is read once: English with scripts, Welsh as the server sends it (see playwright.config.js).
import { violations } from '../fixtures/axe.js'
import { expect, test } from '../fixtures/index.js'
import { WALKS, patternOf, patternsOfPages, picture } from '../fixtures/tour.js'
import { problems } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const WIDE = { width: 1280, height: 720 }
const NARROW = { width: 320, height: 640 }

test.use({ viewport: WIDE })

/** axe is itself a script: a page without scripts is shown to it as it stands, in a browser that has them. */
async function asItStands(page, openPage) {
  const html = (await page.content()).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<\/?noscript>/g, '')
  const copy = await openPage({ javaScriptEnabled: true, viewport: WIDE })
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await copy.goto(page.url())
  return copy
}

/** How many pixels wide it is on the narrowest telephone. */
async function narrowed(page) {
  await page.setViewportSize(NARROW)
  return page.evaluate(() => document.scrollingElement.scrollWidth)
}

for (const language of ['en', 'cy']) {
  for (const [walk, stops] of Object.entries(WALKS)) {
    test(`the pages of ${walk} can be read in ${language}`, async ({ cast, javaScriptEnabled, openPage, porthor, postbox, practice, visit, watch }) => {
      // Some walks come to thirty pages, and axe takes its time on a slow machine.
      test.setTimeout(5 * 60_000)
      watch.expectStatus(403, 404)
      const found = []
      let page, person
      for (const stop of await stops({ cast, porthor, postbox, practice })) {
        if (stop.person !== person) page = await cast.pageOf((person = stop.person))
        await visit(page, pathIn(language, stop.path))
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
        const whole = javaScriptEnabled ? page : await asItStands(page, openPage)
        found.push(...(await violations(whole)))
        if (whole !== page) await whole.context().close()
        await picture(page, language, WIDE.width, stop.path)
        const width = await narrowed(page)
        if (width > NARROW.width) found.push(`${stop.path}: ${width} pixels wide`)
        await picture(page, language, NARROW.width, stop.path)
        await page.setViewportSize(WIDE)
      }
      expect(found).toEqual([])
    })
  }

  test(`a form with errors can be read in ${language}`, async ({ javaScriptEnabled, openPage, page, visit }) => {
    const say = wordsOf(language)
    await visit(page, pathIn(language, '/sign-in'))
    await page.getByRole('button', { name: say('sessions.sign_in'), exact: true }).click()
    await expect(problems(page)).toBeVisible()
    expect(await violations(javaScriptEnabled ? page : await asItStands(page, openPage))).toEqual([])
  })
}

test('the tour comes to every page but those of the demo', async ({ cast, porthor, postbox }) => {
  const seen = new Set()
  for (const stops of Object.values(WALKS)) {
    for (const { path } of await stops({ cast, porthor, postbox, practice: porthor.practice() })) seen.add(patternOf(path))
  }
  const pages = patternsOfPages().filter((pattern) => !pattern.startsWith('/demo/'))
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.filter((pattern) => !seen.has(pattern))).toEqual([])
})
