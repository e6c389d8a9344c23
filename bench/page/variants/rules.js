/**
 * What no library brings: this form's own rules, by hand, for the three others alike. From a text as typed to `{
 * value }`, or `{ code }`. The tables of countries are the very ones of our rules: `build.mjs` takes them from
 * `src/form/rules/`.
 */
import {
  ABROAD,
  AT_HOME,
  CODES,
  MONTHS,
  NEVER,
  OVERSEAS,
  PATTERNS,
  PLANS,
  PREFIXES,
  SIGNS,
  TRUNKS,
  UNUSUAL,
  WINDOWS,
  WITHOUT,
} from 'tables'
import { MAX } from './offer.js'

/** @typedef {{ value: any, code?: undefined } | { code: string, value?: undefined }} Outcome */

/** What programs leave in a text, and no name needs. */
const DROPPED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them.
  /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffc]/g
const UNSEEN = '\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200c\\u200d\\u2800\\u3164\\uffa0'
const SELECTORS = '\\u180b-\\u180f\\ufe00-\\ufe0f\\u{e0000}-\\u{e01ef}'
const EDGES = new RegExp(`^[ ${UNSEEN}${SELECTORS}]+|[ ${UNSEEN}]+$`, 'gu')
const FORBIDDEN = /[\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\ufff0-\ufffd\u{40000}-\u{dffff}\u{e01f0}-\u{10ffff}]/u
const DASHES = /[\u058a\u05be\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u301c\u30fc\ufe58\ufe63\uff70]/g

/** A text as one line, without what is not seen. @param {string} text */
export const oneLine = (text) =>
  text
    .normalize()
    .replace(DROPPED, '')
    .replace(/[\s\x85]+/g, ' ')
    .replace(EDGES, '')

/**
 * The same of what is typed by signs alone: those of full width, dashes and apostrophes in ASCII.
 * @param {string} text
 */
export const plain = (text) =>
  oneLine(text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)))
    .replace(DASHES, '-')
    .replace(/\u2019/g, "'")

/** Whether it has no characters that no script has. @param {string} text of one line */
export const isClean = (text) => !FORBIDDEN.test(text)

/** @type {(list: string, code: string) => number} */
const place = (list, code) => (/^[A-Z]{2}$/.test(code) ? (list.match(/../g) ?? []).indexOf(code) : -1)

/** @param {string} code */
export const isCountry = (code) => place(CODES, code) >= 0

/** @param {string} country */
export const hasPostalCodes = (country) => place(WITHOUT, country) < 0

const CURRENCY = '(?:€|eu?|euro?|euros)?'
const GROUPS = "\\d{1,3}(?:[ ']\\d{3})+|\\d+"
const AMOUNT = new RegExp(`^${CURRENCY} ?([-+]?)(${GROUPS}|)(?:[.,](|.*[!-@]))? ?${CURRENCY}$`, 'i')

/**
 * @param {string} typed
 * @param {boolean} centsAllowed
 * @returns {Outcome} cents
 */
export function amount(typed, centsAllowed) {
  const [, sign, whole = '', fraction = ''] = plain(typed).match(AMOUNT) ?? []
  const dashes = /^-*$/.test(fraction)
  if (!whole && dashes) return { code: 'amount_invalid' }
  if (/^\d{3}($|[.,])/.test(fraction)) return { code: 'amount_ambiguous' }
  if (!dashes && !/^\d{1,2}$/.test(fraction)) return { code: 'amount_invalid' }
  const cents = dashes ? 0 : Number(fraction.padEnd(2, '0'))
  if (cents && !centsAllowed) return { code: 'amount_not_whole' }
  const value = Number(whole.replace(/\D/g, '')) * 100 + cents
  return sign === '-' || !value ? { code: 'amount_too_small' } : { value }
}

const BETWEEN = '(?: *[-/.,] *| +)'
const DATE = new RegExp(`^ *(\\d+M?)${BETWEEN}(\\d+M?)${BETWEEN}(\\d+M?) *[-/.,]? *$`)

/**
 * @param {string} typed
 * @param {Date} [today]
 * @returns {Outcome} as ISO 8601
 */
