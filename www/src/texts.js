/**
 * What people read: the messages that the HTML brings, and sums of money.
 */

/** @typedef {import('./rules.js').Fault} Fault */

/**
 * The message of a code for a field, else of the code alone.
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {string} [field]
 */
export function message(form, code, field) {
  /** @type {HTMLTemplateElement | null} */
  const messages = form.querySelector('template[data-messages]')
  /** @param {string} key */
  const find = (key) =>
    [...(messages?.content.children ?? [])].find((text) => text.getAttribute('data-message') === key)?.textContent
  return find(`${field?.replace(/^(subscription|question)_.*/, '$1')}.${code}`) ?? find(code)
}

/**
 * What is wrong, as a sentence. A code shows that the HTML lacks its message; nothing would look as if all were well.
 * @param {HTMLFormElement} form
 * @param {Fault} fault
 */
export function sentence(form, { field, code, limit = 0 }) {
  // Asked for only where the message has a bound: a page's first sum of money takes longer than all that it checks.
  const bound = () => (code === 'too_long' ? String(limit) : money(form, limit))
  return (message(form, code, field) ?? code).replace('{limit}', bound)
}

/**
 * A sum of cents as the form's language writes it; whole euros have none.
 * @param {HTMLFormElement} form
 * @param {number} cents
 */
export const money = (form, cents) =>
  (cents / 100).toLocaleString(language(form), {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: cents % 100 ? 2 : 0,
  })

/**
 * The nearest that the page names; else the browser's.
 * @param {HTMLFormElement} form
 */
export const language = (form) => form.closest('[lang]')?.getAttribute('lang') || undefined
