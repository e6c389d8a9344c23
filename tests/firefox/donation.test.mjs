/**
 * In a real Firefox, which keeps pages and puts back what was typed in its own way: the whole donation, and each way back
 * from the payment.
 */
import assert from 'node:assert/strict'
import { transactionOf, transactionsOf, transactionWith } from '../e2e/support/distant.mjs'
import { addressOf, newPerson } from '../e2e/support/persons.mjs'
import { until } from '../e2e/support/until.mjs'
import { openWorld, originKeepsNobody } from '../e2e/support/world.mjs'
import { scene } from './firefox.mjs'

const { distant, origin, relay } = await openWorld()
const ID = '#campagnodon-don'

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts'
  const form = scripts ? 'form[data-live]:not([data-busy])' : 'form.campagnodon:not([data-live])'

  scene(`a donation with a receipt, after an answer that is refused, ${how}`, { scripts }, async (page) => {
    const person = newPerson()
    await open(page)
    await page.click(`${ID}-amount-donation-once-50`)
    await page.type(`${ID}-email`, `${person.email.split('@')[0]}@localhost`)
    await page.click('label[for=campagnodon-don-tax_receipt]')
    for (const [name, value] of asked(person)) await page.type(`${ID}-${name}`, value)
    await page.click('.campagnodon-submit')
    await page.find('[data-error=email][data-code=email_invalid]')
    await page.find(form)
    assert.equal(await page.valueOf(`${ID}-last_name`), person.last_name)
    await page.type(`${ID}-email`, person.email)
    await pay(page)
    const { contact } = await transactionWith(distant, person, 'completed')
    assert.equal(contact.street_address, person.street_address)
  })

  scene(`back from the payment before it, the same is the same, ${how}`, { scripts }, async (page) => {
    const person = await give30(page)
    const first = await page.url()
    await page.back()
    await page.find(form)
    assert.equal(await page.valueOf(`${ID}-email`), person.email)
    await send(page)
    assert.equal(await page.url(), first)
    await transactionOf(distant, person)
  })

  scene(`back from a payment that was made, the same is a second gift, ${how}`, { scripts }, async (page) => {
    const person = await give30(page)
    const first = await page.url()
    await press(page, 'pay', 'completed')
    await page.back()
    await page.find(form)
    if (scripts) await send(page)
    else {
      await page.click('.campagnodon-submit')
      await page.find('[data-summary][data-code=payment_ended]')
      assert.ok(!(await page.content()).includes(new URL(first).pathname))
      assert.equal(await page.valueOf(`${ID}-email`), person.email)
      await send(page)
    }
    await secondGift(page, person, first)
  })

  scene(
    `back from a payment that was made, and loaded anew, the same is a second gift, ${how}`,
    { scripts },
    async (page) => {
      const person = await give30(page)
      const first = await page.url()
      await press(page, 'pay', 'completed')
      await page.back()
      await page.find(form)
      if (scripts) {
        // As the button does, and unlike the driver: Firefox puts back what was typed.
        await page.evaluate('window.before = true; location.reload()')
        const isNew = () => page.evaluate('return !window.before && !!document.querySelector("form[data-live]")')
        await until('it is loaded anew', isNew)
        assert.equal(await page.valueOf(`${ID}-email`), person.email)
      } else {
        await page.reload()
        await fill(page, person)
      }
      await send(page)
      await secondGift(page, person, first)
    },
  )

  async function open(page) {
    await page.goto(`${origin}/don.html`)
    await page.find(form)
  }

  async function give30(page) {
    const person = newPerson()
    await open(page)
    await fill(page, person)
    await send(page)
    return person
  }

  async function fill(page, person) {
    await page.click(`${ID}-amount-donation-once-30`)
    await page.type(`${ID}-email`, person.email)
  }
}

scene(
  'a refused card leaves all that was typed in the tab, a payment that is made nothing',
  { scripts: true },
  async (page) => {
    const person = newPerson()
    const fields = [...asked(person), ['email', person.email]]
    await page.goto(`${origin}/don.html`)
    await page.find('form[data-live]')
    await page.click('label[for=campagnodon-don-amount-free]')
    await page.type(`${ID}-free_amount`, '17')
    await page.click('label[for=campagnodon-don-tax_receipt]')
    for (const [name, value] of fields) await page.type(`${ID}-${name}`, value)
    await send(page)
    await press(page, 'refuse', 'refused')
    await page.click('[data-payment] a')
    await page.find('form[data-live]')
    for (const [name, value] of fields) assert.equal(await page.valueOf(`${ID}-${name}`), value)
    assert.deepEqual([await page.isChecked(`${ID}-tax_receipt`), await page.valueOf(`${ID}-free_amount`)], [true, '17'])
    // It can still be paid, and is not opened twice.
    await page.click('.campagnodon-submit')
    await page.arriveAt('[data-payment=refused]')
    await press(page, 'pay', 'completed')
    assert.deepEqual(await page.evaluate('return Object.keys(sessionStorage)'), ['campagnodon-told'], 'the mark alone')
    await page.goto(`${origin}/don.html`)
    await page.find('form[data-live]')
    assert.deepEqual([await page.valueOf(`${ID}-email`), await page.valueOf(`${ID}-last_name`)], ['', ''])
  },
)

originKeepsNobody({ relay })

/** What the demonstration asks of the address, by its fields. */
function asked(person) {
  const { birth_date, phone, ...address } = addressOf(person)
  return Object.entries(address)
}

/** Sends the form, and waits for the payment's page. */
async function send(page) {
  await page.click('.campagnodon-submit')
  await page.arriveAt('[data-payment=init]')
}

async function press(page, action, status) {
  await page.click(`button[value=${action}]`)
  await page.find(`[data-payment=${status}]`)
}

async function pay(page) {
  await send(page)
  await press(page, 'pay', 'completed')
}

async function secondGift(page, person, first) {
  assert.notEqual(await page.url(), first)
  await press(page, 'pay', 'completed')
  await until('both are paid', async () => {
    const statuses = (await transactionsOf(distant, person)).map(({ status }) => status)
    return statuses.length === 2 && statuses.every((status) => status === 'completed')
  })
}
