/**
 * Campagnodon for a site that renders the relay's form anew: the form as data. `form.d.ts` is the contract.
 */
import { across } from './src/across.js'

/**
 * @param {string | URL} src
 * @param {import('./form.js').FetchFormOptions} [options]
 * @returns {Promise<import('./form.js').DescribedForm>}
 */
export async function fetchForm(src, { language = '*', signal } = {}) {
  const address = new URL(src, globalThis.document?.baseURI)
  const headers = { Accept: 'application/json', 'Accept-Language': language }
  const answer = await across(address, { headers, signal })
  const form = await answer.json()
  if (!Array.isArray(form?.fields)) throw new Error(`${address.href}: no form`)
  return form
}

/**
 * @param {import('./form.js').Condition | null} condition
 * @param {import('./form.js').Shown} shown
 */
export function holds(condition, { operation, frequency, ...flags }) {
  const words = [operation, frequency, ...Object.entries(flags).map(([name, holds]) => holds === true && name)]
  const known = words.map((word) => (word === 'postal_code_used' ? 'postal_code' : word))
  return condition?.some((all) => all.every((word) => known.includes(word))) ?? true
}
