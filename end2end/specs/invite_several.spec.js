// Inviting several people at once: pasted, looked at line by line, sent, a result for each line; nothing is lost on the way.
import { expect, test } from '../fixtures/index.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'

/** Begins on the page that is open, up to the page that asks whom. */
async function choosePlace(page, say) {
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: say('inviting.go_on') }).click()
  await expect(heading(page)).toContainText(say('inviting_several.people_title'))
}

const asLine = (person) => `${person.email},${person.first},${person.last}`

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('what is pasted is looked at, sent, and each gets the letter', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const colleague = await cast.member(practice)
      const [gwen, huw, warned] = [cast.invent(), cast.invent(), cast.invent()]
      const page = await cast.pageOf(member)
      await page.setViewportSize({ width: 320, height: 700 })
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
      await visit(page, at('/invite'))
      await page.getByRole('link', { name: say('inviting_several.link') }).click()
      await expect(heading(page)).toContainText(say('inviting_several.title'))
      await expect(page.getByRole('link', { name: say('inviting_several.one') })).toBeVisible()
      expect(await wide()).toBeLessThanOrEqual(320)
      await choosePlace(page, say)
      await page.getByLabel(say('words.role.provider_user')).check()
      const lines = [
        'email,first_name,last_name',
        asLine(gwen),
        `${huw.first} ${huw.last} <${huw.email}>`,
        `${warned.email};Practice;Manager`,
        `${colleague.email},Ann,Other`,
        asLine(gwen),
        'Nobody at all',
      ]
      await page.getByLabel(say('inviting_several.people'), { exact: true }).fill(lines.join('\n'))
      await page.getByLabel(say(`words.language.${language}`)).check()
      expect(await wide()).toBeLessThanOrEqual(320)
      await page.getByRole('button', { name: say('inviting_several.look') }).click()
      await expect(heading(page)).toContainText(say('inviting_several.check'))
      await page.reload()
      await expect(page.getByText(say('inviting_several.counted', { count: 2, left: 4 }))).toBeVisible()
      expect(await wide()).toBeLessThanOrEqual(320)
      const foreseen = (text) => rowOf(page, say('inviting_several.lines'), text)
      await expect(foreseen(gwen.email).first()).toContainText(say('inviting_several.would'))
      await expect(foreseen(gwen.email).last()).toContainText(say('inviting_several.wrong.twice', { line: 2 }))
      await expect(foreseen(colleague.email).getByRole('link')).toContainText(say('inviting.held.see_members'))
      await expect(foreseen('Nobody at all')).toContainText(say('inviting_several.wrong.no_address'))
      const letter = await page.locator('pre.porthor-letter__text').textContent()
      expect(letter).toContain('[link]')
      const whom = { line: 4, name: 'Practice Manager' }
      await page.getByRole('checkbox', { name: say('inviting_several.tick_whom', whom) }).check()

      await page.getByRole('button', { name: say('inviting_several.send') }).click()
      await expect(heading(page)).toContainText(say('inviting_several.done'))
      const counted = page.getByText(say('inviting_several.sent_counted', { count: 3, left: 3 }))
      await expect(counted).toBeVisible()
      await page.reload()
      await expect(counted).toBeVisible()
      await expect(page.locator('.porthor-reference')).toHaveCount(3)
      expect(await wide()).toBeLessThanOrEqual(320)
      const came = await postbox.letterTo(gwen.email)
      expect(came.text.trim()).toBe(letter.replace('[link]', came.link).trim())
      expect(new URL(came.link).pathname).toContain('/invitation/')
      for (const person of [huw, warned]) expect((await postbox.letterTo(person.email)).link).toContain('/invitation/')

      await rowOf(page, say('inviting_several.results'), huw.email).getByRole('link').click()
      await expect(heading(page)).toContainText(huw.last)
    })
  })
}

test('what is wrong is said, and nothing that was typed is lost', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const member = await cast.member(practice)
  const gwen = cast.invent()
  const page = await cast.pageOf(member)
  await visit(page, '/invite/several')
  await choosePlace(page, say)
  const people = page.getByLabel(say('inviting_several.people'), { exact: true })
  const look = () => page.getByRole('button', { name: say('inviting_several.look') }).click()
  const long = Array.from({ length: 201 }, (_, at) => `gwen${at}@newydd.example,Gwen,Rees`).join('\n')
  await people.fill(long)
  await look()
  await expectProblem(page, say('problems.missing.role'))
  await expectProblem(page, say('problems.too_many_lines', { most: 200 }))
  await expect(people).toHaveValue(long)
  await people.fill(asLine(gwen))
  await page.getByLabel(say('words.role.provider_user')).check()
  await look()
  await expect(page.getByText(say('inviting_several.counted', { count: 1, left: 0 }))).toBeVisible()
  await page.getByRole('link', { name: say('inviting_several.change_people') }).click()
  await expect(people).toHaveValue(asLine(gwen))
  await expect(page.getByLabel(say('words.role.provider_user'))).toBeChecked()
})

test('two tabs send once, and a colleague finds nothing', async ({ cast, postbox, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const member = await cast.member(practice)
  const gwen = cast.invent()
  const begun = await member.visitor.post('choose_place_for_several', { id: '', organisation: practice.code })
  const answers = { id: begun.go_to.split('/')[3], role: 'provider_user', roster: '', ends: '', language: 'en' }
  const { go_to } = await member.visitor.post('write_several_invitations', { ...answers, people: asLine(gwen) })
  const tabs = [await cast.pageOf(member), await cast.pageOf(member)]
  for (const tab of tabs) await visit(tab, go_to)
  for (const tab of tabs) {
    await tab.getByRole('button', { name: say('inviting_several.send') }).click()
    await expect(tab.getByText(say('inviting_several.sent_counted', { count: 1, left: 0 }))).toBeVisible()
  }
  expect((await postbox.letterTo(gwen.email)).link).toContain('/invitation/')
  expect(postbox.lettersTo(gwen.email)).toHaveLength(1)
  const other = await cast.pageOf(await cast.member(practice))
  await visit(other, go_to)
  await expect(other.getByRole('table')).toHaveCount(0)
})
