// Organisations as administrators see them: searched, filtered, changed, added; and the register imported by page.
import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { alive, expect, test } from '../fixtures/index.js'
import { CLOSED, TWINS, writeRegister } from '../fixtures/register.js'
import { expectProblem, heading, rowOf } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

const table = (page, say) => page.getByRole('table', { name: say('organisations.list_caption') })

test.describe('the list', () => {
  test('is searched, filtered and sorted by keyboard, and the address keeps it', async ({ cast, javaScriptEnabled, say, visit }) => {
    const page = await cast.pageOf(cast.support)
    await visit(page, '/organisations')
    await page.getByLabel(say('organisations.search_label')).fill('high street')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/q=high/)
    await expect(table(page, say).getByRole('row')).toHaveCount(1 + TWINS.length)
    for (const twin of TWINS) await expect(table(page, say)).toContainText(twin.code)

    const code = table(page, say).getByRole('columnheader', { name: say('organisations.code') })
    await code.getByRole('link').focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/sort=code/)
    await expect(code).toHaveAttribute('aria-sort', 'ascending')
    await expect(page).toHaveURL(/q=high/)

    await page.getByLabel(say('organisations.search_label')).fill('')
    await page.getByLabel(say('organisations.status_label'), { exact: true }).selectOption('closed')
    await page.getByLabel(say('words.list.size')).selectOption('25')
    await page.getByRole('button', { name: say('words.list.show') }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/status=closed/)
    await expect(table(page, say).getByRole('row')).toHaveCount(2)
    await expect(table(page, say)).toContainText(CLOSED.name)
    await page.reload()
    if (javaScriptEnabled) await alive(page)
    await expect(page.getByLabel(say('words.list.size'))).toHaveValue('25')
    await expect(table(page, say)).toContainText(CLOSED.name)

    await visit(page, '/organisations?q=xyzzy')
    await expect(page.getByText(say('organisations.list_empty_filtered'))).toBeVisible()
  })

  test('is turned page by page, there and back', async ({ cast, say, visit }) => {
    const page = await cast.pageOf(cast.support)
    await visit(page, '/organisations?q=surgery')
    const names = () => table(page, say).getByRole('rowheader').allInnerTexts()
    await expect.poll(async () => (await names()).length).toBe(10)
    const first = await names()
    await page.getByRole('link', { name: say('words.list.next') }).click()
    await expect(page).toHaveURL(/place=after/)
    await expect.poll(names).not.toEqual(first)
    await page.getByRole('link', { name: say('words.list.previous') }).click()
    await expect(page).toHaveURL(/place=before/)
    await expect.poll(names).toEqual(first)
  })

  test('shows somebody who decides only what is theirs', async ({ cast, porthor, practice, say, visit, watch }) => {
    watch.expectStatus(403, 404)
    const page = await cast.pageOf(await cast.member(practice))
    await visit(page, '/organisations')
    await expect(table(page, say).getByRole('row')).toHaveCount(2)
    await expect(table(page, say)).toContainText(say('organisations.one_approver'))
    await expect(page.getByRole('link', { name: say('organisations.add_link') })).toHaveCount(0)
    await page.getByRole('link', { name: practice.name }).click()
    await expect(heading(page)).toContainText(practice.name)
    await expect(page.getByRole('link', { name: say('organisations.policy_title') })).toHaveCount(0)
    for (const address of [`/organisations/${porthor.practice().code}`, '/new-organisation', '/register-import']) {
      const answer = await visit(page, address)
      expect(answer.status()).toBe(404)
    }
    const newcomersPage = await cast.pageOf(await cast.newcomer())
    const answer = await visit(newcomersPage, '/organisations')
    expect(answer.status()).toBe(403)
  })
})

