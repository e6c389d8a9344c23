/**
 * The proof of work: the relay's challenge (ALTCHA v2, PBKDF2 with SHA-256), solved while the person fills in the form. The
 * browser derives the keys off the page's thread, one after the other, so typing never stutters.
 */
import { bytes, hex } from './hex.js'

/**
 * An answer in base64, and until when it is good, by this clock.
 * @typedef {{ answer: string, until: number }} Solved
 */

/** The time that a post may take, in milliseconds: an answer that ends sooner is not sent. */
const POST = 20_000

/** @type {WeakMap<HTMLFormElement, Promise<Solved>>} */
const begun = new WeakMap()

/**
 * From the first focus or input on, the work is done ahead. A form that asks for none is left alone.
 * @param {HTMLFormElement} form
 */
export function prepare(form) {
  if (!place(form)) return
  for (const type of ['focusin', 'input']) form.addEventListener(type, ahead, { once: true })
}

/**
 * The answer for the field `captcha`, as soon as there is one that is good for a post.
 * @param {HTMLFormElement} form
 * @returns {Promise<string>} rejects where there can be none: no connection, no `crypto.subtle` (plain http), the form gone
 */
export async function solution(form) {
  const done = await begun.get(form)?.catch(() => {})
  return (done && Date.now() < done.until ? done : await begin(form)).answer
}

/**
 * Forgets the answer, which the relay refused or took: the next is to another challenge. A form that was shown before the relay
 * asked for any asks for one from now on, as it would if it were shown now.
 * @param {HTMLFormElement} form
 */
export function renew(form) {
  begun.delete(form)
  if (place(form)) return
  const { dataset } = form
  const text = dataset.campagnodon ?? ''
  dataset.campagnodon = text.includes(';f ') ? text.replace(';f ', ';f p') : `${text};f p`
  const field = document.createElement('div')
  field.dataset.captcha = (form.getAttribute('action') ?? '').replace(/(\?.*)?$/, '/challenge')
  field.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'captcha' }))
  form.append(field)
}

/** @param {Event} event */
function ahead({ currentTarget }) {
  const form = /** @type {HTMLFormElement} */ (currentTarget)
  if (!begun.has(form)) begin(form)
}

/** @param {HTMLFormElement} form */
function begin(form) {
  const work = solve(form)
  begun.set(form, work)
  work.catch(() => {})
  return work
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLElement | null} what names the challenge's address and holds the hidden field
 */
const place = (form) => form.querySelector('[data-captcha]')

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Solved>}
 */
async function solve(form) {
  const { subtle } = crypto
  if (!subtle) throw new Error('no crypto.subtle')
  const response = await fetch(place(form)?.dataset.captcha ?? '')
  const challenge = await response.json()
  const { nonce, salt, cost, keyLength, keyPrefix, expiresAt } = challenge.parameters
  // By the relay's clock; the person's may be wrong. Where the answer has no date, no answer is kept.
  const until = Date.now() + expiresAt * 1000 - Date.parse(response.headers.get('date') ?? '') - POST
  // 16 bytes, and 4 for the counter.
  const password = bytes(nonce + '00000000')
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost }
  for (let counter = 0; form.isConnected; counter++) {
    new DataView(password.buffer).setUint32(16, counter)
    const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const derivedKey = hex(new Uint8Array(await subtle.deriveBits(derivation, key, keyLength * 8)))
    if (!derivedKey.startsWith(keyPrefix)) continue
    const answer = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }))
    // A post as plain HTML takes it from here.
    const input = place(form)?.querySelector('input')
    if (input) input.value = answer
    return { answer, until }
  }
  throw new Error('the form is gone')
}
