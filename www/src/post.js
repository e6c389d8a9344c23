/**
 * The post, and what each answer of the relay means for the page.
 */
import { keep } from './tab.js'

/** @typedef {import('./rules.js').Fault} Fault */

/** Longer than the relay waits for a distant that does not answer. A second try can take it longer: it asks twice. */
export const TIME_OUT_MS = 25_000

/**
 * Posts a transaction, as JSON.
 * @param {HTMLFormElement} form
 * @param {string} transaction
 * @returns {Promise<{ address: string } | { code: string, errors: Fault[] }>} where to pay, or why not
 */
export async function post(form, transaction) {
  let outcome = await send(form, transaction)
  // The key has another transaction already, or one whose payment has ended; once is enough to find a free one.
  if (outcome && 'code' in outcome && outcome.code === 'idempotency_key_reused') {
    keyOf(form).value = newKey()
    outcome = await send(form, transaction)
  }
  return outcome ?? unreachable()
}

/**
 * @param {HTMLFormElement} form
 * @param {string} body
 * @returns {Promise<{ address: string } | { code: string, errors: Fault[] } | undefined>} nothing where there is no answer, or
 *   one that the relay did not write
 */
async function send(form, body) {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), TIME_OUT_MS)
  try {
    const key = keyOf(form).value
    keep(form, key)
    // Not `form.action`, which a control of that name would hide.
    const action = new URL(form.getAttribute('action') ?? '', document.baseURI)
    const answer = await fetch(action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      signal: stop.signal,
      body,
    })
    const location = answer.headers.get('Location')
    if (answer.status === 201 && location) {
      const address = new URL(location, action)
      // Only the web's: a `javascript:` address would run in this page.
      if (/^https?:$/.test(address.protocol)) return { address: address.href }
    }
    const problem = await answer.json()
    if (typeof problem.code === 'string') return refusal(problem)
  } catch {
    // The network failed, or what came is no JSON.
  }
}

/** @returns {{ code: string, errors: Fault[] }} */
export const unreachable = () => ({ code: navigator.onLine ? 'relay_unreachable' : 'offline', errors: [] })

/** @param {{ code: string, errors?: Fault[] }} problem */
function refusal({ code, errors }) {
  return { code, errors: code === 'invalid_answers' && Array.isArray(errors) ? errors : [] }
}

/**
 * Where the form has its key. That of the HTML is for posts without scripts: a page that was made once for many has it for
 * all of them.
 * @param {HTMLFormElement} form
 */
export const keyOf = (form) => /** @type {HTMLInputElement} */ (form.elements.namedItem('idempotency_key'))

/**
 * An idempotency key that nobody had before: the time in twelve hexadecimal digits, by which the relay keeps together what
 * came together, and 128 random bits.
 */
export const newKey = () => `0${Date.now().toString(16)}${crypto.getRandomValues(new Uint32Array(4)).join('')}`
