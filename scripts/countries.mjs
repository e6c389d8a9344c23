/**
 * Packs what is known of countries into Rust source: `countries.tsv` and `dialling.tsv` of `src/form/rules/`, whose
 * first lines explain them, become `tables.rs` beside them. In the page every byte counts, so its tables are texts that
 * the rules search. `src/form/rules/tests.rs` compares each line with what the rules make of it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asked, fail, root } from './tools.mjs'

asked({})
const WIDTH = 120
const folder = join(root, 'src/form/rules')
const countries = read('countries.tsv')
const dialling = read('dialling.tsv')
/** @typedef {Record<string, string>} Row the cells of a line, by their columns */

/** @param {string} kind */
const rules = (kind) => dialling.filter((rule) => rule.kind === kind)

/** The calling codes of the countries that dial each other as one. */
const FRENCH = new Set(['33', ...rules('overseas').map((rule) => rule.is)])
const windows = windowsByUse()

writeFileSync(join(folder, 'tables.rs'), source())

/** The lines of a table. @param {string} name @returns {Row[]} */
function read(name) {
  const [header, ...lines] = readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'))
  return lines.map((line) => {
    if (line.length !== header.length) fail(`${name}: not ${header.length} columns: ${line.join(' ')}`)
    return Object.fromEntries(header.map((column, at) => [column, line[at]]))
  })
}

function source() {
  const codes = countries.map((each) => each.country).join('')
  return `//! Countries, telephone numbers and postal codes, packed. Written by \`scripts/countries.mjs\`; change
//! \`countries.tsv\` and \`dialling.tsv\`.

/// Every country's code, two letters each, sorted.
${constant('CODES', codes)}
/// In the same order the calling code, and a letter. Its place in the alphabet is that of the country's window in
/// [\`WINDOWS\`]. If it is a capital letter, 0 is dialled before a number inside the country; if it is \`@\`, the country
/// is dialled as France is.
${constant('PLANS', countries.map((each) => each.calling + letter(each)).join(''))}
/// The least and the most digits of a number, without what is dialled before it, \`a\` for one: two characters each.
${constant('WINDOWS', windows.map(window).join(''))}
/// How numbers begin whose digits are not in their country's window, with the calling code and \`.\` for any digit;
/// then the least and the most digits, and \`-\`, or [\`NEVER\`].
${constant('UNUSUAL', rules('range').map(unusual))}
/// Of [\`UNUSUAL\`]: there are no such numbers.
${constant('NEVER', '--!')}
/// How French numbers begin that have a calling code of their own, and then that code.
${constant(
  'OVERSEAS',
  rules('overseas').map((rule) => rule.digits + rule.is),
)}
/// How those begin that have such a code only where they are dialled behind it; and \`---\`.
${constant(
  'AT_HOME',
  rules('home').map((rule) => `${joined(rule.digits)}---`),
)}
/// What may be dialled before a number inside the country: the calling code, \`Z\` for each with a capital letter or
/// \`~\` for all; \`.\`; then that.
${constant('TRUNKS', [...rules('trunk').map((rule) => `${rule.digits}.${rule.is}`), 'Z.0', '~.'])}
/// What may be dialled before the calling code of another country, in the same form.
${constant('ABROAD', [...rules('abroad').map((rule) => `${rule.digits}.${rule.is}`), '~.0011', '~.00'])}
/// The countries of each pattern of a postal code, two letters each; \`:\`; the pattern.
${constant('PATTERNS', patterns(), '\\n')}
/// Countries, and the first digits of their codes, where the pattern does not have them.
${constant('PREFIXES', prefixes())}
/// Countries, and what people write before a code, where it is neither the country's two letters nor the first.
${constant('SIGNS', listed('sign'))}
/// Countries where addresses have no code, or seldom.
${constant('WITHOUT', codesOf(countries.filter((each) => each.postal === '-')))}`
}

