// New users: added, confirmed or accepted, sent again, withdrawn, copied; the roles of members; the mark of support alone.
import { expect, test } from '../fixtures/index.js'
import { confirmAddress, expectProblem, heading, rowOf, signIn } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

/** Fills in *Details* on the page that is open, and saves. */
async function addOnPage(page, say, person) {
  await page.getByLabel(say('new_users.first_name')).fill(person.first)
  await page.getByLabel(say('new_users.last_name')).fill(person.last)
  await page.getByLabel(say('new_users.email')).fill(person.email)
  await page.getByRole('button', { name: say('new_users.details.save') }).click()
  await expect(heading(page)).toContainText(person.name)
}

/** Adds a role on the page of somebody who is being added. */
async function addRole(page, say, role) {
  await page.getByRole('link', { name: say('roles.add'), exact: true }).click()
  await page.getByLabel(say(`words.role.${role}`)).check()
  await page.getByRole('button', { name: say('roles.save') }).click()
  await expect(rowOf(page, say('new_users.roles_caption'), say(`words.role.${role}`))).toBeVisible()
}

/** What a script posts to add somebody; the address of what waits. */
async function adds(member, practice, person) {
  const { go_to } = await member.visitor.post('add_new_user', {
    code: practice.code,
    first_name: person.first,
    last_name: person.last,
    email: person.email,
    position: '',
    language: 'en',
  })
  return go_to
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('somebody new is added, confirms the address, signs in and acts', async ({ at, cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const gwen = cast.invent()
      const page = await cast.pageOf(member)
      await visit(page, at('/new-user'))
      // There is but one organisation, so its page comes at once.
      await expect(page).toHaveURL(new RegExp(`${at(`/organisations/${practice.code}/new-user`)}$`))
      await page.getByLabel(say('new_users.medical_secretary')).check()
      await addOnPage(page, say, gwen)
      await expect(page.locator('#notice')).toContainText(gwen.name)
      await expect(page.getByText(say('new_users.no_role_yet'))).toBeVisible()
      await expect(page.getByText(say('new_users.medical_secretary_later'))).toBeVisible()
      await addRole(page, say, 'practice_enabled_user')
      await expect(page.getByText(say('new_users.no_role_yet'))).toHaveCount(0)

      const letter = await postbox.letterTo(gwen.email)
      const hers = await cast.pageOf({ visitor: await cast.stranger() })
      await visit(hers, pathIn(language, new URL(letter.link).pathname.replace(/^\/cy/, '')))
      await confirmAddress(hers, say, gwen)
      await signIn(hers, say, gwen)
      await expect(hers).not.toHaveURL(/\/sign-in/)
      await visit(hers, at(`/organisations/${practice.code}/members`))
      await expect(rowOf(hers, say('members.members_caption'), gwen.name)).toContainText(member.name)
      await visit(page, page.url())
      await expect(page.getByText(say('new_users.state.is_in', { name: gwen.name }))).toBeVisible()
      await expect(page.getByRole('button', { name: say('new_users.again.button') })).toHaveCount(0)
    })
  })
}

test('whoever has an account gets a letter, and accepts or declines', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const accepting = await cast.newcomer()
  const declining = await cast.newcomer()
  const page = await cast.pageOf(member)
  for (const person of [accepting, declining]) {
    await visit(page, `/organisations/${practice.code}/new-user`)
    await addOnPage(page, say, person)
    await addRole(page, say, 'provider_user')
  }
  const { link } = await postbox.letterTo(accepting.email, practice.name)
  const theirs = await cast.pageOf(accepting)
  await visit(theirs, new URL(link).pathname)
  await expect(heading(theirs)).toContainText(say('new_users.offer.title', { organisation: practice.name }))
  await expect(theirs.getByText(member.name)).toBeVisible()
  await expect(rowOf(theirs, say('new_users.offer.caption'), say('words.role.provider_user'))).toBeVisible()
  await theirs.getByRole('button', { name: say('new_users.offer.accept') }).click()
  await expect(theirs.locator('#notice')).toContainText(say('words.notice.accepted', { organisation: practice.name }))
  await expect(theirs).toHaveURL(new RegExp(`/organisations/${practice.code}/profile$`))

  const other = await cast.pageOf(declining)
  const offer = new URL((await postbox.letterTo(declining.email, practice.name)).link).pathname
  await visit(other, offer)
  await other.getByRole('button', { name: say('new_users.offer.decline') }).click()
  await expect(other.locator('#notice')).toContainText(say('words.notice.declined', { organisation: practice.name }))
  await visit(other, offer)
  await expect(other.getByText(say('new_users.offer.declined', { organisation: practice.name }))).toBeVisible()
})

test('what one was added to is nobody else’s to see', async ({ cast, postbox, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const member = await cast.member(practice)
  const invited = await cast.newcomer()
  await adds(member, practice, invited)
  const { link } = await postbox.letterTo(invited.email, practice.name)
  const page = await cast.pageOf(await cast.newcomer())
  const answer = await visit(page, new URL(link).pathname)
  expect(answer.status()).toBe(404)
  await expect(heading(page)).toContainText(say('frame.not_found_title'))
})

test('the letter is sent again from the list, and the adding is withdrawn', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const gwen = cast.invent()
  const address = await adds(member, practice, gwen)
  const first = await postbox.letterTo(gwen.email)
  const page = await cast.pageOf(member)
  await visit(page, '/registrations')
  const row = rowOf(page, say('registrations.caption'), gwen.last)
  await expect(row).toContainText(say('words.state.awaiting_confirmation'))
  await row.getByRole('button', { name: say('registrations.send_again') }).click()
  const second = await postbox.letterTo(gwen.email)
  expect(second.link).not.toBe(first.link)

  await visit(page, address)
  await page.getByRole('link', { name: say('new_users.withdraw.link', { name: gwen.name }) }).click()
  await expect(heading(page)).toContainText(say('new_users.withdraw.title', { name: gwen.name }))
  await page.getByRole('button', { name: say('new_users.withdraw.confirm') }).click()
  await expect(page.locator('#notice')).toContainText(gwen.name)
  await visit(page, '/registrations')
  await expect(page.getByText(gwen.email)).toHaveCount(0)
  const hers = await cast.pageOf({ visitor: await cast.stranger() })
  await visit(hers, new URL(second.link).pathname)
  await expect(hers.getByLabel(say('accounts.confirm.password'))).toHaveCount(0)
})

