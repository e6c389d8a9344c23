/**
 * What the page is told. Nothing of the person: whoever listens may be a script that counts visitors. A listener that
 * throws is the browser's to report; it stops nothing here.
 */

/**
 * @typedef {import('../index.js').CampagnodonEventMap} Events
 * @typedef {Events['campagnodon:change']['detail']} Change
 * @typedef {DOMStringMap & Pick<Change, 'operation' | 'frequency'>} Choice
 */

/**
 * @template {keyof Events} Type
 * @param {HTMLElement} form
 * @param {Type} type
 * @param {Events[Type]['detail']} detail
 * @param {boolean} [cancelable]
 * @returns {boolean} whether to go on
 */
const tell = (form, type, detail, cancelable) =>
  form.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable, detail }))

/**
 * @param {HTMLFormElement} form
 * @param {import('./rules.js').Reading} reading
 */
export function tellChange(form, { show, figures }) {
  const [operation, frequency] = /** @type {[Change['operation'], Change['frequency']]} */ (show)
  tell(form, 'campagnodon:change', { operation, frequency, amount: figures.amount ?? null })
}

/**
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {import('./rules.js').Fault[]} faults
 */
export const tellRefusal = (form, code, faults) =>
  tell(form, 'campagnodon:invalid', { code, errors: faults.map(({ field, code }) => ({ field, code })) })

/** @param {HTMLFormElement} form */
export const tellSubmitted = (form) => tell(form, 'campagnodon:submitted', null, true)

/**
 * @param {HTMLFormElement} form
 * @param {string} address
 */
export const tellRedirect = (form, address) => tell(form, 'campagnodon:redirect', { address }, true)

/**
 * A payment that is made, by its page.
 * @param {HTMLElement} page
 */
export function tellCompleted(page) {
  const { operation, frequency, amount } = /** @type {Choice} */ (page.dataset)
  tell(page, 'campagnodon:completed', { operation, frequency, amount: Number(amount) })
}
