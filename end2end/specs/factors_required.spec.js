// Whoever decides must have a second factor, where the deployment says so.
import { addApp } from '../fixtures/factors.js'
import { expect, test } from '../fixtures/index.js'

test.use({ settings: { SECOND_FACTOR: 'required' } })

test('whoever decides is led to add one, and then decides', async ({ cast, porthor, practice, say, visit, watch }) => {
  watch.expectStatus(403)
  const applicant = await cast.applicant(practice)
  const support = await cast.pageOf(cast.support)
  const id = await applicant.visitor.requestId()
  const reject = `/organisations/${practice.code}/requests/${id}/reject`
  await visit(support, reject)
  await support.getByLabel(say('join_requests.reject_reason')).fill('Not known there')
  await support.getByRole('button', { name: say('join_requests.reject_confirm') }).click()
  await expect(support).toHaveURL(/\/my-account\/second-factor/)
  await addApp(support, say, visit, porthor.support)
  await visit(support, reject)
  await support.getByLabel(say('join_requests.reject_reason')).fill('Not known there')
  await support.getByRole('button', { name: say('join_requests.reject_confirm') }).click()
  await expect(support.locator('#notice')).toContainText(applicant.name)
})
