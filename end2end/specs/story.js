// The whole story, with two people in two browsers, and two support people who let the first one in.
// Told by story.spec.js on SQLite and by story_on_postgres.spec.js on PostgreSQL.
import { keepAgreement } from '../fixtures/cases.js'
import { expect, test } from '../fixtures/index.js'
import { confirmAddress, createAccount, menu, rowOf, signIn } from '../fixtures/steps.js'
import { wordsOf } from '../fixtures/words.js'

export function tellTheStory(language) {
  test(`two people come to act for a practice, and one leaves (${language})`, async ({
    cast,
    javaScriptEnabled: scripts,
    openPage,
    postbox,
    practice,
    visit,
  }) => {
    test.slow()
    const say = wordsOf(language)
    const at = (path) => (language === 'en' ? path : `/cy${path}`)
    const members = at(`/organisations/${practice.code}/members`)
    const sian = cast.invent({ language })
    const huw = cast.invent({ language })
    const siansPage = await openPage()
    const huwsPage = await openPage()
    const follow = (page, letter) => visit(page, letter.link)
    let confirmer

    await test.step('Siân creates an account, confirms her address and asks', async () => {
      await visit(siansPage, at('/create-account'))
      await createAccount(siansPage, say, sian, practice, scripts)
      await follow(siansPage, await postbox.letterTo(sian.email))
      await confirmAddress(siansPage, say, sian)
      await signIn(siansPage, say, sian)
      await menu(siansPage, say).getByRole('link', { name: say('frame.my_requests') }).click()
      await siansPage.getByRole('main').getByRole('link', { name: practice.name }).click()
      await expect(siansPage.getByRole('main')).toContainText(say('join_requests.my_pending_none'))
    })

    await test.step('nobody else can let her in: support calls the practice, and a second person confirms', async () => {
      const second = await cast.supporter()
      const supportPage = await cast.pageOf(cast.support)
      await visit(supportPage, at('/cases'))
      await keepAgreement(supportPage, say, sian.name)
      await expect(supportPage.locator('#notice')).toContainText(sian.name)
      const secondPage = await cast.pageOf(second)
      await visit(secondPage, at(new URL((await postbox.letterTo(second.email, sian.name)).link).pathname))
      await secondPage.getByRole('button', { name: say('cases.confirm'), exact: true }).click()
      await expect(secondPage.locator('#notice')).toContainText(sian.name)
      confirmer = second
      await follow(siansPage, await postbox.letterTo(sian.email))
      await expect(siansPage).toHaveURL(new RegExp(at(`/organisations/${practice.code}/profile$`)))
      await expect(menu(siansPage, say).getByRole('link', { name: say('frame.practice_tools') })).toBeVisible()
    })

    await test.step('Huw does the same; Siân is told and approves him', async () => {
      await visit(huwsPage, at('/create-account'))
      await createAccount(huwsPage, say, huw, practice, scripts)
      await follow(huwsPage, await postbox.letterTo(huw.email))
      await confirmAddress(huwsPage, say, huw)
      await follow(siansPage, await postbox.letterTo(sian.email, huw.name))
      await expect(siansPage).toHaveURL(new RegExp(`${members}$`))
      await siansPage.getByRole('button', { name: `${say('join_requests.approve')} ${huw.name}` }).click()
      await expect(rowOf(siansPage, say('members.members_caption'), huw.name)).toBeVisible()
    })

    await test.step('Huw signs in through his letter and acts', async () => {
      await follow(huwsPage, await postbox.letterTo(huw.email))
      await signIn(huwsPage, say, huw)
      await expect(huwsPage).toHaveURL(new RegExp(at(`/organisations/${practice.code}/profile$`)))
      await huwsPage.getByLabel(say('organisations.telephone')).fill('01999 555 321')
      await huwsPage.getByRole('button', { name: say('organisations.save') }).click()
      await expect(huwsPage.locator('#notice')).toBeVisible()
    })

    await test.step('Siân revokes his access; it is gone on his next request, his account is not', async () => {
      const revoke = `${say('members.revoke')} ${say('members.revoke_whose', { name: huw.name })}`
      await siansPage.getByRole('link', { name: revoke }).click()
      await siansPage.getByLabel(say('members.reason')).fill('Left for another practice')
      await siansPage.getByRole('button', { name: say('members.confirm') }).click()
      await expect(siansPage.locator('#notice')).toContainText(huw.name)
      await menu(huwsPage, say).getByRole('link', { name: say('frame.my_requests') }).click()
      await expect(huwsPage.getByRole('heading', { level: 1 })).toContainText(say('join_requests.mine_title'))
      await expect(menu(huwsPage, say).getByRole('link', { name: say('frame.practice_tools') })).toHaveCount(0)
      await follow(huwsPage, await postbox.letterTo(huw.email, practice.name))
      await expect(huwsPage).toHaveURL(new RegExp(at('/my-requests$')))
    })

    await test.step('what happened tells it all', async () => {
      await siansPage.getByRole('main').getByRole('link', { name: say('organisations.tab_history') }).click()
      const told = siansPage.locator('.porthor-audit__entry')
      await expect(told.first()).toContainText(say('audit.member_revoked', { by: sian.name, about: huw.name }))
      await expect(told.first()).toContainText('Left for another practice')
      for (const sentence of [
        say('audit.profile_changed', { by: huw.name }),
        say('audit.request_approved', { by: sian.name, about: huw.name }),
        say('audit.request_approved', { by: confirmer.name, about: sian.name }),
      ]) {
        await expect(told.filter({ hasText: sentence })).toHaveCount(1)
      }
    })
  })
}
