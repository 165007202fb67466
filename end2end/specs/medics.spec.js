// Rostered medics: an organisation uploads its list, looks at the difference, applies it; its medics confirm and may act.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '../fixtures/index.js'
import { home, lineOf, list, number, untilRead, upload } from '../fixtures/medics.js'
import { confirmAddress, expectProblem, heading, rowOf, signIn } from '../fixtures/steps.js'
import { pathIn, wordsOf } from '../fixtures/words.js'

for (const language of ['en', 'cy']) {
  test(`a list is uploaded, looked at and applied, and its medic confirms and may act, in ${language}`, async ({
    cast,
    javaScriptEnabled,
    postbox,
    practice,
    visit,
  }) => {
    const say = wordsOf(language)
    const medic = cast.invent()
    const gone = cast.invent()
    const [gmc, other] = [number(), number()]
    const page = await cast.pageOf(await cast.member(practice))
    await visit(page, pathIn(language, `/organisations/${practice.code}`))
    await page.getByRole('link', { name: say('organisations.medics'), exact: true }).click()
    await expect(heading(page)).toContainText(say('medics.title'))
    await expect(page.getByText(say('medics.none'))).toBeVisible()
    await upload(page, say, 'one.csv', list(lineOf(gmc, medic), lineOf(other, gone)))
    await untilRead(page, say, 'one.csv', javaScriptEnabled)
    await expect(page.getByText(say('medics.ready_text'))).toBeVisible()
    await expect(page.getByRole('table', { name: say('imports.new') })).toContainText(medic.name)
    await expect(page.getByRole('table', { name: say('imports.new') })).toContainText('Ward 7 (Medicine)')
    await page.getByRole('button', { name: say('imports.apply'), exact: true }).click()
    await expect(page.locator('#notice')).toContainText(say('words.notice.medics_applied', { count: 2 }))

    const letter = await postbox.letterTo(medic.email)
    const theirs = await cast.pageOf({ visitor: await cast.stranger() })
    await visit(theirs, pathIn(language, new URL(letter.link).pathname.replace(/^\/cy/, '')))
    await confirmAddress(theirs, say, medic)
    await signIn(theirs, say, medic)
    await expect(theirs).not.toHaveURL(/\/sign-in/)
    await visit(theirs, pathIn(language, `/organisations/${practice.code}/members`))
    await expect(rowOf(theirs, say('members.members_caption'), medic.name)).toContainText(say('words.role.rostered_medic'))
    await visit(theirs, pathIn(language, '/my-account/details'))
    await expect(theirs.getByText(say('my_account.details.names_imported'))).toBeVisible()
    await expect(theirs.getByLabel(say('my_account.last_name'))).toHaveCount(0)

    await visit(page, pathIn(language, home(practice)))
    await expect(page.locator('#listed')).toHaveText(say('medics.listed', { count: 2 }))
    await upload(page, say, 'same.csv', list(lineOf(gmc, medic), lineOf(other, gone)))
    await untilRead(page, say, 'same.csv', javaScriptEnabled)
    await expect(page.getByText(say('medics.ready_nothing'))).toBeVisible()
    await page.getByRole('button', { name: say('imports.abandon') }).click()
    await expect(page.getByText(say('imports.abandoned_text'))).toBeVisible()

    await page.getByRole('link', { name: say('imports.back_to_all') }).click()
    await upload(page, say, 'two.csv', list(lineOf(gmc, medic, 'Ward 8,Medicine')))
    await untilRead(page, say, 'two.csv', javaScriptEnabled)
    await expect(page.getByRole('table', { name: say('imports.unlisted') })).toContainText(gone.name)
    await expect(page.getByRole('table', { name: say('imports.changed') })).toContainText('Ward 8 (Medicine)')
    await page.getByRole('button', { name: say('imports.apply'), exact: true }).click()
    await expect(page.locator('#notice')).toContainText(say('words.notice.medics_applied', { count: 2 }))
    await visit(page, pathIn(language, home(practice)))
    await expect(page.locator('#listed')).toHaveText(say('medics.listed', { count: 1 }))
  })
}

test('the page may be closed while a list is read', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  const member = await cast.member(practice)
  const page = await cast.pageOf(member)
  const many = Array.from({ length: 4_000 }, (_, at) => `${2_000_000 + at},Ann,Example,ann${at}@medics.example,Ward ${at % 40},,,`)
  await visit(page, home(practice))
  await upload(page, say, 'many.csv', list(...many))
  await expect(heading(page)).toContainText(say('imports.one_title', { file: 'many.csv' }))
  const address = new URL(page.url()).pathname
  await page.close()
  const again = await cast.pageOf(member)
  await visit(again, address)
  await untilRead(again, say, 'many.csv', javaScriptEnabled)
  await expect(again.getByText(say('medics.ready_text'))).toBeVisible()
  await expect(again.getByRole('table', { name: say('imports.first_of', { title: say('imports.new'), shown: 50, of: '4000' }) })).toBeVisible()
})

