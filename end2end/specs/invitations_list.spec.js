// What became of invitations: the list with its states, sending again, taking back, and an address put right.
import { expect, test } from '../fixtures/index.js'
import { NO_SUCH_MAILBOX } from '../fixtures/postbox.js'
import { expectProblem, heading, rowOf, statusLine } from '../fixtures/steps.js'

/** Invites somebody as a script does. */
async function invites(member, { first, last, email }) {
  const begun = await member.visitor.post('give_invitation_email', { id: '', organisation: '', email })
  const id = begun.go_to.split('/')[2]
  await member.visitor.post('give_invitation_names', { id, first_name: first, last_name: last })
  await member.visitor.post('choose_invitation_role', { id, role: 'provider_user', roster: '', ends: '' })
  await member.visitor.post('send_invitation', { id, seen: '' })
}

for (const language of ['en', 'cy']) {
  test.describe(`in ${language}`, () => {
    test.use({ language })

    test('a letter to a wrong address goes to the right one, and its link dies', async ({ at, cast, postbox, practice, say, visit, watch }) => {
      watch.expectStatus(422)
      const member = await cast.member(practice)
      const gwen = cast.invent({ language })
      const wrong = cast.invent({ language, email: `lost.${gwen.email}` })
      await invites(member, { ...gwen, email: wrong.email })
      const first = await postbox.letterTo(wrong.email)
      const page = await cast.pageOf(member)
      await visit(page, at(`/organisations/${practice.code}/members`))
      await page.getByRole('link', { name: say('invitations.list.link') }).click()
      await expect(page).toHaveURL(new RegExp(`/invitations\\?organisation=${practice.code}`))
      const row = rowOf(page, say('invitations.list.caption'), wrong.email)
      await expect(row).toContainText(member.name)
      await row.getByRole('link', { name: say('invitations.list.correct') }).click()
      await expect(heading(page)).toContainText(say('invitations.list.correct_title', { name: gwen.name }))
      const email = page.getByLabel(say('inviting.email'), { exact: true })
      await expect(email).toHaveValue(wrong.email)
      await page.getByRole('button', { name: say('inviting.go_on') }).click()
      await expectProblem(page, say('problems.address_unchanged'))
      await expect(email).toHaveValue(wrong.email)
      await email.fill(gwen.email)
      await page.getByRole('button', { name: say('inviting.go_on') }).click()
      await expect(heading(page)).toContainText(say('inviting.check'))
      await page.getByRole('button', { name: say('inviting.send') }).click()
      await expect(heading(page)).toContainText(say('inviting.sent'))
      const second = await postbox.letterTo(gwen.email)

      const stranger = await cast.pageOf({ visitor: await cast.stranger() })
      await visit(stranger, at(new URL(first.link).pathname))
      await expect(heading(stranger)).toContainText(say('invitations.link.over_title'))
      await visit(stranger, at(new URL(second.link).pathname))
      await expect(heading(stranger)).toContainText(say('invitations.link.title', { organisation: practice.name }))

      await page.getByRole('link', { name: say('invitations.list.link') }).click()
      await expect(rowOf(page, say('invitations.list.caption'), wrong.email)).toContainText(say('invitations.stands.withdrawn'))
      await page.getByLabel(say('invitations.list.state')).selectOption(say('invitations.stands.withdrawn'))
      await page.getByRole('button', { name: say('words.list.show') }).click()
      await expect(page).toHaveURL(/state=withdrawn/)
      await expect(page.getByRole('main')).toContainText(wrong.email)
      await expect(rowOf(page, say('invitations.list.caption'), wrong.email)).toContainText(say('invitations.list.nothing_to_do'))
    })
  })
}

test('what the mail server says stands in the list, and the letter is sent again or taken back', async ({ cast, javaScriptEnabled, postbox, practice, say, visit }) => {
  const member = await cast.member(practice)
  const lost = cast.invent()
  lost.email = lost.email.replace('@practice.', '@unknown.')
  const gwen = cast.invent()
  await invites(member, lost)
  await invites(member, gwen)
  await postbox.letterTo(gwen.email)
  const failed = async () => {
    const { rows } = await member.visitor.post('invitations', { state: 'failed' })
    return rows.map((row) => row.email)
  }
  await expect.poll(failed).toEqual([lost.email])
  const page = await cast.pageOf(member)
  await visit(page, '/invitations')
  const row = rowOf(page, say('invitations.list.caption'), lost.email)
  await expect(row).toContainText(say('invitations.stands.failed'))
  await expect(row).toContainText(NO_SUCH_MAILBOX)

  const handed = rowOf(page, say('invitations.list.caption'), gwen.email)
  await expect(handed).toContainText(say('invitations.stands.handed'))
  await handed.getByRole('button', { name: say('invitations.list.send_again') }).click()
  const said = say('words.notice.sent_again', { name: gwen.name })
  await expect(javaScriptEnabled ? statusLine(page) : page.locator('#notice')).toContainText(said)
  expect((await postbox.letterTo(gwen.email)).link).toContain('/invitation/')
  if (javaScriptEnabled) await expect(handed.getByRole('button')).toBeFocused()

  await row.getByRole('link', { name: say('registrations.withdraw') }).click()
  await page.getByRole('button', { name: say('new_users.withdraw.confirm') }).click()
  await expect(page).toHaveURL(/\/invitations$/)
  await expect(row).toContainText(say('invitations.stands.withdrawn'))
})

test('a draft is gone on with where it was left', async ({ cast, practice, say, visit }) => {
  const member = await cast.member(practice)
  const gwen = cast.invent()
  await member.visitor.post('give_invitation_email', { id: '', organisation: '', email: gwen.email })
  const page = await cast.pageOf(member)
  await visit(page, '/invitations')
  const row = rowOf(page, say('invitations.list.drafts'), gwen.email)
  await expect(row).toContainText(say('invitations.stands.draft'))
  await row.getByRole('link', { name: say('invitations.list.go_on') }).click()
  await expect(heading(page)).toContainText(say('inviting.names'))
})