export function birthDate(typed, today = new Date()) {
  // Months as their number and `M`; shorter words say nothing.
  const text = plain(typed)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[a-z]+/g, (word) => (word.length < 3 ? ' ' : ` ${monthOf(word)}M `))
  const [, digits] = text.match(/^ *(\d{8}) *[-/.,]? *$/) ?? []
  let parts = text.match(DATE)?.slice(1)
  // A year that a living person was born in makes no month and day.
  if (digits) parts = digits.match(Number(digits.slice(4)) > 1231 ? /(..)(..)(....)/ : /(....)(..)(..)/)?.slice(1)
  let [year, month, day] = parts ?? []
  const shape = parts?.map((part) => (part.endsWith('M') ? 'M' : part.length)).join('') ?? ''
  if (/^M[12]4$/.test(shape)) [month, day, year] = [year, month, day]
  else if (/^[12][12M][24]$/.test(shape)) [day, year] = [year, day]
  else if (!/^4[12M][12]$/.test(shape)) return { code: 'date_invalid' }
  if (!shape.startsWith('4') && !digits && parseInt(month, 10) > 12) return { code: 'date_invalid' }
  if (year.length === 2) {
    // No day, and of one century only.
    if (Number(year) < 32 || 2000 + Number(year) <= today.getFullYear()) return { code: 'date_invalid' }
    year = `19${year}`
  }
  const value = born(year, month, day, today)
  return value ? { value } : { code: 'date_impossible' }
}

/** By its first letters; of `juin` and `juillet` the fourth is the third. @param {string} word */
function monthOf(word) {
  const at = MONTHS.match(/.../g)?.indexOf(word.replace(/^jui(?=.)/, 'ju').slice(0, 3)) ?? -1
  return at < 0 ? 'none' : (at % 12) + 1
}

/** @type {(year: string, month: string, day: string, today: Date) => string | undefined} */
function born(year, month, day, today) {
  const date = new Date(Date.UTC(Number(year), parseInt(month, 10) - 1, Number(day)))
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  const exists = date.getUTCMonth() === parseInt(month, 10) - 1 && date.getUTCDate() === Number(day)
  const lived = Number(year) >= today.getFullYear() - 130 && date.getTime() <= now
  return exists && lived ? date.toISOString().slice(0, 10) : undefined
}

/**
 * What a table, of words that begin with a country's two letters, says of this one.
 * @type {(table: string, country: string) => string | undefined}
 */
const saidOf = (table, country) =>
  table
    .split(' ')
    .find((row) => row.startsWith(country))
    ?.slice(country.length)

/**
 * @param {string} typed
 * @param {string} country
 * @returns {Outcome} as the country writes it
 */
