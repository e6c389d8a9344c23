/**
 * Notes: what may be meant otherwise. They block nothing.
 */
import { all, say } from './show.js'
import { message } from './texts.js'

/**
 * Says what there is to say of the answers that have been left.
 * @param {HTMLFormElement} form
 * @param {string[]} words what holds of the form
 */
export function advise(form, words) {
  note(form, 'postal_code', words.includes('postal_code_unusual') ? 'postal_code_unusual' : '')
  /** @type {HTMLInputElement | null} */
  const email = form.querySelector('[name=email]')
  // It comes when an address has been typed, so that nobody waits for it; where it does not come, there is no note.
  if (email?.value)
    import('./slip.js').then(
      ({ suggestion }) => {
        const meant = suggestion(email.value)
        note(form, 'email', meant ? 'email_suggestion' : '', meant)
      },
      () => {},
    )
}

/**
 * Writes the note on a field in the place of the one before, or takes that away.
 * @param {HTMLFormElement} form
 * @param {string} field
 * @param {string} [code]
 * @param {string | null} [meant] what can be taken instead
 */
export function note(form, field, code, meant) {
  for (const place of all(form, '[data-note]')) {
    if (place.dataset.note !== field) continue
    const text = code ? (message(form, code, field) ?? '').replace('{suggestion}', () => meant ?? '') : ''
    if ((place.dataset.said ?? '') === text) continue
    place.dataset.said = text
    for (const line of all(place, '[data-note-text]')) line.textContent = text
    place.hidden = !text
    place.dataset.suggestion = meant ?? ''
    for (const button of all(place, '[data-accept]')) button.hidden = !meant
    say(form, text)
  }
}
