/**
 * A form whose answers are good is posted, and the page leaves for the payment; or it says why not.
 */
import { clear, write } from './errors.js'
import { tellRedirect, tellRefusal } from './events.js'
import { keyOf, post, unreachable } from './post.js'
import { reading } from './rules.js'
import { say } from './show.js'
import { message } from './texts.js'

/** What solves the proof of work: only a form that asks for one loads it. */
export const captcha = () => import('./captcha.js')

/**
 * Where the proof of work goes, if the form asks for one.
 * @param {HTMLFormElement} form
 */
export const proof = (form) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem('captcha'))

/**
 * Posts the form, and leaves for the payment. While it posts, it is busy.
 * @param {HTMLFormElement} form
 */
export async function send(form) {
  setBusy(form, true, 'verifying')
  clear(form)
  let outcome = await attempt(form)
  if ('errors' in outcome && outcome.errors.some(({ field }) => field === 'captcha')) {
    ;(await captcha()).renew(form)
    outcome = await attempt(form)
  }
  if ('address' in outcome) return leave(form, outcome.address)
  setBusy(form, false)
  refuse(form, outcome.code, outcome.errors)
}

/** @param {HTMLFormElement} form */
async function attempt(form) {
  const solved = proof(form)
  if (solved) {
    try {
      solved.value = await (await captcha()).solution(form)
    } catch (error) {
      // As plain HTML it may be let through.
      if (!crypto.subtle) throw error
      return unreachable()
    }
  }
  setBusy(form, true, 'sending')
  // From now on a post as plain HTML is the same one.
  delete keyOf(form)?.dataset.plain
  return post(form, reading(form).transaction ?? '')
}

/**
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {import('./rules.js').Fault[]} faults
 */
export function refuse(form, code, faults) {
  write(form, code, faults)
  tellRefusal(form, code, faults)
}

/**
 * Notes on the form that a post is under way, and says so.
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 * @param {string} [status]
 */
function setBusy(form, busy, status) {
  form.toggleAttribute('data-busy', busy)
  say(form, (status && message(form, status)) ?? '')
}

/**
 * Goes to the payment, unless the page wants to. Where the person stops that, or comes back to the page as it was, the form
 * can be used again.
 * @param {HTMLFormElement} form
 * @param {string} address
 */
function leave(form, address) {
  const stay = () => setBusy(form, false)
  if (!tellRedirect(form, address)) return stay()
  location.assign(address)
  addEventListener('pageshow', stay, { once: true })
  setTimeout(stay, 10_000)
}
