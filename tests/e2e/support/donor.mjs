/** What a donor does and sees. */
import assert from 'node:assert/strict'
import { addressOf } from './persons.mjs'
import { until } from './until.mjs'

/** Opens a page and waits for the module. */
export async function open(page, address, form = 'form[data-campagnodon]') {
  await page.goto(address)
  await page.locator(`${form}[data-live]`).first().waitFor()
}

/** Chooses one of the radio buttons that are shown. */
export const choose = (page, name, value) => page.locator(`[name=${name}][value="${value}"]:visible`).check()

/** Types a donor's e-mail address. */
export const fillEmail = (page, person) => page.locator('[name=email]').fill(person.email)

/** Types everything of the address that the form asks for. */
export async function fillAddress(page, person) {
  const titles = page.locator('[name=title]')
  if (await titles.count()) await titles.selectOption(person.title ?? '1')
  for (const [name, value] of Object.entries(addressOf(person))) {
    const box = page.locator(`[name=${name}]`)
    if (await box.count()) await box.fill(value)
  }
}

/** Sends the form. */
export const submit = (page) => page.locator('.campagnodon-submit').click()

/** Waits for the payment page. */
export async function atPayment(page, status = 'init') {
  await page.waitForURL(/\/payments\//)
  assert.equal(await page.locator('[data-payment]').getAttribute('data-payment'), status)
}

/** Presses a button of the practice bank, and waits for its answer, script and all. */
export async function press(page, action, status) {
  await page.locator(`button[value=${action}]`).click()
  await page.locator(`[data-payment=${status}]`).waitFor()
  await page.waitForLoadState()
}

/** Pays on the practice bank's page. */
export async function pay(page) {
  await atPayment(page)
  await press(page, 'pay', 'completed')
}

/** The codes that the page shows: of the whole, and of each field. */
export const shownCodes = (page) =>
  page.evaluate(() => ({
    code: document.querySelector('[data-summary]:not([hidden])')?.dataset.code,
    errors: Object.fromEntries(
      [...document.querySelectorAll('[data-error][data-code]')].map(({ dataset }) => [dataset.error, dataset.code]),
    ),
  }))

/** Waits for a refusal of the whole form. */
export const refused = (page, code) => page.locator(`[data-summary][data-code=${code}]:not([hidden])`).waitFor()

/** What stands in the form now; a donor must find it again. */
export const typed = (page) =>
  page.evaluate(() => {
    const fields = [...new FormData(document.querySelector('form.campagnodon'))]
    return Object.fromEntries(fields.filter(([name]) => name !== 'idempotency_key'))
  })

/** The form's idempotency key. */
export const keyOf = (page) => page.locator('[name=idempotency_key]').inputValue()

/** Goes back. */
export const goBack = (page) => through('the browser goes back', () => page.goBack({ waitUntil: 'commit' }))

/** Goes forward again. */
export const goForward = (page) => through('the browser goes forward', () => page.goForward({ waitUntil: 'commit' }))

/** Loads the page anew. */
export const reload = (page) => through('the browser loads the page anew', () => page.reload())

/** A page that comes back alive has been loaded before; while the browser puts it there, it takes no command. */
const through = (what, go) =>
  until(what, () =>
    go().then(
      () => true,
      (error) => {
        if (!String(error).includes('Not attached')) throw error
      },
    ),
  )
