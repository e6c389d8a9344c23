/** The page's scripts show what the answers ask for, tell its figures, and let the browser judge as the rules do. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { fillPage, openPage } from './support/page.mjs'

scene('what is chosen is shown, and only that can be used', {}, async (page) => {
  await openPage(page)
  const state = async (id) => {
    const control = page.locator(`#t-${id}`)
    return [
      (await control.isEnabled()) && 'enabled',
      (await control.evaluate((/** @type {HTMLInputElement} */ { required }) => required)) && 'required',
    ]
  }
  assert.deepEqual(await shown(page), ['once-amounts'])
  assert.deepEqual(await state('amount-donation-monthly-10'), [false, false])
  assert.deepEqual(await state('first_name'), [false, false])
  await page.locator('#t-frequency-monthly').check()
  assert.deepEqual(await shown(page), ['monthly-amounts'])
  assert.deepEqual(await state('amount-donation-once-30'), [false, false])
  assert.deepEqual(await state('amount-donation-monthly-10'), ['enabled', false])
  await page.locator('#t-tax_receipt').check()
  assert.deepEqual(await shown(page), ['monthly-amounts', 'address'])
  assert.deepEqual(await state('first_name'), ['enabled', 'required'])
  assert.deepEqual(await state('phone'), ['enabled', false])
  await page.locator('#t-operation-membership').check()
  assert.deepEqual(await shown(page), ['address'], 'memberships are not monthly here')
  assert.ok(await page.locator('#t-frequency-once').isChecked())
  assert.deepEqual(await state('tax_receipt'), [false, false])
  await page.locator('#t-operation-donation').check()
  assert.deepEqual(await shown(page), ['once-amounts', 'address'])
  assert.ok(await page.locator('#t-tax_receipt').isChecked(), 'the box of the receipt is still ticked')
})

scene('an amount follows to a frequency that has it', {}, async (page) => {
  await openPage(page)
  await page.locator('#t-amount-donation-once-30').check()
  await page.locator('#t-frequency-monthly').check()
  assert.equal(await chosenAmount(page), 't-amount-donation-monthly-30')
  await page.locator('#t-frequency-once').check()
  assert.equal(await chosenAmount(page), 't-amount-donation-once-30')
  await page.locator('#t-amount-donation-once-50').check()
  await page.locator('#t-frequency-monthly').check()
  assert.equal(await page.locator('[name=amount]:checked:enabled').count(), 0, 'no amount is put in the place of one')
})

scene('figures', {}, async (page) => {
  await openPage(page)
  const text = async (id) => (await page.locator(`#${id}`).isVisible()) && (await page.locator(`#${id}`).innerText())
  assert.deepEqual([await text('explained'), await text('no-amount')], [false, ' something'])
  await page.locator('#t-amount-donation-once-30').check()
  assert.deepEqual(
    [await text('explained'), await text('year'), await text('magazine'), await text('no-amount')],
    ['30\u00a0€ 10,20\u00a0€', false, false, false],
  )
  await page.locator('#t-frequency-monthly').check()
  assert.equal(await text('year'), '360\u00a0€')
  await page.locator('#t-free_amount').fill('12,50')
  assert.equal(await text('explained'), '12,50\u00a0€ 4,25\u00a0€')
  await page.locator('#t-free_amount').fill('12,5x')
  assert.equal(await text('explained'), false)
  await page.locator('#t-operation-membership').check()
  await page.locator('#t-amount-membership-once-35').check()
  assert.equal(await text('magazine'), '12\u00a0€ 23\u00a0€')
})

scene('the free amount is chosen from its box, and given back where it stays empty', {}, async (page) => {
  await openPage(page)
  await page.locator('#t-amount-donation-once-30').check()
  await page.locator('#t-free_amount').focus()
  assert.equal(await chosenAmount(page), 't-amount-free')
  await page.locator('#t-email').focus()
  assert.equal(await chosenAmount(page), 't-amount-donation-once-30')
  await page.locator('#t-free_amount').fill('17')
  await page.locator('#t-email').focus()
  assert.equal(await chosenAmount(page), 't-amount-free')
})

scene('after each change the browser judges as the rules do', {}, async (page) => {
  await openPage(page)
  const address = ['first_name', 'last_name', 'street_address', 'postal_code', 'city']
  /** @type {[() => unknown, string[]][]} */
  const steps = [
    [() => {}, ['amount', 'email']],
    [() => page.locator('#t-amount-donation-once-50').check(), ['email']],
    [() => page.locator('#t-frequency-monthly').check(), ['amount', 'email']],
    [() => page.locator('#t-amount-donation-monthly-10').check(), ['email']],
    [() => page.locator('#t-email').fill('anne@localhost'), ['email']],
    [() => page.locator('#t-email').fill('anne@example.org'), []],
    [() => page.locator('#t-free_amount').fill('1,50'), ['free_amount']],
    [() => page.locator('#t-free_amount').fill('2'), []],
    [() => page.locator('#t-tax_receipt').check(), address],
    [() => page.locator('#t-birth_date').fill('31/02/1970'), [...address, 'birth_date']],
    [() => page.locator('#t-tax_receipt').uncheck(), []],
    [() => page.locator('#t-operation-membership').check(), ['free_amount', ...address, 'birth_date']],
  ]
  for (const [at, [step, expected]] of steps.entries()) {
    await step()
    const judged = await page.evaluate(() => {
      const [form] = document.forms
      const names = [...form.querySelectorAll(':is(input, select):invalid')].map(({ name }) => name)
      const said = /** @type {HTMLInputElement[]} */ ([...form.elements]).filter(
        (control) => control.willValidate && control.validationMessage,
      )
      return {
        names: [...new Set(names)],
        said: [...new Set(said.map(({ name }) => name))],
        valid: form.checkValidity(),
      }
    })
    const sorted = (names) => [...names].sort()
    assert.deepEqual(sorted(judged.names), sorted(expected), `step ${at}`)
    assert.deepEqual([judged.said, judged.valid], [judged.names, expected.length === 0], `step ${at}`)
  }
})

scene('a form given back to the browser is judged by its HTML alone', {}, async (page) => {
  await openPage(page)
  await fillPage(page)
  await page.locator('#t-email').fill('anne@localhost')
  assert.equal(await page.evaluate(() => document.forms[0].checkValidity()), false)
  await page.evaluate(() => release(document.forms[0]))
  assert.equal(await page.evaluate(() => document.forms[0].checkValidity()), true)
})

const chosenAmount = (page) => page.locator('[name=amount]:checked').getAttribute('id')

/** The ids of those parts that are shown for some choices only. */
const shown = async (page) => {
  const ids = ['once-amounts', 'monthly-amounts', 'address']
  const hidden = await page.evaluate((ids) => ids.filter((id) => document.getElementById(id).hidden), ids)
  return ids.filter((id) => !hidden.includes(id))
}
