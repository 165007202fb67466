// Inviting somebody, step by step (S45 to S51): the letter that is checked is the letter that comes; steps by address out of
// order; two tabs; what stands in the way.
import { expect, test } from '../fixtures/index.js'
import { heading } from '../fixtures/steps.js'

/** Fills in the steps on the page that is open, up to the check. */
async function writeOnPage(page, say, person) {
  const goOn = () => page.getByRole('button', { name: say('inviting.go_on') }).click()
  await page.getByLabel(say('inviting.email'), { exact: true }).fill(person.email)
  await goOn()
  await expect(heading(page)).toContainText(say('inviting.names'))
  await page.getByLabel(say('inviting.first_name')).fill(person.first)
  await page.getByLabel(say('inviting.last_name')).fill(person.last)
  await goOn()
  await expect(heading(page)).toContainText(say('inviting.role'))
  await page.getByLabel(say('words.role.provider_user')).check()
  await goOn()
  await expect(heading(page)).toContainText(say('inviting.check'))
}

/** What a script posts to write an invitation up to its check; the address of the check. */
async function writes(member, person) {
  const begun = await member.visitor.post('give_invitation_email', { id: '', organisation: '', email: person.email })
  const id = begun.go_to.split('/')[2]
  await member.visitor.post('give_invitation_names', { id, first_name: person.first, last_name: person.last })
  const { go_to } = await member.visitor.post('choose_invitation_role', { id, role: 'provider_user', roster: '', ends: '' })
  return go_to
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('the letter that is checked is the letter that comes', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const gwen = cast.invent()
      const page = await cast.pageOf(member)
      await visit(page, at('/'))
      await page.getByRole('link', { name: say('frame.tile_invite'), exact: true }).click()
      await expect(page).toHaveURL(new RegExp(`${at('/invite')}$`))
      await writeOnPage(page, say, gwen)

      const letter = page.locator('pre.porthor-letter__text')
      await expect(letter).toContainText('[link]')
      await page.getByRole('link', { name: new RegExp(`^${say('inviting.change')} ${say('inviting.name').toLowerCase()}`) }).click()
      await expect(page.getByLabel(say('inviting.last_name'))).toHaveValue(gwen.last)
      await page.getByRole('button', { name: say('inviting.go_on') }).click()
      await expect(heading(page)).toContainText(say('inviting.check'))
      await page.reload()
      const checked = await letter.textContent()
      await page.getByRole('button', { name: say('inviting.send') }).click()
      await expect(heading(page)).toContainText(say('inviting.sent'))
      await expect(page.locator('.porthor-reference')).toHaveText(/^[0-9A-F]{8}$/)

      const came = await postbox.letterTo(gwen.email)
      expect(new URL(came.link).pathname).toContain('/invitation/')
      expect(came.text.trim()).toBe(checked.replace('[link]', came.link).trim())
    })
  })
}

test('a step opened out of order leads to the first that is missing', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const member = await cast.member(practice)
  const page = await cast.pageOf(member)
  const begun = await member.visitor.post('give_invitation_email', { id: '', organisation: '', email: cast.invent().email })
  const draft = begun.go_to.replace(/\/names$/, '')
  for (const step of ['role', 'check', 'sent', 'organisation']) {
    await visit(page, `${draft}/${step}`)
    await expect(page).toHaveURL(new RegExp(`${draft}/names$`))
  }
  const other = await cast.pageOf(await cast.member(practice))
  await visit(other, `${draft}/names`)
  await expect(other.getByLabel(say('inviting.first_name'))).toHaveCount(0)
})

test('a member is not invited again, and two tabs send once', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const colleague = await cast.member(practice)
  const page = await cast.pageOf(member)
  await visit(page, await writes(member, { first: 'Ann', last: 'Other', email: colleague.email }))
  await expect(page.getByText(say('inviting.held.title'))).toBeVisible()
  await expect(page.getByRole('link', { name: say('inviting.held.see_members') })).toBeVisible()
  await expect(page.getByRole('button', { name: say('inviting.send') })).toHaveCount(0)

  const gwen = cast.invent()
  const check = await writes(member, gwen)
  const second = await cast.pageOf(member)
  await visit(page, check)
  await visit(second, check)
  for (const tab of [page, second]) {
    await tab.getByRole('button', { name: say('inviting.send') }).click()
    await expect(heading(tab)).toContainText(say('inviting.sent'))
  }
  expect((await postbox.letterTo(gwen.email)).link).toContain('/invitation/')
})
