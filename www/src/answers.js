/**
 * Answers as a site has them: an object, a `FormData`, a `URLSearchParams`; made those that the module takes.
 */
import { asTaken } from './ascii.js'

const TEXTS = [
  ...['operation', 'frequency', 'amount', 'free_amount', 'email', 'title', 'first_name', 'last_name', 'birth_date'],
  ...['street_address', 'supplemental_address_1', 'supplemental_address_2', 'postal_code', 'city', 'country', 'phone'],
  ...['subscriptions', 'captcha'],
]
/** The boxes that a form has at most one of each; an optional subscription is one too. */
const BOXES = ['tax_receipt', 'fees', 'statutes']
const YES = [true, 'on', '1', 'true']
const NO = [false, '', undefined, null]

/**
 * Sorts out what was given. Keys that no form has are left aside, or are misuse where the form is strict: a site's own form has
 * a few beside ours, which its framework adds.
 * @param {unknown} given
 * @param {boolean} strict
 * @returns {{ answers: Record<string, unknown>, odd: string[] }} and the boxes that say neither yes nor no
 */
export function sorted(given, strict) {
  /** @type {Record<string, unknown>} */
  const answers = {}
  const odd = []
  for (const [name, answer] of entries(given)) {
    const isSubscription = /^subscription_./.test(name)
    if (BOXES.includes(name) || isSubscription) {
      const ticked = YES.includes(/** @type {string} */ (answer))
      const isOdd = !ticked && !NO.includes(/** @type {string} */ (answer))
      // Which subscriptions there are, the module knows.
      if (isOdd && !isSubscription) odd.push(name)
      else answers[name] = isOdd ? [] : ticked
    } else if (TEXTS.includes(name) || /^question_./.test(name)) {
      answers[name] = name === 'amount' ? amount(answer) : typeof answer === 'string' ? asTaken(name, answer) : answer
    } else if (strict) refuse(`no field is named ${name}`)
  }
  return { answers, odd }
}

/**
 * @param {unknown} given
 * @returns {[string, unknown][]}
 */
function entries(given) {
  if (!given || typeof given !== 'object' || Array.isArray(given))
    return refuse('they are an object, a FormData or a URLSearchParams')
  if (!('getAll' in given)) return Object.entries(given)
  const form = /** @type {FormData} */ (given)
  return [...new Set(form.keys())].map((name) => {
    const all = form.getAll(name)
    return [name, name === 'subscriptions' || all.length > 1 ? all : all[0]]
  })
}

/**
 * An amount's text, or its cents, which the module takes as a number. A number alone would be euros to one site and cents to
 * another.
 * @param {unknown} answer
 */
function amount(answer) {
  if (typeof answer === 'number')
    refuse(`amount is a text in euros, '12.50', or { cents: 1250 }: of a number, nobody knows which`)
  return answer && typeof answer === 'object' && 'cents' in answer ? answer.cents : answer
}

/** @param {string} why @returns {never} */
function refuse(why) {
  throw ['answers_invalid', `these are no answers: ${why}`]
}
