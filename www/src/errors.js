/**
 * Errors: beside the fields, in the summary, and in the browser's own validity.
 */
import { controls } from './rules.js'
import { all } from './show.js'
import { message, sentence } from './texts.js'

/** @typedef {import('./rules.js').Fault} Fault */

/**
 * Writes the errors in the place of those before; the summary takes the focus. Without faults of fields, what is
 * wrong with the whole.
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {Fault[]} faults
 */
export function write(form, code, faults) {
  clear(form)
  /** @type {HTMLElement | null} */
  const summary = form.querySelector('[data-summary]')
  if (!summary) return
  // Inside, since JAWS reads an element twice that takes the focus and is an alert.
  const alert = append(summary, 'div')
  alert.setAttribute('role', 'alert')
  if (!faults.length) append(alert, 'p', message(form, code) ?? message(form, 'internal') ?? code)
  else append(alert, 'h2', message(form, 'summary'))
  const list = faults.length && append(alert, 'ul')
  for (const fault of faults) {
    const text = sentence(form, fault)
    mark(named(form, fault.field), 'true')
    const [place] = places(form, fault.field)
    if (place) {
      append(place, 'span', message(form, 'error_prefix')).className = 'campagnodon-unseen'
      place.append(text)
      place.dataset.code = fault.code
    }
    const item = append(/** @type {HTMLElement} */ (list), 'li')
    const target = focusable(form, fault.field)
    if (target) append(item, 'a', text).setAttribute('href', `#${target.id}`)
    else item.textContent = text
  }
  summary.dataset.code = code
  summary.hidden = false
  summary.focus()
}

/**
 * Takes all errors away.
 * @param {HTMLFormElement} form
 */
export function clear(form) {
  for (const place of all(form, '[data-error], [data-summary]')) empty(place)
  mark(all(form, '[aria-invalid]'), 'false')
  for (const summary of all(form, '[data-summary]')) summary.hidden = true
}

/**
 * Takes the errors of one field away. The amount and the free amount are one question.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function forgive(form, name) {
  for (const field of name.endsWith('amount') ? ['amount', 'free_amount'] : [name]) {
    mark(named(form, field), 'false')
    for (const place of places(form, field)) empty(place)
  }
}

/**
 * Takes what was corrected, or is asked no more, out of the summary, without a word; the last takes the summary away.
 * @param {HTMLFormElement} form
 */
export function prune(form) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (all(form, '[data-summary] a'))) {
    const name = linked(form, link)
    if (!name || named(form, name).some((control) => control.matches('[aria-invalid=true]:enabled'))) continue
    const summary = /** @type {HTMLElement} */ (link.closest('[data-summary]'))
    const focused = summary.matches(':focus-within')
    // What changes in an alert would be read again.
    summary.firstElementChild?.removeAttribute('role')
    link.parentElement?.remove()
    if (!summary.querySelector('li')) clear(form)
    if (focused) (summary.hidden ? focusable(form, name) : summary)?.focus()
  }
}

/**
 * Tells the browser which fields are at fault, so that `:invalid`, `checkValidity` and other scripts agree with us.
 * @param {HTMLFormElement} form
 * @param {Fault[]} faults
 */
export function judge(form, faults) {
  for (const control of controls(form)) {
    const fault = faults.find(({ field }) => field === control.name)
    control.setCustomValidity(fault ? sentence(form, fault) : '')
  }
}

/**
 * Says of controls whether they are at fault. Where that was not said, an empty required one would be read as such.
 * @param {Iterable<Element>} controls
 * @param {'true' | 'false'} invalid
 */
function mark(controls, invalid) {
  for (const control of controls) control.setAttribute('aria-invalid', invalid)
}

/** @param {HTMLElement} place */
function empty(place) {
  place.textContent = ''
  delete place.dataset.code
}

/**
 * @param {HTMLElement} parent
 * @param {string} tag
 * @param {string} [text]
 */
function append(parent, tag, text = '') {
  const element = document.createElement(tag)
  element.textContent = text
  parent.append(element)
  return element
}

/**
 * The name of the control to which a link of the summary leads; none for a link to elsewhere.
 * @param {HTMLFormElement} form
 * @param {HTMLAnchorElement} link
 * @returns {string | undefined}
 */
export const linked = (form, link) => controls(form).find(({ id }) => id && link.hash === `#${id}`)?.name

/**
 * @param {HTMLFormElement} form
 * @param {string | undefined} name
 */
const named = (form, name) => controls(form).filter((control) => control.name === name)

/**
 * @param {HTMLFormElement} form
 * @param {string} field
 */
const places = (form, field) => [...all(form, '[data-error]')].filter(({ dataset }) => dataset.error === field)

/**
 * The control of a field that can take the focus; of radio buttons, the one chosen.
 * @param {HTMLFormElement} form
 * @param {string | undefined} field
 */
export function focusable(form, field) {
  const usable = named(form, field).filter(({ disabled, type }) => !disabled && type !== 'hidden')
  return usable.find(({ checked }) => checked) ?? usable[0]
}
