/**
 * Notes: what may be meant otherwise. They block nothing.
 */
import { all, say } from './show.js'
import { message } from './texts.js'

/** @typedef {import('./rules.js').Note} Note */

/**
 * Shows what there is to say of the answers that have been left, and takes the rest away.
 * @param {HTMLFormElement} form
 * @param {Note[]} notes
 * @param {string} [only] a field, if the others stay as they are
 */
export function advise(form, notes, only) {
  for (const place of all(form, `[data-note${only ? `="${CSS.escape(only)}"` : ''}]`)) {
    const note = notes.find(({ field }) => field === place.dataset.note)
    const text = note ? (message(form, note.code, note.field) ?? '').replace('{suggestion}', () => note.suggestion) : ''
    const [line] = all(place, '[data-note-text]')
    if (line.textContent === text) continue
    line.textContent = text
    place.hidden = !text
    place.dataset.suggestion = note?.suggestion
    for (const button of all(place, '[data-accept]')) button.hidden = !note?.suggestion
    say(form, text)
  }
}
