/** A transfer and a cheque: chosen on the payment's page, told on paper too, received by a command; with and without scripts. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillEmail, goBack, goForward, press, submit } from './support/donor.mjs'
import { look } from './support/look.mjs'
import { newPerson, valuesOf } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const tables = `
[payments]
means = ["transfer", "cheque", "sandbox"]
[payments.transfer]
holder = "Les Amis de l’Oriette"
iban = "FR1420041010050500013M02606"
[payments.cheque]
payee = "Les Amis de l’Oriette"
address = ["Les Amis de l’Oriette", "1 rue de la Rive", "35000 Rennes"]
`
const { distant, origin, relay } = await openWorld({ tables })
const PHONE = { width: 360, height: 740 }

for (const javaScriptEnabled of [true, false]) {
  const scripts = javaScriptEnabled ? 'scripts on' : 'scripts off'
  scene(
    `a transfer is promised on a phone, and received, ${scripts}`,
    { javaScriptEnabled, viewport: PHONE, colorScheme: javaScriptEnabled ? 'light' : 'dark' },
    async (page) => {
      const person = await toPayment(page)
      await look(page, `offline-means-${scripts}`, javaScriptEnabled)
      const means = page.locator('button[name=means]')
      assert.deepEqual(await means.allInnerTexts(), ['Virement bancaire', 'Chèque', 'Banque d’essai'])
      await take(page, 'transfer')
      await look(page, `offline-transfer-${scripts}`, javaScriptEnabled)
      const [html, text] = [await page.content(), await page.innerText('.campagnodon-instructions')]
      assert.deepEqual(
        valuesOf(person).filter((value) => html.includes(value)),
        [],
      )
      assert.match(text, /30\s€/)
      const reference = await page.locator('.campagnodon-reference').innerText()
      assert.match(reference.replace(/\s/g, ''), /^RF\d\d[0-9A-HJKMNP-TV-Z]{12}$/)
      await transactionWith(distant, person, 'pending')

      // Reloaded, closed and opened again, chosen again: the same.
      await page.reload()
      const address = page.url()
      await page.goto('about:blank')
      await page.goto(address)
      assert.equal(await page.locator('.campagnodon-reference').innerText(), reference)

      await received(reference)
      await page.goto(address)
      await page.locator('[data-payment=completed]').waitFor()
      assert.equal(await page.locator('.campagnodon-instructions').count(), 0)
      await look(page, `offline-received-${scripts}`, javaScriptEnabled)
      await wake(page)
      await transactionWith(distant, person, 'completed')
    },
  )
}

scene('a cheque after all, then the bank: it is paid once', {}, async (page) => {
  const person = await toPayment(page)
  await take(page, 'transfer')
  await take(page, 'cheque')
  await look(page, 'offline-cheque')
  assert.match(await page.innerText('.campagnodon-instructions'), /1 rue de la Rive/)
  await page.locator('button[name=means][value=sandbox]').click()
  await press(page, 'pay', 'completed')
  assert.equal(await page.locator('button[name=means]').count(), 0)
  await transactionWith(distant, person, 'completed')
})

scene('the instructions print alone, on one sheet', {}, async (page) => {
  await toPayment(page)
  await take(page, 'transfer')
  await page.evaluate(() => {
    window.print = () => (window.printed = true)
  })
  await page.getByRole('button', { name: 'Imprimer' }).click()
  assert.equal(await page.evaluate(() => window.printed), true)
  await page.emulateMedia({ media: 'print' })
  for (const unwanted of ['header', 'button', '.campagnodon-unprinted'])
    for (const element of await page.locator(unwanted).all()) assert.equal(await element.isVisible(), false, unwanted)
  assert.ok(await page.locator('.campagnodon-qr svg').isVisible())
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)
  assert.equal(sheets?.length, 1)
})

scene('two tabs, back and forward: one reference', {}, async (page) => {
  await toPayment(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await take(page, 'transfer')
  const reference = await page.locator('.campagnodon-reference').innerText()
  await take(other, 'transfer')
  assert.equal(await other.locator('.campagnodon-reference').innerText(), reference)
  await goBack(page)
  await goForward(page)
  await page.locator('.campagnodon-reference').waitFor()
  assert.equal(await page.locator('.campagnodon-reference').innerText(), reference)
})

originKeepsNobody({ relay })

async function toPayment(page) {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  return person
}

async function take(page, means) {
  await page.locator(`button[name=means][value=${means}]`).click()
  await page.locator(`[data-instructions=${means}]`).waitFor()
  assert.equal(await page.locator('[data-payment]').getAttribute('data-payment'), 'pending')
}

/** Has the relay look for what waits: a command wakes nobody there, and it would look within a minute. */
async function wake(page) {
  await toPayment(page)
  await take(page, 'cheque')
}

async function received(reference) {
  assert.match(await relay.command('payments', 'received', reference, '--cents', '3000'), /Recorded/)
}
