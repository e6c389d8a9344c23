/**
 * What is shown, which controls can be used, and the figures.
 */
import { controls } from './rules.js'
import { money } from './texts.js'

/** @typedef {import('./rules.js').Reading} Reading */

/**
 * Brings the form in line with its answers.
 * @param {HTMLFormElement} form
 * @param {Reading} reading
 * @param {boolean} [asIs] whether nothing is hidden and no choice passes to another
 */
export function show(form, { show, figures, value }, asIs) {
  for (const element of all(form, '[data-for]')) {
    if (!asIs || element.hidden) element.hidden = !holds(element.dataset.for ?? '', show)
  }
  for (const control of controls(form)) {
    const hidden = !!control.closest('[data-for][hidden]')
    if (control.closest('[data-for]')) control.disabled = hidden
    const { required } = control.dataset
    if (required !== undefined) control.required = !hidden && (!required || show.includes(required))
    const field = required && control.parentElement
    if (field) for (const mark of all(field, '.campagnodon-optional')) mark.hidden = control.required
  }
  // A choice that was just hidden passes to its like among those shown: the same amount at another frequency, and the
  // first frequency for one that the operation has not.
  if (!asIs) {
    tick(form, 'frequency', show[1])
    if (value) tick(form, 'amount', value)
  }
  for (const element of all(form, '[data-figure]')) {
    const cents = figures[element.dataset.figure ?? '']
    if (cents !== undefined) element.textContent = money(form, cents)
  }
}

/**
 * Ticks the button of that name and value, if it can be used.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 * @returns the button
 */
export function tick(form, name, value) {
  const button = controls(form).find((control) => control.name === name && control.value === value && !control.disabled)
  if (button) button.checked = true
  return button
}

/**
 * Says something in the live region, which stands empty.
 * @param {HTMLFormElement} form
 * @param {string} text
 */
export function say(form, text) {
  for (const region of all(form, '[data-status]')) {
    // Not by what stands there: a browser that translates the page has written over it, and it would be read again.
    if (region.dataset.said !== text) region.textContent = region.dataset.said = text
  }
}

/**
 * Whether one of the alternatives holds: each of its words, or behind a `!` not.
 * @param {string} alternatives
 * @param {string[]} words
 */
const holds = (alternatives, words) =>
  alternatives
    .split('|')
    .some((all) => all.split(' ').every((word) => words.includes(word.replace('!', '')) !== word.includes('!')))

/**
 * @param {ParentNode} parent
 * @param {string} selector
 */
export const all = (parent, selector) => /** @type {NodeListOf<HTMLElement>} */ (parent.querySelectorAll(selector))
