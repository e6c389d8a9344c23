/**
 * Choices that the page makes, or its address: `?operation=membership&frequency=monthly&amount=30`, and
 * `?campagnodon-donation.amount=30` for one form among several. Never anything of the person: addresses are logged.
 */
import { reading } from './rules.js'
import { show, tick } from './show.js'
import { language } from './texts.js'

/** @typedef {import('../index.js').Choices} Choices */

/** In this order, as each depends on those before. @type {(keyof Choices)[]} */
export const CHOICES = ['operation', 'frequency', 'amount']

/**
 * What the page's address says of a form.
 * @param {HTMLFormElement} form
 * @returns {Choices}
 */
export function addressed(form) {
  const address = new URLSearchParams(location.search)
  const said = (/** @type {string} */ name) => address.get(`${form.getAttribute('id')}.${name}`) ?? address.get(name)
  return Object.fromEntries(CHOICES.map((name) => [name, said(name)]))
}

/**
 * Makes those of the choices that the form offers; the rules say which can be used together.
 * @param {HTMLFormElement} form
 * @param {Choices} [choices]
 */
export function prefill(form, choices = {}) {
  for (const name of CHOICES) {
    const value = choices[name] && String(choices[name])
    if (!value) continue
    show(form, reading(form, true))
    const plain = value.replace(/^\s*(€|eur)?\s*|\s*(€|eur\w*)?\s*$/gi, '')
    if (!tick(form, name, plain) && name === 'amount') typeAmount(form, value)
  }
}

/**
 * Whether the browser put back what was there before, the relay wrote what it refused, or the person was faster than the
 * module.
 * @param {HTMLFormElement} form
 */
export const isTouched = (form) =>
  !!form.querySelector('[data-code]') ||
  [...form.querySelectorAll('input')].some(
    (input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue,
  )

/**
 * Types the free amount, and takes it back where it cannot be given.
 * @param {HTMLFormElement} form
 * @param {string} value
 */
function typeAmount(form, value) {
  /** @type {HTMLInputElement | null} */
  const box = form.querySelector('[name=free_amount]')
  /** @type {HTMLInputElement | null} */
  const before = form.querySelector('[name=amount]:checked')
  const free = tick(form, 'amount', 'free')
  if (!box || !free) return
  box.value = value.replace('.', (1.5).toLocaleString(language(form))[1])
  const { amount } = reading(form, true).figures
  // It may be one of the list, written otherwise.
  if (!amount || tick(form, 'amount', String(amount / 100))) box.value = ''
  if (amount) return
  free.checked = false
  if (before) before.checked = true
}
