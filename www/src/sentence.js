/**
 * A code as a sentence of one language, for who writes a form of his own.
 */

/** @type {typeof import('../texts.js').sentence} */
export function sentence({ language, messages }, { field, code, limit = 0 }) {
  const text = messages[`${field?.replace(/^(subscription|question)_.*/, '$1')}.${code}`] ?? messages[code] ?? code
  return text.replace('{limit}', () => (code === 'too_long' ? String(limit) : euros(language, limit)))
}

/**
 * @param {string} language
 * @param {number} cents
 */
export const euros = (language, cents) =>
  (cents / 100).toLocaleString(language, {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: cents % 100 ? 2 : 0,
  })
