// Who may act? Asked on a page, about now and about moments that have passed.
import { expect, test } from '../fixtures/index.js'
import { heading } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const asking = (practice) => `/organisations/${practice.code}/who-may-act`
const answer = (page) => page.locator('#answer')

/** The answer begins with yes or no, as this sentence does. */
async function answers(page, say, key) {
  const sentence = say(key, { name: '', role: '', place: '', at: '' })
  const [opening] = sentence.split('.')
  await expect(answer(page).getByRole('heading')).toHaveText(new RegExp(`^${opening}\\.`))
}

async function ask(page, say) {
  await page.getByRole('button', { name: say('acting.ask'), exact: true }).click()
}

/** What a clock in London shows, to the second, once that second is over. */
async function passing() {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).formatToParts(new Date(Math.ceil(Date.now() / 1000) * 1000))
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  const end = Math.ceil(Date.now() / 1000) * 1000 + 1000
  await expect.poll(() => Date.now() > end).toBe(true)
  return { day: `${at.year}-${at.month}-${at.day}`, time: `${at.hour}:${at.minute}:${at.second}` }
}

for (const language of ['en', 'cy']) {
  test(`whether somebody may act is answered with its reasons in ${language}`, async ({ cast, practice, visit, watch }) => {
    watch.expectSearch()
    const say = wordsOf(language)
    const sian = await cast.member(practice)
    const huw = await cast.member(practice)
    const page = await cast.pageOf(sian)
    await visit(page, pathIn(language, `/organisations/${practice.code}/history`))
    await page.getByRole('link', { name: say('organisations.tab_acting') }).click()
    await expect(heading(page)).toContainText(say('acting.title'))
    await page.getByLabel(say('acting.who')).fill(huw.last)
    await ask(page, say)
    await expect(page).toHaveURL(/who=/)
    await answers(page, say, 'acting.yes.present_any')
    await expect(answer(page)).toContainText(huw.name)
    const row = answer(page).getByRole('row').filter({ hasText: say('words.role.practice_enabled_user') })
    await expect(row).toContainText(say('acting.given_before', { at: '…' }).split('…')[0])
    await expect(row).toContainText(say('acting.everywhere'))

    // From here on the person stands in the address, and not what was typed.
    await page.getByLabel(say('acting.role'), { exact: true }).selectOption('reporting')
    await ask(page, say)
    await expect(page).toHaveURL(/person=.*role=reporting/)
    await expect(page).not.toHaveURL(/who=/)
    await answers(page, say, 'acting.no.present')
    await expect(answer(page)).toContainText(say('acting.without.role', { role: say('words.role.reporting') }))

    await page.getByRole('link', { name: say('acting.somebody_else') }).click()
    await page.getByLabel(say('acting.who')).fill('nobody@practice.example')
    await ask(page, say)
    await expect(page.getByText(say('acting.nobody'))).toBeVisible()
  })
}

test('what could be done before access was revoked is told afterwards', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const { found } = await sian.visitor.post('who_may_act', { code: practice.code, who: huw.email })
  const { person } = found.One.who
  const then = await passing()
  const { members } = await sian.visitor.post('practice_users', { code: practice.code, requests: '', members: '' })
  const { id } = members.find((member) => member.email === huw.email)
  await sian.visitor.post('revoke_member', { code: practice.code, id, reason: '' })

  const page = await cast.pageOf(sian)
  await visit(page, `${asking(practice)}?person=${person}`)
  await answers(page, say, 'acting.no.present_any')
  await expect(answer(page)).toContainText(say('acting.without.revoked', { by: sian.name, at: '…' }).split('…')[0])

  await page.getByLabel(say('acting.day')).fill(then.day)
  await page.getByLabel(say('acting.time')).fill(then.time)
  await ask(page, say)
  await expect(page).toHaveURL(new RegExp(`day=${then.day}`))
  await answers(page, say, 'acting.yes.past_any')
  await expect(answer(page).getByRole('row').filter({ hasText: say('words.role.practice_enabled_user') })).toHaveCount(1)

  await page.getByLabel(say('acting.day')).fill('2025-03-03')
  await page.getByLabel(say('acting.time')).fill('')
  await ask(page, say)
  await expect(answer(page)).toContainText(say('acting.without.membership'))
})

test('where several are meant, one is chosen', async ({ cast, practice, say, visit, watch }) => {
  watch.expectSearch()
  const sian = await cast.member(practice)
  const huw = await cast.member(practice)
  const page = await cast.pageOf(sian)
  await visit(page, asking(practice))
  await page.getByLabel(say('acting.who')).fill('practice.example')
  await ask(page, say)
  await expect(page.getByText(say('acting.several'))).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: sian.email })).toHaveCount(1)
  await page.getByRole('link', { name: huw.name }).click()
  await expect(answer(page)).toContainText(huw.name)
  await expect(page).not.toHaveURL(/who=/)
})

test('a moment that cannot be read is put right before anything is answered', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const { found } = await sian.visitor.post('who_may_act', { code: practice.code, who: sian.email })
  const page = await cast.pageOf(sian)
  await visit(page, `${asking(practice)}?person=${found.One.who.person}&time=noon`)
  await expect(page.locator('#wrong')).toContainText(say('problems.not_a_time'))
  await expect(answer(page)).toHaveCount(0)
  await expect(page.getByText(sian.email)).toBeVisible()
  await page.getByLabel(say('acting.time')).fill('')
  await ask(page, say)
  await expect(answer(page)).toContainText(sian.name)
})
