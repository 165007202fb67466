// On the narrowest telephone every page can be read without scrolling sideways (WCAG 1.4.10).
import { expect, test } from '../fixtures/index.js'
import { WALKS, picture } from '../fixtures/tour.js'
import { pathIn } from '../fixtures/words.js'

test.use({ viewport: { width: 320, height: 640 } })

for (const language of ['en', 'cy']) {
  for (const [walk, stops] of Object.entries(WALKS)) {
    test(`the pages of ${walk} fit 320 pixels in ${language}`, async ({ cast, porthor, postbox, practice, visit, watch }) => {
      watch.expectStatus(403, 404)
      const tooWide = []
      let page, person
      for (const stop of await stops({ cast, porthor, postbox, practice })) {
        if (stop.person !== person) page = await cast.pageOf((person = stop.person))
        await visit(page, pathIn(language, stop.path))
        const width = await page.evaluate(() => document.scrollingElement.scrollWidth)
        if (width > 320) tooWide.push(`${stop.path}: ${width}`)
        await picture(page, language, 320, stop.path)
      }
      expect(tooWide).toEqual([])
    })
  }
}
