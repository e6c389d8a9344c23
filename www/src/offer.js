/**
 * An offer as the text of a form, which `src/form/wire/offer.rs` explains. Here and not in the module: there it would weigh
 * more than the check.
 */

/** @typedef {import('../typed.js').Offer} Offer */

/**
 * Whether its sums and rates are good is seen when the text is read.
 * @param {Offer} offer
 * @returns {string}
 * @throws {TypeError} where a key or a value is none of an offer's
 */
export function encode({ choices, fields, titles = [], subscriptions = [], ...rest }) {
  const {
    questions = [],
    statutes,
    magazinePrice,
    taxRelief,
    fees,
    centsAllowed,
    captcha,
    maintenance,
    closed,
    ...unknown
  } = rest
  for (const key in unknown) throw new TypeError(`it has no key ${key}`)
  if (!choices?.length) throw new TypeError('it has no choices')
  /** @param {Record<string, unknown>} flags by their letters */
  const letters = (flags) =>
    Object.keys(flags)
      .filter((letter) => flags[letter])
      .join('')
  return [
    ...choices.map(({ operation, frequency, amounts, free }) =>
      ['o', ...known(operation, frequency), free ? `${free.min}-${free.max}` : '-', ...amounts].join(' '),
    ),
    fields && `a ${asked(fields)}`,
    ...titles.map((title) => `t ${line(title)}`),
    ...subscriptions.map(
      ({ key, forDonation: d, forMembership: m, needsAddress: a }) => `s ${word(key)} ${letters({ d, m, a })}`,
    ),
    ...questions.map(
      ({ key, choices, required }) => `q ${[key, required ? 'r' : '-', ...choices].map(word).join(' ')}`,
    ),
    statutes && `u ${letters({ d: statutes.forDonation, m: statutes.forMembership })}`,
    magazinePrice && `m ${magazinePrice}`,
    taxRelief && `r ${rates(taxRelief)}`,
    fees && `k ${fees.basisPoints} ${fees.fixed}`,
    `f ${letters({ c: centsAllowed, p: captcha, m: maintenance, x: closed })}`,
  ]
    .filter(Boolean)
    .join(';')
}

/**
 * Of a text, what is not known is passed over; who writes an offer is told.
 * @param {import('../typed.js').Operation} operation
 * @param {import('../typed.js').Frequency} frequency
 */
function known(operation, frequency) {
  const words = `${operation} ${frequency}`
  if (!/^(donation|membership) (once|monthly|yearly)$/.test(words)) throw new TypeError(`choices have no ${words}`)
  return [operation, frequency]
}

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
  for (const [name, value] of Object.entries(fields))
    if (!(name in FIELDS && ASKED.includes(value))) throw new TypeError(`fields has no ${name}: ${value}`)
  return Object.values({ ...FIELDS, ...fields })
    .map((value) => ASKED.indexOf(value))
    .join('')
}

/** @param {import('../typed.js').TaxRelief} relief */
const rates = ({ basisPoints, ceiling, beyond }) => (ceiling ? `${basisPoints} ${ceiling} ${beyond ?? 0}` : basisPoints)

/** @param {string} text */
const word = (text) => safe(text, /[\s;]/)

/** @param {string} text */
const line = (text) => safe(text, /[\n;]|^\s|\s$/)

/**
 * @param {string} text
 * @param {RegExp} end what would end it
 */
function safe(text, end) {
  if (typeof text !== 'string' || !text || end.test(text))
    throw new TypeError(`${JSON.stringify(text)} is none of its values`)
  return text
}
