/**
 * Payments by SPIP Bank with the real relay: a donor gives on the site, pays in SPIP, and the distant has the contribution.
 * Bank is ours of the tests; `CAMPAGNODON_SPIP_BANK=<folder>` takes the real one.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { scene } from '../e2e/support/browser.mjs'
import { contributionsOf, transactionOf, transactionWith } from '../e2e/support/distant.mjs'
import { choose, fillAddress, fillEmail, open, submit } from '../e2e/support/donor.mjs'
import { newPerson, persons, search, valuesOf } from '../e2e/support/persons.mjs'
import { freePorts, startServers } from '../e2e/support/servers.mjs'
import { onceOnly } from '../e2e/support/world.mjs'
import { pair, realBank, SECRET, setMeans, withBank } from './support/bridge.mjs'
import { startSite } from './support/site.mjs'
import { TAGS, withoutLook } from './support/world.mjs'

process.env.CAMPAGNODON_SPIP_SECRET = SECRET
const [port, proxied] = await freePorts(2)
const address = `http://127.0.0.1:${port}`
const world = await startServers({
  edit: (settings) => onceOnly(withoutLook(settings)),
  keys: `public_url = "${address}/relais"`,
  tables: `${TAGS}
[payments]
means = ["spip"]
[payments.spip]
address = "${address}"
secret = { env = "CAMPAGNODON_SPIP_SECRET" }
`,
})
const { distant, relay } = world
const articles = {
  don: 'Avant le don.\n\n<campagnodon|origine=main|id=1|type=don|montants=30,50,libre>\n\nAprès le don.',
}
const site = await startSite({ port, proxied, relay: relay.address, articles, ...withBank })
after(async () => {
  site.end()
  await world.end()
})
await pair(site, relay.address, world.tagsKey)
await setMeans(site, 'simu', 'cheque', 'temoin')

const told = () => site.php("include_spip('inc/campagnodon_envois'); return campagnodon_envoyer();")
const untold = () => site.php("return sql_allfetsel('event_id, reponse, parked', 'spip_campagnodon_envois');")

/** Gives 30 €, and goes on to the site's page of payment. */
async function give(page, person, show) {
  await show(page, site.article('don'))
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await page.waitForURL(/\/payments\//)
  const payment = page.url()
  await page.locator('button[name=means][value=spip]').click()
  await page.waitForURL(/page=campagnodon_paiement/)
  return payment
}

for (const [how, options] of Object.entries({ 'with scripts': {}, 'without scripts': { javaScriptEnabled: false } })) {
  const show = options.javaScriptEnabled === false ? (page, where) => page.goto(where) : open

  scene(`a donor pays in SPIP and comes back, ${how}`, options, async (page) => {
    const person = newPerson()
    const payment = await give(page, person, show)
    await page.getByRole('button', { name: 'Simulation' }).click()
    await page.getByRole('button', { name: 'Simuler le paiement' }).click()
    await page.locator('[data-payment=completed]').waitFor()
    assert.equal(page.url().split('?')[0], payment)
    const transaction = await transactionWith(distant, person, 'completed')
    assert.deepEqual(contributionsOf(transaction), ['Donation 30.00 Completed'])
    // The site's message comes after the browser, and tells nothing new.
    await told()
    assert.deepEqual(await untold(), [])
    assert.equal((await transactionOf(distant, person)).status, 'completed')
  })

  scene(`refused, then paid by another attempt, ${how}`, options, async (page) => {
    const person = newPerson()
    await give(page, person, show)
    await page.getByRole('button', { name: 'Simulation' }).click()
    await page.getByRole('button', { name: 'Simuler un echec' }).click()
    await page.waitForURL(/\/payments\//)
    await page.locator('button[name=means][value=spip]').click()
    await page.getByRole('button', { name: 'Simulation' }).click()
    await page.getByRole('button', { name: 'Simuler le paiement' }).click()
    await page.locator('[data-payment=completed]').waitFor()
    await transactionWith(distant, person, 'completed')
    await told()
    assert.deepEqual(await untold(), [])
  })
}

scene('a cheque is promised: the payment waits, and its page still leads to the site', {}, async (page) => {
  const person = newPerson()
  const payment = await give(page, person, open)
  await page.getByRole('button', { name: 'Chèque' }).click()
  await page.getByRole('button', { name: 'Régler par chèque' }).click()
  await told()
  await transactionWith(distant, person, 'pending')
  assert.deepEqual(await untold(), [])
  await page.goto(payment)
  await page.locator('[data-payment=pending]').waitFor()
  await page.locator('button[name=means][value=spip]').click()
  await page.getByRole('button', { name: 'Simulation' }).click()
  await page.getByRole('button', { name: 'Simuler le paiement' }).click()
  await page.locator('[data-payment=completed]').waitFor()
  await transactionWith(distant, person, 'completed')
})

scene('a means that must say who pays learns it from the relay', {}, async (page) => {
  const person = newPerson()
  await open(page, site.article('don'))
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  const receipt = page.locator('[name=tax_receipt]')
  if (await receipt.count()) await receipt.check()
  await fillAddress(page, person)
  await submit(page)
  await page.waitForURL(/\/payments\//)
  await page.locator('button[name=means][value=spip]').click()
  await page.getByRole('button', { name: 'Témoin' }).click()
  await page.locator('body').filter({ hasText: person.email }).waitFor()
})

test('nothing of anybody stays in SPIP, in PHP, in the web server or at the relay', () => {
  assert.ok(persons.length > 3)
  for (const folder of [...site.own, relay.folder]) assert.deepEqual(search(folder, persons.flatMap(valuesOf)), [])
})

test('PHP has nothing to complain of in the plugin', () => {
  const ours = site.complaints().filter((line) => !realBank || /plugins\/campagnodon/.test(line))
  assert.deepEqual(ours, [])
})