/**
 * A constant that is a text, or texts with `mark` between, in lines that are short enough.
 * @param {string} name
 * @param {string | string[]} texts
 */
function constant(name, texts, mark = ' ') {
  const begin = `pub(super) const ${name}: &str = "`
  const text = [texts].flat().join(mark)
  if (mark === ' ' && begin.length + text.length <= WIDTH - 2) return `${begin}${text}";\n`
  // A line cannot begin with a space, which Rust leaves out there.
  /** @param {string} each @param {number} at */
  const marked = (each, at) => (at + 1 < texts.length ? each + mark : each)
  const pieces = Array.isArray(texts) ? texts.map(marked) : [...text]
  const lines = ['']
  for (const piece of pieces.flatMap((each) => each.match(/.{1,110}(?<!\\)/g) ?? [])) {
    const last = lines[lines.length - 1]
    if (last.endsWith('\\n') || last.length + piece.length > WIDTH - 2) lines.push(piece)
    else lines.splice(-1, 1, last + piece)
  }
  return `${begin}\\\n${lines.join('\\\n')}";\n`
}

/** @param {string} digits */
function joined(digits) {
  return digits.replaceAll(' ', '')
}

/** @param {Row} rule */
function unusual({ digits, is }) {
  return joined(digits) + (is === 'none' ? '--!' : `${window(is)}-`)
}

/** @param {Row[]} list */
function codesOf(list) {
  return list.map((each) => each.country).join('')
}

/** Countries with what a column says of them, where it says something. @param {string} column */
function listed(column) {
  return countries.filter((each) => each[column] !== '-').map((each) => each.country + each[column])
}

/** `8-9` as two letters. @param {string} digits */
function window(digits) {
  const [least, most = least] = digits.split('-').map(Number)
  if (!(least >= 1 && most >= least && most <= 26)) fail(`not a number of digits, nor two: ${digits}`)
  return String.fromCharCode(96 + least, 96 + most)
}

/**
 * The windows, in the order of their letters. That of `@` is France's. Then come those of most countries first, and of
 * those that only one country has the ones that need a capital letter, since these end at `Z`.
 */
function windowsByUse() {
  const uses = groups(countries, (each) => each.digits)
  /** @param {Row[]} of */
  const isSmall = (of) => Number(of.length === 1 && of[0].trunk !== '0')
  uses.sort(([, one], [, other]) => other.length - one.length || isSmall(one) - isSmall(other))
  return [
    ...countries.filter((each) => each.country === 'FR').map((each) => each.digits),
    ...uses.map(([digits]) => digits),
  ]
}

/** @param {Row} country */
function letter({ country, calling, trunk, digits }) {
  if (FRENCH.has(calling)) return '@'
  const place = windows.indexOf(digits, 1)
  if (trunk === '0' ? place > 26 : place > 30) fail(`${country}: no letter is left for ${digits} digits`)
  return String.fromCharCode((trunk === '0' ? 64 : 96) + place)
}

/** Those without alternatives first, and of these those of most countries: the order that brotli packs best. */
function patterns() {
  const known = countries.filter((each) => !'-?'.includes(each.postal))
  const rows = groups(known, (each) => each.postal).sort(([, one], [, other]) => other.length - one.length)
  rows.sort(([one], [other]) => one.split('|').length - other.split('|').length)
  return rows.map(([pattern, of]) => `${codesOf(of)}:${pattern}`)
}

/** Equal digits side by side. */
function prefixes() {
  const digits = (/** @type {string} */ row) => row.slice(2)
  return listed('begins').sort((one, other) => (digits(one) < digits(other) ? -1 : digits(one) > digits(other) ? 1 : 0))
}

/** The items of each key, in the order in which the keys come. @param {Row[]} items @param {(item: Row) => string} keyOf */
function groups(items, keyOf) {
  /** @type {Map<string, Row[]>} */
  const found = new Map()
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item])
  return [...found]
}
