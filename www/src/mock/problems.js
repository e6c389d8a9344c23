/**
 * What the relay says when something is wrong: `application/problem+json`, or a page to who prefers one.
 */
import { page } from './pages.js'

/** The status of each code, and what it tells developers, as `src/relay/http/problem.rs` has them. */
export const PROBLEMS = /** @type {const} */ ({
  invalid_answers: [422, 'Some answers are refused; see errors'],
  maintenance: [503, 'The site is being maintained'],
  campaign_closed: [410, 'The campaign takes no more payments'],
  distant_unavailable: [503, 'The distant system cannot be reached; send the same again'],
  distant_refused: [502, 'The distant system refused the transaction'],
  idempotency_key_invalid: [400, 'Idempotency-Key must be 16 to 64 letters, digits, - and _'],
  idempotency_key_reused: [
    409,
    'This Idempotency-Key came before with another transaction, or its payment has ended; take a new one',
  ],
  cross_origin: [403, "Forms are taken from this site's own pages only"],
  body_invalid: [400, 'The body is not what its content type says, or has a key that no form has'],
  body_too_large: [413, 'The body is larger than 64 KiB'],
  too_slow: [408, 'The body took longer than 10 seconds to come'],
  media_type_unsupported: [415, 'Send application/json or application/x-www-form-urlencoded'],
  not_found: [404, 'Nothing is here'],
  method_not_allowed: [405, 'This address does not take that method'],
  busy: [503, 'Too many at once; send the same again shortly'],
  robot_suspected: [422, 'Sent without scripts, and sooner than a person can or with the field that must stay empty'],
  page_expired: [
    422,
    'Sent without scripts, and without the time at which this relay showed the form, or long after it',
  ],
  payment_ended: [409, 'The same was sent before, and its payment has ended; send it again to pay again'],
  payment_moved_on: [409, 'The payment has gone on; this can no longer be done to it'],
  not_saved: [503, 'The relay cannot write, and saved nothing; send the same again shortly'],
  internal: [500, 'An error of the server; it was logged'],
})

/** @typedef {keyof typeof PROBLEMS} Problem */

/** What answers a request otherwise than hoped; thrown to whoever makes an answer of it. */
export class Refusal extends Error {
  /**
   * @param {Problem} code
   * @param {{ errors?: import('../../typed.js').FieldError[], allow?: string }} [more]
   */
  constructor(code, { errors = [], allow } = {}) {
    super(code)
    this.code = code
    this.errors = errors
    this.allow = allow
  }

  get status() {
    return PROBLEMS[this.code][0]
  }

  get headers() {
    return {
      'Cache-Control': 'no-store',
      ...(this.status === 503 && { 'Retry-After': '5' }),
      ...(this.allow && { Allow: this.allow }),
    }
  }

  /** For programs. */
  asProblem() {
    const { code, status, errors } = this
    const told = { type: `urn:campagnodon:problem:${code}`, title: PROBLEMS[code][1], status, code }
    const body = JSON.stringify(errors.length ? { ...told, errors } : told)
    return new Response(body, { status, headers: { ...this.headers, 'Content-Type': 'application/problem+json' } })
  }

  /**
   * For people.
   * @param {import('./recorded.js').Recording} recording
   * @param {string} language
   */
  asPage({ texts }, language) {
    const told = texts[this.code] ?? texts.internal
    return page({ title: told, language, content: `<h1>${told}</h1>`, status: this.status, headers: this.headers })
  }
}
