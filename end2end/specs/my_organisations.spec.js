// The organisations that a person acts for: going from one to another, leaving; and what they asked for.
import { expect, test } from '../fixtures/index.js'
import { heading, menu, signIn } from '../fixtures/steps.js'

const MINE = '/my-account/organisations'
const main = (page) => page.getByRole('main')
const table = (page, say) => page.getByRole('table', { name: say('my_account.organisations.caption') })

/** A member comes into another practice, too. */
async function letIn(cast, person, practice) {
  await cast.preApprove(person, practice)
  await person.visitor.ask(practice)
}

/** Types into the box that switches; without scripts its button is pressed. */
async function seek(page, say, words, scripts) {
  await page.getByLabel(say('my_account.organisations.switch')).fill(words)
  if (!scripts) await page.getByRole('button', { name: say('organisations.search_button') }).click()
}

test('a member goes to another practice by typing, and only this tab moves', async ({ cast, javaScriptEnabled, porthor, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const second = porthor.practice()
  await letIn(cast, sian, second)
  const page = await cast.pageOf(sian)
  const tab = await page.context().newPage()
  await visit(tab, `/organisations/${practice.code}/profile`)
  await visit(page, MINE)
  const row = table(page, say).getByRole('row').filter({ hasText: second.code })
  await expect(row).toContainText(say('words.role.practice_enabled_user'))
  await expect(row).toContainText(say('my_account.organisations.let_in_by_set_up'))

  await seek(page, say, 'xyzzy', javaScriptEnabled)
  await expect(main(page)).toContainText(say('my_account.organisations.found_none', { words: 'xyzzy' }))
  await seek(page, say, second.code.toLowerCase(), javaScriptEnabled)
  await expect(main(page)).toContainText(say('my_account.organisations.found_one'))
  await page.locator('.porthor-organisations').getByRole('link', { name: second.name }).click()
  await expect(page).toHaveURL(new RegExp(`/organisations/${second.code}/members$`))
  await expect(heading(page)).toContainText(second.name)
  await expect(tab).toHaveURL(new RegExp(`/organisations/${practice.code}/profile$`))
  await expect(heading(tab)).toContainText(practice.name)
})

test('whoever acts for more than three finds one in the menu, and the way to the others', async ({ cast, porthor, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const more = [porthor.practice(), porthor.practice(), porthor.practice()]
  for (const one of more) await letIn(cast, sian, one)
  const page = await cast.pageOf(sian)
  const tools = menu(page, say).getByRole('link', { name: say('frame.practice_tools') })
  await visit(page, '/')
  await expect(tools).toHaveCount(0)
  await menu(page, say).getByRole('link', { name: say('my_account.switch') }).click()
  await expect(heading(page)).toContainText(say('my_account.title_organisations'))
  await table(page, say)
    .getByRole('link', { name: `${say('my_account.organisations.tools')} ${more[1].name}` })
    .click()
  await expect(heading(page)).toContainText(more[1].name)
  await expect(tools).toHaveCount(1)
  await expect(tools).toContainText(more[1].name)
  await expect(tools).toHaveAttribute('aria-current', 'page')
})

test('a member leaves a practice, and can ask again', async ({ cast, practice, say, visit }) => {
  await cast.member(practice)
  const huw = await cast.member(practice)
  const page = await cast.pageOf(huw)
  await visit(page, MINE)
  await page.getByRole('link', { name: `${say('my_account.organisations.leave')} ${practice.name}` }).click()
  await expect(heading(page)).toContainText(say('my_account.leave.title', { organisation: practice.name }))
  await expect(main(page)).toContainText(
    say('my_account.leave.ends_role', { role: say('words.role.practice_enabled_user') }),
  )
  await page.getByRole('button', { name: say('my_account.leave.button') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.left', { organisation: practice.name }))
  await expect(main(page)).toContainText(say('my_account.organisations.empty'))
  await expect(menu(page, say).getByRole('link', { name: say('frame.practice_tools') })).toHaveCount(0)
  expect((await huw.visitor.tryPost('practice_users', { code: practice.code, requests: '', members: '' })).status()).toBe(404)
  await main(page).getByRole('link', { name: say('my_account.organisations.ask') }).click()
  await expect(heading(page)).toContainText(say('organisations.ask_title'))
})

test('the last who can decide does not leave, whatever is posted', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(sian)
  await visit(page, `${MINE}/${practice.code}/leave`)
  await expect(main(page)).toContainText(say('my_account.leave.last_approver', { organisation: practice.name }))
  await expect(page.getByRole('button', { name: say('my_account.leave.button') })).toHaveCount(0)
  expect((await sian.visitor.tryPost('leave_organisation', { code: practice.code })).status()).toBe(409)
  // Everybody there decides, and nobody else is there: somebody is to be invited.
  await page.getByRole('link', { name: say('last_approver.go') }).click()
  await expect(page).toHaveURL(new RegExp(`/invite.*organisation=${practice.code}|/invite/`))
})

test('a revoked person signs in, sees their account, and is led to ask', async ({ cast, page, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const { members } = await sian.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  const { id } = members.find((member) => member.email === huw.email)
  await sian.visitor.post('revoke_member', { code: practice.code, id, reason: '' })
  await visit(page, '/sign-in')
  await signIn(page, say, huw)
  await menu(page, say).getByRole('link', { name: say('my_account.heading') }).click()
  await expect(heading(page)).toContainText(say('my_account.account.details'))
  const tabs = page.getByRole('navigation', { name: say('my_account.tabs') })
  await tabs.getByRole('link', { name: say('my_account.tab_organisations') }).click()
  await expect(main(page)).toContainText(say('my_account.organisations.empty'))
  await tabs.getByRole('link', { name: say('my_account.tab_requests') }).click()
  await expect(main(page)).toContainText(say('words.state.approved'))
  await main(page).getByRole('link', { name: say('join_requests.ask_link') }).click()
  await expect(heading(page)).toContainText(say('organisations.ask_title'))
})

test('a requester reminds those who may decide, once a day', async ({ cast, postbox, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const newcomer = await cast.applicant(practice)
  const page = await cast.pageOf(newcomer)
  const id = await newcomer.visitor.requestId()
  const aboutHim = () => postbox.lettersTo(sian.email).filter((letter) => letter.text.includes(newcomer.name)).length
  await expect.poll(aboutHim).toBe(1)

  await visit(page, '/my-requests')
  await expect(main(page)).toContainText(say('join_requests.waits_for_one'))
  await visit(page, `/my-requests/${id}`)
  await page.getByRole('button', { name: say('join_requests.nudge'), exact: true }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.nudged', { organisation: practice.name }))
  await expect(page.getByRole('button', { name: say('join_requests.nudge'), exact: true })).toHaveCount(0)
  const [last] = say('join_requests.nudged_at', { when: '…' }).split('…')
  await expect(main(page)).toContainText(last)
  await expect.poll(aboutHim).toBe(2)
  expect((await newcomer.visitor.tryPost('nudge_join_request', { id })).status()).not.toBe(200)
  await expect(page.getByRole('button', { name: say('join_requests.withdraw') })).toBeVisible()
})