test('who may decide is changed in two steps, and never so that people are stranded', async ({ cast, practice, say, visit }) => {
  const sian = await cast.member(practice)
  const page = await cast.pageOf(cast.support)
  await visit(page, `/organisations/${practice.code}`)
  await page.getByRole('link', { name: say('organisations.policy_title') }).click()
  await page.getByLabel(say('organisations.policy.approver_role'), { exact: true }).check()
  await page.getByRole('button', { name: say('organisations.policy_next') }).click()
  await expect(heading(page)).toContainText(say('organisations.policy_confirm_title'))
  await expect(page.getByText(say('organisations.would_strand'))).toBeVisible()
  await expect(page.getByRole('link', { name: say('last_approver.go') })).toBeVisible()
  await expect(page.getByRole('button', { name: say('organisations.policy_confirm') })).toHaveCount(0)

  await page.getByRole('link', { name: say('organisations.back_to_choice') }).click()
  await page.getByLabel(say('organisations.policy.support_only'), { exact: true }).check()
  await page.getByRole('button', { name: say('organisations.policy_next') }).click()
  await expect(page.getByText(say('organisations.will_support', { name: practice.name }))).toBeVisible()
  await page.getByRole('button', { name: say('organisations.policy_confirm') }).click()
  await expect(page.locator('#notice')).toContainText(practice.name)
  await expect(page.getByRole('main')).toContainText(say('organisations.policy.support_only'))

  const siansPage = await cast.pageOf(sian)
  await visit(siansPage, `/organisations/${practice.code}/members`)
  await expect(rowOf(siansPage, say('members.members_caption'), sian.name)).toBeVisible()
  await expect(siansPage.getByRole('columnheader', { name: say('members.actions') })).toHaveCount(0)
  await visit(siansPage, `/organisations/${practice.code}/history`)
  await expect(siansPage.getByRole('main')).toContainText(say('audit.policy_changed', { by: cast.support.name }))
})

for (const language of ['en', 'cy']) {
  test(`support adds a trust, which is found at once, in ${language}`, async ({ cast, visit, watch }) => {
    watch.expectStatus(422)
    const say = wordsOf(language)
    const code = `R${randomInt(10_000, 99_999)}`
    const page = await cast.pageOf(cast.support)
    await visit(page, pathIn(language, '/organisations'))
    await page.getByRole('link', { name: say('organisations.add_link') }).click()
    await expect(heading(page)).toContainText(say('organisations.add_title'))
    await page.getByLabel(say('organisations.code'), { exact: true }).fill('W92001')
    await page.getByLabel(say('organisations.name'), { exact: true }).fill('YSBYTY DYFFRYN GWYN')
    await page.getByLabel(say('organisations.kind.trust')).check()
    await page.getByRole('button', { name: say('organisations.add_button') }).click()
    await expectProblem(page, say('problems.code_taken'))
    await expect(page.getByLabel(say('organisations.name'), { exact: true })).toHaveValue('YSBYTY DYFFRYN GWYN')
    await page.getByLabel(say('organisations.code'), { exact: true }).fill(code)
    await page.getByLabel(say('organisations.commissioner_code')).fill('7A1')
    await page.getByRole('button', { name: say('organisations.add_button') }).click()
    await expect(page.locator('#notice')).toContainText('YSBYTY DYFFRYN GWYN')
    await expect(heading(page)).toContainText(code)
    await visit(page, pathIn(language, `/organisations?q=${code}&kind=trust`))
    await expect(table(page, say)).toContainText('YSBYTY DYFFRYN GWYN')
  })
}

/** The register that the server was started with, with some lines otherwise. */
function otherwise(change) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'porthor-register-'))
  const file = path.join(folder, 'register.csv')
  writeRegister(file)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  rmSync(folder, { recursive: true })
  return change(lines).join('\r\n')
}

async function upload(page, say, name, text) {
  await page.getByLabel(say('imports.file'), { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: say('imports.upload') }).click()
  await expect(heading(page)).toContainText(say('imports.one_title', { file: name }))
}