export function postalCode(typed, country) {
  const upper = plain(typed).toUpperCase()
  const row = PATTERNS.split('\n')
    .map((row) => row.split(':'))
    .find(([countries]) => place(countries, country) >= 0)
  if (!row) return /[!-,/:-@[-`{-~]/.test(upper) ? { code: 'postal_code_invalid' } : { value: upper }
  // What people write before it: the country's sign, and a mark or the first digit.
  const sign = [saidOf(SIGNS, country) ?? country, country, country[0]].find((sign) => upper.startsWith(sign)) ?? ''
  const bare = upper.slice(sign.length).match(/^(?:[ .-]+|(?=\d))(.*)/)?.[1]
  for (const text of sign && bare ? [upper, bare] : [upper]) {
    for (const pattern of row[1].split('|')) {
      const value = written(text, pattern, country)
      if (value && startsRight(value, country)) return { value }
    }
  }
  return { code: 'postal_code_invalid' }
}

/**
 * The code as the pattern writes it, if it fits.
 * @type {(text: string, pattern: string, country: string) => string | undefined}
 */
function written(text, pattern, country) {
  const whole = pattern.replace(/[^&_ -]+/g, '($&)').replace(/[9a*_& -]/g, (kind) => CLASSES[kind])
  const groups = text.match(new RegExp(`^${whole}$`))?.slice(1)
  return (
    groups &&
    pattern
      .replace(/[^&_ -]+/g, () => groups.shift() ?? '')
      .replace('&', country)
      .replace('_', '')
  )
}

/** @type {Record<string, string>} */
const CLASSES = {
  ...{ 9: '\\d', a: '[A-Z]', '*': '[A-Z\\d]' },
  ...{ _: '[ .]?', '&': '', ' ': '[ .-]*', '-': '[ .-]*' },
}

/** @type {(code: string, country: string) => boolean} */
const startsRight = (code, country) =>
  country === 'FR' ? !/^(00|99)/.test(code) : code.startsWith(saidOf(PREFIXES, country) ?? '')

/**
 * A calling code, and the letter that tells the window and the trunk.
 * @typedef {{ code: string, letter: string }} Plan
 * @type {Plan[]}
 */
const plans = [...PLANS.matchAll(/(\d+)(\D)/g)].map(([, code, letter]) => ({ code, letter }))

/** With marks left out: words before, the number, and an extension. */
const PHONE = /^[a-np-zé]*(\+?\d*)(?:[xep#](.*))?$/

/**
 * @param {string} typed
 * @param {string} country
 * @returns {Outcome} as ITU-T E.164 writes it
 */
export function phone(typed, country) {
  const text = plain(typed)
    .toLowerCase()
    .replace(/[ '(),\-./:;[\]_~·\u2000-\u206f]/g, '')
  const [, digits = '', extension = '1'] = text.match(PHONE) ?? []
  const value = /^\D*(\d\D*){1,6}$/.test(extension) && inFull(digits, plans[place(CODES, country)])
  if (value) return { value }
  return { code: oneLine(typed).length > MAX.phone ? 'too_long' : 'phone_invalid' }
}

/** @type {(digits: string, plan?: Plan) => string | undefined | false} */
function inFull(digits, plan) {
  if (digits[0] === '+') return international(digits.slice(1))
  if (!plan) return digits.startsWith('00') ? international(digits.slice(2)) : /^\d{6,15}$/.test(digits) && digits
  return (
    behind(TRUNKS, digits, plan, (number) => write(number, plan)) ||
    behind(TRUNKS, digits, plan, (number) => afterCode(number, plan)) ||
    behind(ABROAD, digits, plan, international)
  )
}

/** @param {string} digits */
function international(digits) {
  const plan = plans.find(({ code }) => digits.startsWith(code))
  if (plan) return afterCode(digits, plan)
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined
}

/** @type {(digits: string, plan: Plan) => string | undefined} */
function afterCode(digits, plan) {
  if (!digits.startsWith(plan.code)) return
  return behind(TRUNKS, digits.slice(plan.code.length), plan, (number) => write(number, plan))
}

/**
 * The first that is read after one of the prefixes that the country has.
 * @type {(prefixes: string, digits: string, plan: Plan, read: (number: string) => string | undefined) => string | undefined}
 */
function behind(prefixes, digits, { code, letter }, read) {
  for (const row of prefixes.split(' ')) {
    const [whose, prefix] = row.split('.')
    const ours = (whose === code || whose[0] >= letter) && digits.startsWith(prefix)
    const number = ours ? read(digits.slice(prefix.length)) : undefined
    if (number) return number
  }
}

/** @type {(number: string, plan: Plan) => string | undefined} */
function write(number, plan) {
  const { code, letter } = plan
  // Argentina's mobiles.
  if (code === '54' && number.length === 12) {
    const [, area, rest] = number.match(/^(.{2,4}?)15(.*)$/) ?? []
    return area && write(`9${area}${rest}`, plan)
  }
  const whole = code + number
  const unusual = endOf(UNUSUAL, whole)
  const at = 2 * (letter.charCodeAt(0) % 32)
  const zero = number.startsWith(letter < 'a' ? '0' : '00')
  const usual = !zero && unusual !== NEVER && fits(number, WINDOWS.slice(at, at + 2))
  if (!usual && !(unusual && fits(number, unusual))) return
  if (letter === '@' && !endOf(AT_HOME, whole)) return `+${endOf(OVERSEAS, number) ?? '33'}${number}`
  return `+${whole}`
}

/** @type {(number: string, window: string) => boolean} */
function fits({ length }, window) {
  const [min, max] = [0, 1].map((at) => window.charCodeAt(at) - 96)
  return min <= length && length <= max
}

/**
 * The last three characters of the first row that fits how the text begins.
 * @type {(rows: string, text: string) => string | undefined}
 */
const endOf = (rows, text) =>
  rows
    .split(' ')
    .find((row) => new RegExp(`^${row.slice(0, -3)}`).test(text))
    ?.slice(-3)