test('access is copied from somebody of the same organisation', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const colleague = await cast.member(practice, { role: 'provider_user' })
  const page = await cast.pageOf(member)
  await visit(page, await adds(member, practice, cast.invent()))
  await page.getByRole('link', { name: say('new_users.copy.link') }).click()
  await rowOf(page, say('new_users.copy.caption'), colleague.name).getByRole('link', { name: say('new_users.copy.choose') }).click()
  await expect(rowOf(page, say('new_users.copy.what'), say('words.role.provider_user'))).toBeVisible()
  await page.getByRole('button', { name: say('new_users.copy.confirm') }).click()
  await expect(rowOf(page, say('new_users.roles_caption'), say('words.role.provider_user'))).toBeVisible()
})

test('what cannot be added stands at its field', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(422)
  const member = await cast.member(practice)
  const colleague = await cast.member(practice)
  const page = await cast.pageOf(member)
  await visit(page, `/organisations/${practice.code}/new-user`)
  await page.getByLabel(say('new_users.first_name')).fill(colleague.first)
  await page.getByLabel(say('new_users.last_name')).fill(colleague.last)
  await page.getByLabel(say('new_users.email')).fill(colleague.email)
  await page.getByRole('button', { name: say('new_users.details.save') }).click()
  await expectProblem(page, say('problems.member_there'))
  await expect(page.getByLabel(say('new_users.last_name'))).toHaveValue(colleague.last)
})

test('roles are given, changed and removed with a keyboard alone', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const colleague = await cast.member(practice)
  const page = await cast.pageOf(member)
  // A page that hears of what happens may change between the focus and the key.
  await page.addInitScript(() => delete window.EventSource)
  await visit(page, `/organisations/${practice.code}/members`)
  const row = rowOf(page, say('members.members_caption'), colleague.name)
  await press(page, row.getByRole('link', { name: say('roles.link') }))
  await expect(heading(page)).toContainText(say('roles.title', { name: colleague.name }))
  await press(page, page.getByRole('link', { name: say('roles.add'), exact: true }))
  await expect(heading(page)).toContainText(say('roles.add_title', { name: colleague.name }))
  await page.getByLabel(say('words.role.reporting')).focus()
  await page.keyboard.press('Space')
  await press(page, page.getByRole('button', { name: say('roles.save') }))
  const role = rowOf(page, say('roles.caption'), say('words.role.reporting'))
  await expect(role).toContainText(say('roles.no_end'))
  await postbox.letterTo(colleague.email, practice.name)

  await press(page, role.getByRole('link'))
  await page.getByLabel(say('roles.length.other'), { exact: true }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel(say('roles.ends'), { exact: true }).fill('2040-12-31')
  await press(page, page.getByRole('button', { name: say('roles.save') }))
  await expect(role).toContainText('31 December 2040')
  await press(page, role.getByRole('link'))
  await press(page, page.getByRole('link', { name: say('roles.remove') }))
  await expect(heading(page)).toContainText(say('roles.remove_title', { role: say('words.role.reporting'), name: colleague.name }))
  await press(page, page.getByRole('button', { name: say('roles.remove_confirm') }))
  await expect(page.locator('#notice')).toContainText(colleague.name)
  await expect(role).toHaveCount(0)
})

test('support alone sets the mark of a medical secretary, with a reason', async ({ cast, practice, say, visit, watch }) => {
  watch.expectStatus(404)
  const member = await cast.member(practice)
  const { person } = (await member.visitor.post('who_may_act', { code: practice.code, who: member.email })).found.One.who
  const support = await cast.pageOf(cast.support)
  await visit(support, `/users/${person}/medical-secretary`)
  await expect(heading(support)).toContainText(say('new_users.mark.title', { name: member.name }))
  await support.getByLabel(say('new_users.mark.reason'), { exact: true }).fill('Her manager rang')
  await support.getByRole('button', { name: say('new_users.mark.set') }).click()
  await expect(support.locator('#notice')).toContainText(say('words.notice.mark_saved', { name: member.name }))
  const page = await cast.pageOf(member)
  const answer = await visit(page, `/users/${person}/medical-secretary`)
  expect(answer.status()).toBe(404)
})

test('the pages of adding somebody are there in Welsh', async ({ cast, practice, visit }) => {
  const member = await cast.member(practice)
  const cymraeg = wordsOf('cy')
  const page = await cast.pageOf(member)
  await visit(page, `/cy${await adds(member, practice, cast.invent())}`)
  await expect(page.getByText(cymraeg('new_users.no_role_yet'))).toBeVisible()
})

/** Focuses something and presses Enter. */
async function press(page, target) {
  await target.focus()
  await page.keyboard.press('Enter')
}