/** Waits for the end of reading: with scripts the page asks by itself, without by its link. */
async function untilRead(page, say, scripts) {
  const reading = page.locator('#import-progress')
  if (!scripts) {
    await expect(async () => {
      if (await reading.count()) await page.getByRole('link', { name: say('imports.refresh') }).click()
      await expect(reading).toHaveCount(0, { timeout: 100 })
    }).toPass()
  }
  await expect(reading).toHaveCount(0)
}

test('the register is imported by page: uploaded, looked at, applied', async ({ cast, javaScriptEnabled, say, visit }) => {
  const page = await cast.pageOf(cast.support)
  const fresh = `W93${String(randomInt(1_000)).padStart(3, '0')}`
  const text = otherwise((lines) => [
    ...lines.slice(0, 398),
    // The next is no longer listed, the one after it has another name; one is new, one is wrong.
    lines[399].replace(/"[^"]*"(?=,"W00")/, '"CANOLFAN IECHYD YR AFON"'),
    ...lines.slice(400),
    lines[0].replace(/^"W\d+","[^"]*"/, `"${fresh}","MEDDYGFA NEWYDD"`),
    '"W93999","cut off',
  ])
  await visit(page, '/register-import')
  await upload(page, say, 'epraccur.csv', text)
  await untilRead(page, say, javaScriptEnabled)
  await expect(page.getByText(say('imports.ready_text'))).toBeVisible()
  await expect(page.getByRole('table', { name: say('imports.new') })).toContainText('MEDDYGFA NEWYDD')
  await expect(page.getByRole('table', { name: say('imports.changed') })).toContainText('CANOLFAN IECHYD YR AFON')
  await expect(page.getByRole('table', { name: say('imports.unlisted') })).toContainText('W91398')
  await expect(page.getByText(`${say('imports.line', { number: 405 })}:`)).toBeVisible()

  const listPage = await cast.pageOf(cast.support)
  await visit(listPage, `/organisations?q=${fresh}`)
  await expect(listPage.getByText(say('organisations.list_empty_filtered'))).toBeVisible()
  // What is applied is what was shown: the two above, and what another test's import changed and this one changes back.
  const shown = (caption) => page.getByRole('table', { name: say(caption) }).locator('tbody').getByRole('row').count()
  const count = (await shown('imports.new')) + (await shown('imports.changed'))
  await page.getByRole('button', { name: say('imports.apply') }).click()
  await expect(page.locator('#notice')).toContainText(say('words.notice.register_applied', { count }))
  await visit(listPage, `/organisations?q=${fresh}`)
  await expect(table(listPage, say)).toContainText('MEDDYGFA NEWYDD')
  await visit(listPage, '/organisations?q=W91398')
  await expect(table(listPage, say)).toContainText('W91398')
  await visit(page, '/register-import')
  await expect(rowOf(page, say('imports.latest_caption'), cast.support.name).first()).toContainText(say('imports.applied'))
})

test('an import is abandoned, and a file that is no register comes to nothing, in Welsh', async ({ cast, javaScriptEnabled, visit }) => {
  const say = wordsOf('cy')
  const page = await cast.pageOf(cast.support)
  await visit(page, pathIn('cy', '/register-import'))
  await page.getByRole('button', { name: say('imports.upload') }).click()
  await expectProblem(page, say('problems.missing.file'))
  await upload(page, say, 'un.csv', otherwise((lines) => lines))
  await untilRead(page, say, javaScriptEnabled)
  await page.getByRole('button', { name: say('imports.abandon') }).click()
  await expect(page.getByText(say('imports.abandoned_text'))).toBeVisible()
  await page.getByRole('link', { name: say('imports.back_to_all') }).click()
  await upload(page, say, 'dau.csv', 'enw,tref\nBont,Conwy\n')
  await untilRead(page, say, javaScriptEnabled)
  await expect(page.getByText(say('imports.not_a_register'))).toBeVisible()
})
