/** What must go well however browsers reach the relay. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusedAnswer, scene } from '../../e2e/support/browser.mjs'
import { contributionsOf, transactionOf, transactionWith } from '../../e2e/support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, pay, shownCodes, submit } from '../../e2e/support/donor.mjs'
import { newPerson, persons, search, valuesOf } from '../../e2e/support/persons.mjs'

const scripts = { 'with scripts': {}, 'without scripts': { javaScriptEnabled: false } }

/** The first test of each file: what the webmaster does. */
export function configures({ site, relay, tagsKey, access }) {
  scene('the webmaster sets the plugin up, and tests it', {}, async (page) => {
    await site.login(page)
    await page.goto(`${site.address}/ecrire/?exec=configurer_campagnodon`)
    const test = async (verdict) => {
      await page.locator('[name=tester]').click()
      assert.match(await page.locator('.reponse_formulaire').innerText(), verdict)
    }
    await page.locator(`[name=acces][value=${access}]`).check()
    await page.locator('[name=relais]').fill('http://127.0.0.1:9')
    await page.locator('[name=cle]').fill('another-key-of-forty-characters-and-more')
    await test(/ne répond pas/)
    await page.locator('[name=relais]').fill(relay.address)
    await test(/refuse la clé/)
    await page.locator('[name=cle]').fill(tagsKey)
    await test(/Tout marche/)
    // The key stays without being written again, and is not shown.
    await test(/Tout marche/)
    assert.doesNotMatch(await page.content(), new RegExp(tagsKey))
  })
}

/** Donations and memberships, with scripts and without. */
export function gives({ site, distant }) {
  for (const [how, options] of Object.entries(scripts)) {
    const show = options.javaScriptEnabled === false ? (page, address) => page.goto(address) : open

    scene(`30 € ${how}`, options, async (page) => {
      const person = newPerson()
      await show(page, site.article('don'))
      assert.equal(await page.locator('head script[type=module]').count(), 1)
      await choose(page, 'amount', '30')
      await fillEmail(page, person)
      await submit(page)
      await pay(page)
      const transaction = await transactionWith(distant, person, 'completed')
      assert.deepEqual(contributionsOf(transaction), ['Donation 30.00 Completed'])
      assert.equal(transaction.campaign, 'Rendre la rivière vivante')
    })

    scene(`a monthly donation of the tag's own amounts ${how}`, options, async (page) => {
      const person = newPerson()
      await show(page, site.article('don'))
      await choose(page, 'frequency', 'monthly')
      await choose(page, 'amount', '10')
      await fillEmail(page, person)
      await submit(page)
      await pay(page)
      const transaction = await transactionWith(distant, person, 'completed')
      assert.deepEqual(contributionsOf(transaction), ['Donation 10.00 Completed'])
    })

    scene(`a membership ${how}`, options, async (page) => {
      const person = newPerson()
      await show(page, site.article('adhesion'))
      await choose(page, 'amount', '48')
      await fillEmail(page, person)
      await fillAddress(page, person)
      await submit(page)
      await pay(page)
      const transaction = await transactionWith(distant, person, 'completed')
      assert.deepEqual(contributionsOf(transaction), ['Member Dues 12.00 Completed', 'Member Dues 36.00 Completed'])
      assert.equal(transaction.contact.street_address, person.street_address)
    })

    scene(`what is wrong is told, and corrected, ${how}`, { ...options, allow: refusedAnswer }, async (page) => {
      const person = newPerson()
      await show(page, site.article('don'))
      await choose(page, 'amount', '50')
      // The browser's own check passes it, ours does not.
      await page.locator('[name=email]').fill(`${person.email.split('@')[0]}@localhost`)
      await submit(page)
      await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
      assert.deepEqual((await shownCodes(page)).errors, { email: 'email_invalid' })
      await inTheArticle(page)
      await fillEmail(page, person)
      await submit(page)
      await atPayment(page)
      // Back to the article, to correct the amount.
      await page.getByRole('link', { name: /corriger/ }).click()
      await page.waitForURL((address) => address.href.startsWith(site.article('don')))
      assert.equal((await transactionOf(distant, person)).status, 'init')
    })
  }
}

/** The form stands in the site's own page, with its style, and the summary leads to the field without leaving. */
async function inTheArticle(page) {
  const text = await page.locator('body').innerText()
  assert.match(text, /Les Amis de la Rivière[\s\S]*Avant le don\.[\s\S]*Après le don\./)
  assert.equal(await page.locator('form.campagnodon').count(), 1)
  assert.ok(await page.locator('[name=amount][value="50"]:visible').isChecked())
  const { failed } = await page.evaluate(() => ({
    failed: [...document.querySelectorAll('link[rel=stylesheet]')]
      .filter(({ sheet }) => !sheet)
      .map(({ href }) => href),
  }))
  assert.deepEqual(failed, [])
  const address = page.url()
  await page.locator('[data-summary] a').click()
  assert.equal(page.url().split('#')[0], address.split('#')[0])
  await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
}

/** The last tests of each file. */
export function keepsNobody({ site, relay, secrets }) {
  test('nothing of anybody stays in SPIP, in PHP, in the web server or at the relay', () => {
    assert.ok(persons.length > 0)
    for (const folder of [...site.own, relay.folder]) assert.deepEqual(search(folder, persons.flatMap(valuesOf)), [])
  })

  test('what was searched is the database, the cache and the logs', () => {
    const found = site.own.flatMap((folder) =>
      search(folder, ['campagnodon-place', 'Après le don.', '/payments/', secrets[3]]),
    )
    for (const name of [/^spip\.sqlite: raw/, /\.cache: raw|^[0-9a-f]+.*: raw/, /\.log: raw/]) {
      assert.ok(
        found.some((place) => name.test(place)),
        `${name} in ${found.join('; ')}`,
      )
    }
  })

  test('PHP has nothing to complain of in the plugin', () => assert.deepEqual(site.complaints(), []))
}
