/** The SPIP plugin on a site that has no Bank: nothing to pay with, and nothing that complains. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scene } from '../e2e/support/browser.mjs'
import { openBridge } from './support/bridge.mjs'

const { site, relay, visit, check, send } = await openBridge({ hasBank: false })

test('a payer who is sent there is told so, and finds the way back', async () => {
  const payer = visit()
  const answer = await payer.arrive(payer.claims())
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /n’est pas disponible pour le moment/)
  assert.match((await payer.page()).html, /Cette page n’est plus ouverte/)
})

test('the tasks have nothing to do', async () => {
  assert.deepEqual([await check(), await send()], [0, 0])
  assert.deepEqual(relay.events, [])
})

scene('the private area asks for no secret, and shows no payments', {}, async (page) => {
  await site.login(page)
  await page.goto(`${site.address}/ecrire/?exec=configurer_campagnodon`)
  await page.locator('[name=cle]').waitFor()
  assert.equal(await page.locator('[name=secret]').count(), 0)
  assert.equal(await page.locator('a[href*=campagnodon_paiements]').count(), 0)
})

test('PHP has nothing to complain of', () => assert.deepEqual(site.complaints(), []))
