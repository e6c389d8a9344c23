/**
 * The post, and what each answer of the relay means for the page.
 */
import { hex } from './hex.js'

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
  // The key has another transaction already; once is enough to find a free one.
  if (outcome && 'code' in outcome && outcome.code === 'idempotency_key_reused') {
    inTab((tab) => tab.removeItem(unanswered(form)))
    keyOf(form).value = ''
    outcome = await send(form, transaction)
  }
  if (outcome) inTab((tab) => tab.removeItem(unanswered(form)))
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
    // Not `form.action`, which a control of that name would hide.
    const action = new URL(form.getAttribute('action') ?? '', document.baseURI)
    const answer = await fetch(action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key(form) },
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

/** @param {HTMLFormElement} form */
const keyOf = (form) => /** @type {HTMLInputElement} */ (form.elements.namedItem('idempotency_key'))

/** Under what the tab keeps the key of a post that got no answer. @param {HTMLFormElement} form */
const unanswered = (form) => form.getAttribute('id') ?? ''

/**
 * The key of this form: the one it has, so that the same transaction sent twice is one; or a new one, kept in it. Until there
 * is an answer the tab keeps it too, as somebody may load the page anew and send the same again.
 * @param {HTMLFormElement} form
 */
function key(form) {
  const input = keyOf(form)
  input.value = inTab((tab) => tab.getItem(unanswered(form))) ?? input.value
  if (!/^[\w-]{16,64}$/.test(input.value)) input.value = newKey()
  inTab((tab) => tab.setItem(unanswered(form), input.value))
  return input.value
}

/**
 * @template Kept
 * @param {(tab: Storage) => Kept} use
 */
function inTab(use) {
  try {
    return use(sessionStorage)
  } catch {
    // A browser may forbid it.
  }
}

/** An idempotency key that nobody had before. */
export const newKey = () => hex(crypto.getRandomValues(new Uint8Array(16)))
