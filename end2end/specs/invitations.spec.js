// The link of an invitation: it only shows, a newcomer chooses a password, whoever has an account signs in and accepts or
// declines, nobody else can; and what it says when it is over. How one invites is in invite.spec.js.
import { expect, test } from '../fixtures/index.js'
import { heading, signIn } from '../fixtures/steps.js'

/** Invites somebody as a script does, and reads the letter; the address of its link in a language. */
async function invites(member, postbox, person, language = 'en') {
  const begun = await member.visitor.post('give_invitation_email', { id: '', organisation: '', email: person.email })
  const id = begun.go_to.split('/')[2]
  await member.visitor.post('give_invitation_names', { id, first_name: person.first, last_name: person.last })
  await member.visitor.post('choose_invitation_role', { id, role: 'provider_user', roster: '', ends: '' })
  await member.visitor.post('send_invitation', { id, seen: '' })
  const { link } = await postbox.letterTo(person.email)
  const path = new URL(link).pathname.replace(/^\/cy/, '')
  return language === 'cy' ? `/cy${path}` : path
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('a newcomer chooses a password, after a scanner, and is in', async ({ cast, postbox, practice, say, visit }) => {
      const member = await cast.member(practice)
      const gwen = cast.invent()
      const path = await invites(member, postbox, gwen, language)
      const page = await cast.pageOf({ visitor: await cast.stranger() })
      for (const method of ['get', 'head']) await page.request[method](path)
      await visit(page, path)
      await expect(heading(page)).toContainText(say('invitations.link.title', { organisation: practice.name }))
      await expect(page.getByText(member.name)).toBeVisible()
      await page.getByLabel(say('invitations.link.password')).fill(gwen.password)
      await page.getByRole('button', { name: say('invitations.link.accept'), exact: true }).click()
      await expect(heading(page)).toContainText(say('sessions.title'))
      await signIn(page, say, gwen)
      await expect(page).not.toHaveURL(/\/sign-in/)
      await visit(page, path)
      await expect(page.getByText(say('invitations.link.accepted', { organisation: practice.name }))).toBeVisible()
    })
  })
}

test('whoever has an account signs in and comes back; somebody else is told so', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const gwen = await cast.newcomer()
  const path = await invites(member, postbox, gwen)
  const page = await cast.pageOf(await cast.newcomer())
  await visit(page, path)
  await expect(page.getByRole('button', { name: say('invitations.link.accept'), exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: say('invitations.link.switch') }).click()
  await page.getByRole('link', { name: say('invitations.link.sign_in') }).click()
  await signIn(page, say, gwen)
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await page.getByRole('button', { name: say('invitations.link.accept'), exact: true }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.accepted', { organisation: practice.name }))
})

test('declining sends a word to whoever invited, and a new one can be asked for', async ({ cast, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const gwen = cast.invent()
  const path = await invites(member, postbox, gwen)
  const page = await cast.pageOf({ visitor: await cast.stranger() })
  await visit(page, path)
  await page.getByRole('link', { name: say('invitations.link.decline') }).click()
  await expect(heading(page)).toContainText(say('invitations.link.decline_title', { organisation: practice.name }))
  await page.getByRole('textbox').fill('I am moving away.')
  await page.getByRole('button', { name: say('invitations.link.decline_button') }).click()
  await expect(page.getByText(say('invitations.link.declined', { organisation: practice.name }))).toBeVisible()
  expect((await postbox.letterTo(member.email, gwen.last)).text).toContain('I am moving away.')
  await page.getByRole('button', { name: say('invitations.link.ask'), exact: true }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.invitation_asked', { organisation: practice.name }))
  await postbox.letterTo(member.email, gwen.last)
})
