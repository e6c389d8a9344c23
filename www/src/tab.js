/**
 * What the tab alone keeps of its forms, by their ids, until a payment is made: the key of the last post, and what was
 * typed and chosen, for whoever comes back from the payment.
 */
import { controls } from './rules.js'

/** @typedef {{ key: string, search: string, typed: Record<string, [string, boolean]> }} Kept */

const NAME = 'campagnodon'

/** @returns {Record<string, Kept>} */
function all() {
  try {
    return JSON.parse(sessionStorage[NAME]) ?? {}
  } catch {
    // None, or a browser that forbids it.
    return {}
  }
}

/** @param {HTMLFormElement} form */
const idOf = (form) => form.getAttribute('id') ?? ''

/**
 * @param {HTMLFormElement} form
 * @returns {Kept | undefined}
 */
export const recall = (form) => all()[idOf(form)]

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 */
export function keep(form, key) {
  const typed = Object.fromEntries(persons(form).map(({ id, value, checked }) => [id, [value, checked]]))
  try {
    sessionStorage[NAME] = JSON.stringify({ ...all(), [idOf(form)]: { key, search: location.search, typed } })
  } catch {
    // Forbidden, or full.
  }
}

/** Nothing is needed any more. */
export function forget() {
  try {
    sessionStorage.removeItem(NAME)
  } catch {
    // Forbidden.
  }
}

/**
 * Fills the form in again. Where the browser has done so, or the person was faster, only what browsers leave out.
 * @param {HTMLFormElement} form
 * @param {boolean} touched
 * @returns {boolean} whether the page's address has no say: it said so already before
 */
export function refill(form, touched) {
  const { typed = {}, search } = recall(form) ?? {}
  for (const control of persons(form)) {
    if (typed[control.id] && (!touched || control.autocomplete === 'off'))
      [control.value, control.checked] = typed[control.id]
  }
  return search === location.search
}

/**
 * Those of our controls that a person fills in; programs fill in a field called `website`.
 * @param {HTMLFormElement} form
 */
const persons = (form) =>
  controls(form).filter(
    ({ id, name, type }) => id.startsWith(`${idOf(form)}-`) && type !== 'hidden' && name !== 'website',
  )
