/** The SPIP plugin behind nginx: articles with the original's tags take donations and memberships, with and without scripts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusedAnswer, scene } from '../e2e/support/browser.mjs'
import { transactionWith } from '../e2e/support/distant.mjs'
import { keyOf, open, pay } from '../e2e/support/donor.mjs'
import { newPerson } from '../e2e/support/persons.mjs'
import { until } from '../e2e/support/until.mjs'
import { configures, gives, keepsNobody } from './support/scenes.mjs'
import { openSpip } from './support/world.mjs'

const world = await openSpip('proxy')
const { site, relay, distant } = world

configures(world)
gives(world)

scene(
  'a second visitor, and a second visit, have other keys though SPIP has the page in its cache',
  {},
  async (page) => {
    await open(page, site.article('don'))
    const keys = [await keyOf(page)]
    const cached = await page.reload()
    assert.equal(cached.headers()['x-spip-cache'], '86400')
    assert.equal(cached.headers()['last-modified'], undefined)
    keys.push(await keyOf(page))
    const other = await fetch(site.article('don'), { headers: { 'If-Modified-Since': new Date().toUTCString() } })
    keys.push((await other.text()).match(/name="idempotency_key" value="(\w+)"/)?.[1])
    assert.equal(new Set(keys).size, 3)
    for (const key of keys) assert.match(key ?? '', /^0[0-9a-f]{11}\w{16,40}$/)
  },
)

scene('a goal and a form in one article; one script and one style sheet', {}, async (page) => {
  await open(page, site.article('objectif'))
  assert.match(await page.locator('.campagnodon-goal').innerText(), /12\s\d+\s€ collectés/)
  assert.deepEqual(
    await page
      .locator('[name=operation]')
      .evaluateAll((/** @type {HTMLInputElement[]} */ all) => all.map(({ value }) => value)),
    ['donation', 'membership'],
  )
  assert.equal(await page.locator('head script[type=module]').count(), 1)
  assert.equal(await page.locator('head link[href$="campagnodon.css"]').count(), 1)
})

scene('the same tag twice in one article', {}, async (page) => {
  await open(page, site.article('deux'))
  await page.locator('form[data-live]').nth(1).waitFor()
  const ids = await page.locator('.campagnodon [id], form.campagnodon').evaluateAll((all) => all.map(({ id }) => id))
  assert.equal(new Set(ids).size, ids.length)
  const person = newPerson()
  const second = page.locator('form.campagnodon').nth(1)
  await second.locator('[name=amount][value="50"]:visible').check()
  await second.locator('[name=email]').fill(person.email)
  await second.locator('.campagnodon-submit').click()
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('an article in English has its form in English', {}, async (page) => {
  await open(page, site.article('english'))
  assert.equal(await page.locator('form.campagnodon').getAttribute('lang'), 'en')
})

scene('a tag that cannot be used leaves a whole page, and its reason in the log', {}, async (page) => {
  assert.equal((await page.goto(site.article('faute'))).status(), 200)
  const text = await page.locator('body').innerText()
  assert.match(text, /Avant la faute\.[\s\S]*n’est pas disponible[\s\S]*Après la faute\./)
  assert.doesNotMatch(text, /5\.5/)
  assert.match(site.log(), /montants : des euros entiers.* montants : "5\.5" is not a whole number of euros/)
})

test('what is no page says nothing of the tag', async () => {
  const feed = await fetch(`${site.address}/spip.php?page=backend`)
  assert.doesNotMatch(await feed.text(), /<form|Ici, le formulaire/)
  const description = await (await fetch(site.article('don'))).text()
  assert.match(description, /<meta name="description" content="\s*Avant le don\.\s+Apr&#232;s le don\.\s*"/)
})

test('browsers reach neither the tags nor the health of the relay', async () => {
  for (const path of ['/relais/tags', '/relais/tags/form', '/relais/health']) {
    assert.equal((await fetch(site.address + path)).status, 404, path)
  }
})

scene('an editor composes a tag, and sees what it gives', {}, async (page) => {
  await site.login(page)
  await page.goto(`${site.address}/ecrire/?exec=campagnodon_aide`)
  await page.locator('[name=campagne]').selectOption('main/1')
  await page.locator('[name=quoi][value="don+adhesion"]').check()
  await page.locator('[name=montants]').fill('15,25,libre')
  await page.locator('[name=don_recurrent]').check()
  await page.getByRole('button', { name: 'Composer la balise' }).click()
  const tag = '<campagnodon|origine=main|id=1|type=don+adhesion|montants=15,25,libre|don_recurrent=1>'
  assert.equal(await page.locator('textarea[readonly]').inputValue(), tag)
  await page.locator('.campagnodon-apercu [name=amount][value="25"]').first().waitFor()
  await page.locator('[name=montants]:not(.campagnodon-apercu *)').fill('5.5')
  await page.getByRole('button', { name: 'Composer la balise' }).click()
  assert.match(await page.locator('.reponse_formulaire_erreur').innerText(), /montants : des euros entiers/)
})

scene(
  'the relay stopped: a sober message in a whole page, and the last goal',
  { allow: refusedAnswer },
  async (page) => {
    await page.goto(site.article('objectif'))
    await relay.stop()
    for (const name of ['don', 'objectif']) assert.equal((await page.goto(site.article(name))).status(), 200)
    assert.match(await page.locator('.campagnodon-absent').innerText(), /n’est pas disponible pour le moment/)
    assert.match(await page.locator('.campagnodon-goal').innerText(), /12\s\d+\s€ collectés/)
    assert.match(site.log(), /Le relais ne répond pas/)
    // Not every page waits for a relay that is down.
    assert.match(site.log(), /n’a pas répondu il y a un instant/)
    await page.goto(site.article('english'))
    assert.match(await page.locator('.campagnodon-absent').innerText(), /not available at the moment/)
    await relay.start()
    await until('the form is back', async () => {
      await page.goto(site.article('don'))
      return (await page.locator('form.campagnodon').count()) === 1
    })
  },
)

keepsNobody(world)