test('bad files of every kind get one clear answer, and change nothing', async ({ cast, javaScriptEnabled, practice, say, visit }) => {
  test.slow()
  const page = await cast.pageOf(await cast.member(practice))
  const person = cast.invent()
  const good = lineOf(number(), person)
  const cell = (at, text) => good.split(',').map((one, place) => (place === at ? text : one)).join(',')
  const unfit = (which) => say(`imports.unfit.${which}`)
  const files = {
    blank: [' \r\n\r\n', 'empty'],
    picture: [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not_text'],
    'utf-16': [Buffer.from(`\ufeff${list(good)}`, 'utf16le'), 'not_text'],
    'line-ends': [list(good).replaceAll('\r\n', '\r'), 'line_ends'],
    semicolons: [list(good).replaceAll(',', ';'), 'semicolons'],
    tabs: [list(good).replaceAll(',', '\t'), 'columns'],
    'other-columns': ['name,town\r\nBont,Conwy\r\n', 'columns'],
    'no-columns': [`${good}\r\n`, 'columns'],
    'other-order': [list(good).replace('gmc_number,first_name', 'first_name,gmc_number'), 'columns'],
    'web-page': ['<!doctype html>\r\n<title>Sign in</title>\r\n', 'columns'],
    'nobody-listed': [list(), 'no_lines'],
    'latin-1': [Buffer.from(list(cell(1, 'Siân')), 'latin1'), 'mostly_refused'],
    'short-number': [list(cell(0, '123456')), 'mostly_refused'],
    'no-name': [list(cell(1, '')), 'mostly_refused'],
    'no-address': [list(cell(3, 'nobody')), 'mostly_refused'],
    'no-roster': [list(cell(4, '')), 'mostly_refused'],
    'no-such-day': [list(cell(6, '2027-02-30')), 'mostly_refused'],
    'ends-first': [list(`${good.slice(0, -1)}2099-02-02,2099-02-01`), 'mostly_refused'],
    formula: [list(cell(1, '=1+1')), 'mostly_refused'],
    'open-quote': [list(cell(1, '"Ann')), 'mostly_refused'],
    'cut-off': [list(good.slice(0, 20)), 'mostly_refused'],
  }
  await visit(page, home(practice))
  await page.getByRole('button', { name: say('imports.upload') }).click()
  await expectProblem(page, say('problems.missing.file'))
  for (const [kind, [content, why]] of Object.entries(files)) {
    const name = `${kind}.csv`
    await test.step(kind, async () => {
      await upload(page, say, name, content)
      await untilRead(page, say, name, javaScriptEnabled)
      await expect(page.getByText(unfit(why))).toBeVisible()
      await expect(page.getByRole('button', { name: say('imports.apply'), exact: true })).toHaveCount(0)
      if (why === 'mostly_refused') await expect(page.getByText(`${say('imports.line', { number: 2 })}:`)).toBeVisible()
      await page.getByRole('link', { name: say('imports.back_to_all') }).click()
      await expect(page.locator('#listed')).toHaveText(say('medics.listed', { count: 0 }))
    })
  }
  await upload(page, say, 'half.csv', `${list(good)}1234567,Ann,Exa`)
  await untilRead(page, say, 'half.csv', javaScriptEnabled)
  await expect(page.getByText(`${say('imports.line', { number: 3 })}:`)).toBeVisible()
  await expect(page.getByRole('table', { name: say('imports.new') })).toContainText(person.name)
})

test('a file that is too large is not taken', async ({ cast, practice, say, visit }) => {
  const page = await cast.pageOf(await cast.member(practice))
  const folder = mkdtempSync(path.join(os.tmpdir(), 'porthor-medics-'))
  const file = path.join(folder, 'large.csv')
  writeFileSync(file, Buffer.alloc(61_000_000, 'x'))
  await visit(page, home(practice))
  await page.getByLabel(say('imports.file'), { exact: true }).setInputFiles(file)
  await page.getByRole('button', { name: say('imports.upload') }).click()
  await expectProblem(page, say('problems.file_too_large', { most: 60 }))
  rmSync(folder, { recursive: true })
})
