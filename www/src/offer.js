/**
 * An offer as the text of a form, which `src/form/wire/offer.rs` explains. Here and not in the module: there it would weigh
 * more than the check.
 */

/** @typedef {import('../typed.js').Offer} Offer */

/**
 * Whether rates are good is seen when the text is read; the parts say what each of its lines is of.
 * @param {Offer} offer
 * @returns {{ text: string, parts: string[] }}
 * @throws {TypeError} where a key or a value is none of an offer's
 */
export function encode(offer) {
  const { choices, fields, titles = [], subscriptions = [], ...others } = offer ?? {}
  const { questions = [], statutes, magazinePrice, taxRelief, fees, ...flags } = others
  const { centsAllowed, captcha, maintenance, closed, ...unknown } = flags
  for (const key in unknown) throw new TypeError(`it has no key ${key}`)
  if (!choices?.length) throw new TypeError('it has no choices')
  /** @type {[string, string | number | false | null | undefined][]} */
  const lines = [
    ...each('choices', choices, choice),
    ['fields', fields && `a ${asked(fields)}`],
    ...each('titles', titles, (title, at) => `t ${safe(title, /[\n;]|^\s|\s$/, at)}`),
    ...each('subscriptions', subscriptions, subscription),
    ...each('questions', questions, question),
    ['statutes', statutes && `u ${letters({ d: statutes.forDonation, m: statutes.forMembership })}`],
    ['magazinePrice', magazinePrice && `m ${magazinePrice}`],
    ['taxRelief', taxRelief && `r ${rates(taxRelief)}`],
    ['fees', fees && `k ${fees.basisPoints} ${fees.fixed}`],
    ['it', `f ${letters({ c: centsAllowed, p: captcha, m: maintenance, x: closed })}`],
  ]
  const there = lines.filter(([, line]) => line)
  return { text: there.map(([, line]) => line).join(';'), parts: there.map(([part]) => part) }
}

/**
 * A line for each of a list, with where it is in the offer.
 * @template T
 * @param {string} name
 * @param {readonly T[]} list
 * @param {(item: T, at: string) => string} line
 * @returns {[string, string][]}
 */
const each = (name, list, line) => list.map((item, i) => [`${name}[${i}]`, line(item, `${name}[${i}]`)])

/**
 * @param {import('../typed.js').OfferedChoice} choice
 * @param {string} at
 */
function choice({ operation, frequency, amounts, free }, at) {
  one(operation, ['donation', 'membership'], `${at}.operation`)
  one(frequency, ['once', 'monthly', 'yearly'], `${at}.frequency`)
  if (!Array.isArray(amounts)) throw new TypeError(`${at}.amounts is no list`)
  const sums = amounts.map((sum, i) => cents(sum, `${at}.amounts[${i}]`))
  const bounds = free ? `${cents(free.min, `${at}.free.min`)}-${cents(free.max, `${at}.free.max`)}` : '-'
  return ['o', operation, frequency, bounds, ...sums].join(' ')
}

/**
 * @param {import('../typed.js').OfferedSubscription} subscription
 * @param {string} at
 */
const subscription = ({ key, forDonation: d, forMembership: m, needsAddress: a }, at) =>
  `s ${word(key, `${at}.key`)} ${letters({ d, m, a })}`

/**
 * @param {import('../typed.js').OfferedQuestion} question
 * @param {string} at
 */
function question({ key, choices, required }, at) {
  const values = choices.map((value, i) => word(value, `${at}.choices[${i}]`))
  return ['q', word(key, `${at}.key`), required ? 'r' : '-', ...values].join(' ')
}

/** @param {Record<string, unknown>} flags by their letters */
const letters = (flags) =>
  Object.keys(flags)
    .filter((letter) => flags[letter])
    .join('')

/**
 * Each field that a form can do without, in the order of the text, and as it is by default.
 * @type {Required<import('../typed.js').OfferedFields>}
 */
const FIELDS = {
  ...{ title: 'optional', birth_date: 'off', supplemental_address_1: 'optional', supplemental_address_2: 'optional' },
  ...{ phone: 'off', name: 'off' },
}

const ASKED = ['off', 'optional', 'required']

/** @param {import('../typed.js').OfferedFields} fields */
function asked(fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (!(name in FIELDS)) throw new TypeError(`fields has no ${name}`)
    one(value, ASKED, `fields.${name}`)
  }
  return Object.values({ ...FIELDS, ...fields })
    .map((value) => ASKED.indexOf(value))
    .join('')
}

/** @param {import('../typed.js').TaxRelief} relief */
const rates = ({ basisPoints, ceiling, beyond }) => (ceiling ? `${basisPoints} ${ceiling} ${beyond ?? 0}` : basisPoints)

/**
 * @param {unknown} sum
 * @param {string} at
 */
function cents(sum, at) {
  if (!Number.isSafeInteger(sum) || Number(sum) <= 0)
    throw new TypeError(`${at}: ${JSON.stringify(sum)} is no whole number of cents`)
  return sum
}

/**
 * @param {string} value
 * @param {string[]} values
 * @param {string} at
 */
function one(value, values, at) {
  if (!values.includes(value)) throw new TypeError(`${at}: ${JSON.stringify(value)} is none of ${values.join(', ')}`)
}

/**
 * @param {string} text
 * @param {string} at
 */
const word = (text, at) => safe(text, /[\s;]/, at)

/**
 * @param {string} text
 * @param {RegExp} end what would end it
 * @param {string} at
 */
function safe(text, end, at) {
  if (typeof text !== 'string' || !text || end.test(text))
    throw new TypeError(`${at}: ${JSON.stringify(text)} is none of its values`)
  return text
}
