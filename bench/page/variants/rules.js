/**
 * What no library brings: this form's own rules, by hand, for the three others alike. From a text as typed to `{
 * value }`, or `{ code }`. The tables of countries are the very ones of our rules: `build.mjs` takes them from
 * `src/form/rules/`.
 */
import { CODES, DEPARTMENTS, KINDS, PATTERNS, PLANS, PREFIXES, WITHOUT } from 'tables'

/** @typedef {{ value: any, code?: undefined } | { code: string, value?: undefined }} Outcome */

const BLANK = '[\\s\\u00ad\\u200b-\\u200f\\u2060-\\u2064\\u3164\\ufeff]'
const EDGES = new RegExp(`^${BLANK}+|${BLANK}+$`, 'g')
const FORBIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]/u

/** @param {string} text */
export const trim = (text) => text.replace(EDGES, '')

/** Control characters, and those that turn the direction of what follows. @param {string} text */
export const isClean = (text) => !FORBIDDEN.test(text)

/** @type {(list: string, code: string) => number} */
const place = (list, code) => (/^[A-Z]{2}$/.test(code) ? (list.match(/../g) ?? []).indexOf(code) : -1)

/** @param {string} code */
export const isCountry = (code) => place(CODES, code) >= 0

/** @param {string} country */
export const hasPostalCodes = (country) => place(WITHOUT, country) < 0

/**
 * @param {string} typed
 * @param {boolean} centsAllowed
 * @returns {Outcome} cents
 */
export function amount(typed, centsAllowed) {
  const parts = trim(typed).match(/^(-?)(\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+|\d+)(?:[.,](.+))?$/)
  if (!parts) return { code: 'amount_invalid' }
  const [, sign, whole, fraction = ''] = parts
  if (/^\d{3}([.,][\d.,]*)?$/.test(fraction)) return { code: 'amount_ambiguous' }
  if (!/^\d{0,2}$/.test(fraction)) return { code: 'amount_invalid' }
  const cents = Number(fraction.padEnd(2, '0'))
  if (cents && !centsAllowed) return { code: 'amount_not_whole' }
  const value = Number(whole.replace(/\D/g, '')) * 100 + cents
  return sign || !value ? { code: 'amount_too_small' } : { value }
}

/**
 * @param {string} typed
 * @param {Date} [today]
 * @returns {Outcome} as ISO 8601
 */
export function birthDate(typed, today = new Date()) {
  const text = trim(typed)
  const digits = text.match(/^\d{8}$/)
  if (digits) {
    const [day, iso] = [/(..)(..)(....)/, /(....)(..)(..)/].map((order) => text.match(order) ?? [])
    const value = born(day[3], day[2], day[1], today) ?? born(iso[1], iso[2], iso[3], today)
    return value ? { value } : { code: 'date_impossible' }
  }
  const parts = text.match(/^(\d+) *[-/. ] *(\d+) *[-/. ] *(\d+)$/)?.slice(1)
  const lengths = parts?.map(({ length }) => length).join('')
  if (!parts || !/^(4[12][12]|[12][12]4)$/.test(lengths ?? '')) return { code: 'date_invalid' }
  if (lengths?.[0] !== '4') parts.reverse()
  if (lengths?.[0] !== '4' && Number(parts[1]) > 12) return { code: 'date_invalid' }
  const value = born(parts[0], parts[1], parts[2], today)
  return value ? { value } : { code: 'date_impossible' }
}

/** @type {(year: string, month: string, day: string, today: Date) => string | undefined} */
function born(year, month, day, today) {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const lived = Number(year) >= today.getFullYear() - 130 && date.getTime() <= now
  return exists && lived ? date.toISOString().slice(0, 10) : undefined
}

/**
 * @param {string} typed already trimmed
 * @param {string} country
 * @returns {Outcome} as the country writes it
 */
