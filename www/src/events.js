/**
 * What the page is told. Nothing of the person: whoever listens may be a script that counts visitors. A listener that
 * throws is the browser's to report; it stops nothing here.
 */

/**
 * @typedef {import('../index.js').CampagnodonEvents} Events
 * @typedef {Events['change']} Change
 * @typedef {DOMStringMap & Pick<Change, 'operation' | 'frequency'>} Choice
 */

/**
 * Tells it by both names: not every framework can listen to one with a colon.
 * @template {keyof Events} Type
 * @param {HTMLElement} form
 * @param {Type} type
 * @param {Events[Type]} detail
 * @param {boolean} [cancelable]
 * @returns {boolean} whether to go on
 */
const tell = (form, type, detail, cancelable) =>
  [':', '-']
    .map((sign) => new CustomEvent(`campagnodon${sign}${type}`, { bubbles: true, composed: true, cancelable, detail }))
    .map((event) => form.dispatchEvent(event))
    .every(Boolean)

/**
 * @param {HTMLFormElement} form
 * @param {import('./rules.js').Reading} reading
 */
export function tellChange(form, { show, figures }) {
  const [operation, frequency] = /** @type {[Change['operation'], Change['frequency']]} */ (show)
  tell(form, 'change', { operation, frequency, amount: figures.amount ?? null })
}

/**
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {import('./rules.js').Fault[]} faults
 */
export const tellRefusal = (form, code, faults) =>
  tell(form, 'invalid', /** @type {any} */ ({ code, errors: faults.map(({ field, code }) => ({ field, code })) }))

/** @param {HTMLFormElement} form */
export const tellSubmitted = (form) => tell(form, 'submitted', null, true)

/**
 * @param {HTMLFormElement} form
 * @param {string} address
 */
export const tellRedirect = (form, address) => tell(form, 'redirect', { address }, true)

/**
 * A payment that is made, by its page.
 * @param {HTMLElement} page
 */
export function tellCompleted(page) {
  const { operation, frequency, amount } = /** @type {Choice} */ (page.dataset)
  tell(page, 'completed', { operation, frequency, amount: Number(amount) })
}
