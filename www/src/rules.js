/**
 * The rules, asked in lines of text: `src/form/wire/reading.rs` says what they hold.
 */
import { asTaken } from './ascii.js'
import { read } from './load.js'

/**
 * @typedef {{ field: string, code: string, limit?: number }} Fault an answer that is refused
 * @typedef {{
 *   show: string[], value?: string, figures: Record<string, number>,
 *   refused?: string, errors: Fault[], transaction?: string,
 * }} Reading what is shown with the answers, and the transaction that they make or why they make none
 * @typedef {HTMLInputElement} Control lists and text areas have what we ask of an input
 */

/**
 * Everything that can be filled in.
 * @param {HTMLFormElement} form
 */
export const controls = (form) => /** @type {Control[]} */ ([...form.elements].filter((element) => 'value' in element))

/**
 * Reads what is typed and ticked; where it is not shown too, since it comes back when it is shown again, or only what
 * a plain post would send.
 * @param {HTMLFormElement} form
 * @param {boolean} [everywhere]
 * @returns {Reading}
 */
export function reading(form, everywhere) {
  const answers = controls(form)
    .filter(({ type, checked }) => checked || !/radio|checkbox/.test(type))
    .filter((control) => everywhere || !control.matches(':disabled'))
    .map((control) => `${control.name} ${answer(control).replace(/[\\\n]/g, (c) => (c === '\n' ? '\\n' : '\\\\'))}`)
  const now = new Date()
  const lines = read(
    form.dataset.campagnodon || '',
    answers.join('\n'),
    now.getFullYear(),
    now.getMonth() + 1,
    now.getDate(),
  )
  if (!lines) throw new Error('no form')
  return understood(lines)
}

/** @param {Control} control */
function answer({ name, value }) {
  // It is solved while the rest is filled in, and awaited before the post.
  if (name === 'captcha') return value || 'later'
  return asTaken(name, value)
}

/**
 * @param {string} lines
 * @returns {Reading}
 */
function understood(lines) {
  /** @type {Reading} */
  const reading = { show: [], figures: {}, errors: [] }
  for (const line of lines.split('\n')) {
    const [word, ...rest] = line.split(' ')
    const text = rest.join(' ')
    if (word === 'show') reading.show = rest
    else if (word === 'figure') reading.figures[rest[0]] = Number(rest[1])
    else if (word === 'error')
      reading.errors.push({ field: rest[0], code: rest[1], limit: Number(rest[2]) || undefined })
    else reading[/** @type {'value' | 'refused' | 'transaction'} */ (word)] = text
  }
  return reading
}
