/** The form is complete without scripts, without the module, and after it failed. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionOf, transactionWith } from './support/distant.mjs'
import { choose, fillAddress, fillEmail, open, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()

const noScripts = { javaScriptEnabled: false }

scene('30 € with scripts off', noScripts, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await give30(page, person)
})

scene('a monthly donation of a free amount with scripts off', noScripts, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'frequency', 'monthly')
  await choose(page, 'amount', 'free')
  await page.locator('[name=free_amount]').fill('17')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.deepEqual(contributionsOf(transaction), ['Donation 17.00 Completed'])
  assert.equal(transaction.contact.street_address, person.street_address)
})

scene('a yearly membership with scripts off', noScripts, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/adhesion.html`)
  await choose(page, 'frequency', 'yearly')
  await choose(page, 'amount', '48')
  await fillEmail(page, person)
  await fillAddress(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.deepEqual(contributionsOf(transaction), ['Member Dues 12.00 Completed', 'Member Dues 36.00 Completed'])
})

const noScriptsRefused = { ...noScripts, allow: refusedAnswer }

scene('an answer refused with scripts off leaves everything typed in the page', noScriptsRefused, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '50')
  // The browser's own check passes it, ours does not.
  await page.locator('[name=email]').fill(`${person.email.split('@')[0]}@localhost`)
  await submit(page)
  await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
  // The style sheet hides the other lists.
  await page.waitForLoadState()
  assert.ok(await page.locator('[name=amount][value="50"]:visible').isChecked())
  assert.match(await page.title(), /^Erreur/)
  await page.getByRole('link', { name: /adresse e-mail/ }).click()
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene(
  'with scripts off, the label says after an answer where a postal code may be left out',
  noScriptsRefused,
  async (page) => {
    await page.goto(`${origin}/don.html`)
    const optional = page.locator('label[for$="-postal_code"] .campagnodon-optional')
    await choose(page, 'amount', '50')
    await page.locator('[name=tax_receipt]').check()
    await fillAddress(page, newPerson())
    assert.equal(await optional.isVisible(), false)
    for (const [country, said] of /** @type {[string, boolean][]} */ ([
      ['AE', true],
      ['BE', false],
    ])) {
      await page.locator('[name=country]').selectOption(country)
      await page.locator('[name=email]').fill('anne@localhost')
      await submit(page)
      await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
      assert.equal(await optional.isVisible(), said, country)
    }
  },
)

const notInTheConsole = { allow: /Failed to load resource/ }

scene('30 € where neither the module nor its twin is to be found', notInTheConsole, async (page) => {
  const person = newPerson()
  await page.route(/campagnodon(-twin\.js|\.wasm)$/, (route) => route.fulfill({ status: 404 }))
  await gaveUp(page, () => page.goto(`${origin}/don.html`))
  await give30(page, person)
})

scene('30 € where the script cannot be loaded', notInTheConsole, async (page) => {
  const person = newPerson()
  await page.route('**/campagnodon.js', (route) => route.fulfill({ status: 404 }))
  await page.goto(`${origin}/don.html`)
  await give30(page, person)
})

scene('30 € where the form is of another version', {}, async (page) => {
  const person = newPerson()
  await page.route('**/don.html', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('data-campagnodon="', 'data-campagnodon="z of tomorrow;')
    await route.fulfill({ response: answer, body })
  })
  await gaveUp(page, () => page.goto(`${origin}/don.html`))
  await give30(page, person)
})

scene('a module that traps while it shows gives the form back', {}, async (page) => {
  const person = newPerson()
  await breakable(page)
  await open(page, `${origin}/don.html`)
  await page.locator('[name=tax_receipt]').check()
  await breakTheModule(page)
  await gaveUp(page, () => choose(page, 'amount', '30'))
  assert.equal(await page.locator('form[data-live]').count(), 0)
  assert.equal(await page.locator('form :disabled').count(), 0)
  await page.locator('[name=tax_receipt]').uncheck()
  await give30(page, person)
})

scene('a module that traps on submit loses nothing: the form posts itself', {}, async (page) => {
  const person = newPerson()
  await breakable(page)
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await breakTheModule(page)
  await gaveUp(page, () => submit(page))
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('a module that traps while it posts sends the same donation again', { allow: /RuntimeError/ }, async (page) => {
  const person = newPerson()
  await breakable(page)
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.route('**/forms/don', async (route) => {
    if (route.request().headers()['content-type'] !== 'application/json') return route.continue()
    const answer = await route.fetch()
    await breakTheModule(page)
    await route.fulfill({ response: answer })
  })
  await submit(page)
  await pay(page)
  await transactionOf(distant, person)
})

originKeepsNobody({ relay })

async function give30(page, person) {
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.deepEqual(contributionsOf(transaction), ['Donation 30.00 Completed'])
}

/** Waits for the entry to say that the form stays plain HTML. */
async function gaveUp(page, action) {
  const said = page.waitForEvent('console', (message) => message.text().startsWith('Campagnodon:'))
  await action()
  await said
}

/** Before the page loads: lets each call into the module trap, once `window.broken` says so. */
const breakable = (page) =>
  page.addInitScript(() => {
    const { instantiate } = WebAssembly
    /** @param {BufferSource} bytes @param {WebAssembly.Imports} imports */
    const guardedly = async (bytes, imports) => {
      const { instance, module } = await instantiate(bytes, imports)
      const guarded = ([name, value]) => {
        if (typeof value !== 'function') return [name, value]
        const call = (...given) => {
          if (window.broken) throw new WebAssembly.RuntimeError('unreachable')
          return value(...given)
        }
        return [name, call]
      }
      return { instance: { exports: Object.fromEntries(Object.entries(instance.exports).map(guarded)) }, module }
    }
    Object.assign(WebAssembly, { instantiate: guardedly })
  })

const breakTheModule = (page) => page.evaluate(() => (window.broken = true))