export function postalCode(typed, country) {
  const upper = typed.toUpperCase()
  const row = PATTERNS.split('\n')
    .map((row) => row.split(':'))
    .find(([countries]) => place(countries, country) >= 0)
  if (!row) return /[!-,./:-@[-`{-~]/.test(upper) ? { code: 'postal_code_invalid' } : { value: upper }
  const bare = upper.replace(new RegExp(`^${country[0]}${country[1]}?[ \\u00a0-]?`), '')
  for (const text of [upper, bare, country + upper]) {
    for (const pattern of row[1].split('|')) {
      const value = written(text, pattern)
      if (value && startsRight(value, country)) return { value }
    }
  }
  return { code: 'postal_code_invalid' }
}

/** @type {(text: string, pattern: string) => string | undefined} */
function written(text, pattern) {
  const groups = pattern.split(/[ -]/).map((group) => `(${group.replace(/[9A*_]/g, (kind) => CLASSES[kind])})`)
  const found = text.match(new RegExp(`^${groups.join('[ \\u00a0-]?')}$`))
  return found
    ?.slice(1)
    .map((group) => group.replace(/\s/g, ''))
    .join(pattern.match(/[ -]/)?.[0] ?? '')
}

/** @type {Record<string, string>} */
const CLASSES = { 9: '\\d', A: '[A-Z]', '*': '[A-Z\\d]', _: '\\s?' }

/** @type {(code: string, country: string) => boolean} */
function startsRight(code, country) {
  if (country === 'FR') return !/^(00|99)/.test(code)
  const row = PREFIXES.split(' ').find((row) => row.startsWith(country))
  return !row || code.startsWith(row.slice(2))
}

/**
 * @typedef {{ code: string, trunks: string[], min: number, max: number }} Plan
 * @type {Plan[]}
 */
const plans = (PLANS.match(/.{4}/g) ?? []).map((plan) => {
  const kind = plan.charCodeAt(3) < 97 ? plan.charCodeAt(3) - 65 : plan.charCodeAt(3) - 71
  const [trunk, min, max] = KINDS.slice(3 * kind, 3 * kind + 3)
  const trunks = { '-': [], 6: ['06'], 8: ['80', '8', '0'] }[trunk] ?? [trunk]
  return { code: plan.slice(0, 3).replace(/_/g, ''), trunks, min: parseInt(min, 36) - 9, max: parseInt(max, 36) - 9 }
})

/**
 * @param {string} typed
 * @param {string} country
 * @returns {Outcome} as ITU-T E.164 writes it
 */
export function phone(typed, country) {
  const [, plus, text] =
    trim(typed)
      .replace(/[ \u00a0\u202f\u2009.\-\u2010-\u2013/()\u202a-\u202e]/g, '')
      .match(/^(\+|00)?(\d{1,20})$/) ?? []
  const plan = plans[place(CODES, country)]
  let value
  if (text && plus) {
    const known = plans.find(({ code }) => text.startsWith(code))
    value = known ? afterCode(text, known) : /^[1-9]\d{7,14}$/.test(text) && `+${text}`
  } else if (text && plan) {
    const french = ['33', '262', '590', '594', '596'].includes(plan.code)
    const trunk = plan.trunks.find((trunk) => text.startsWith(trunk))
    value =
      (trunk && inFull(text.slice(trunk.length), plan, french)) || inFull(text, plan, french) || afterCode(text, plan)
  } else if (text) {
    value = /^\d{6,15}$/.test(text) && text
  }
  return value ? { value } : { code: 'phone_invalid' }
}

/** @type {(text: string, plan: Plan) => string | undefined} */
function afterCode(text, plan) {
  if (!text.startsWith(plan.code)) return
  const number = text.slice(plan.code.length)
  return inFull(plan.trunks[0] === '0' ? number.replace(/^0/, '') : number, plan, plan.code === '33')
}

/** @type {(number: string, plan: Plan, french: boolean) => string | undefined} */
function inFull(number, { code, trunks, min, max }, french) {
  const least = code === '1' || code === '352' ? '2' : code === '34' ? '5' : trunks.length ? '1' : '0'
  if (number[0] < least || number.length < min || number.length > max) return
  const department = french && DEPARTMENTS.split(' ').find((row) => row.slice(0, 3) === number.slice(0, 3))
  return `+${department ? department.slice(3) : french ? '33' : code}${number}`
}
