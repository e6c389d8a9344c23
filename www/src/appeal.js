/**
 * What a form has beside, where the site's settings ask for it: only such a form loads this. It has no rule of its own; what
 * it follows is what the form tells any page.
 */
import { recall } from './tab.js'

/** How long a free amount must stand before it is read aloud, in milliseconds: who types 150 has not chosen 1, nor 15. */
const PAUSE = 700

/** @typedef {import('../index.js').CampagnodonEvents['change']} Change */

/**
 * Brings it to life.
 * @param {HTMLFormElement} form
 * @param {(form: HTMLFormElement, choices: import('../index.js').Choices) => void} choose makes choices as an address does
 * @param {(form: HTMLFormElement) => void} update
 */
export function enliven(form, choose, update) {
  comeFrom(form)
  const tell = impact(form)
  form.addEventListener('campagnodon:change', ({ detail }) => {
    tell(detail)
    propose(form, detail)
  })
  form.addEventListener('click', ({ target }) => {
    const { give } = /** @type {Element} */ (target).closest('button')?.dataset ?? {}
    if (!give) return
    choose(form, { operation: 'donation', frequency: 'monthly', amount: give })
    update(form)
    // The button has gone: what it chose is where one goes on.
    const chosen = /** @type {HTMLElement | null} */ (form.querySelector('[name=amount]:checked'))
    chosen?.focus()
  })
  if (form.dataset.live !== undefined) update(form)
}

/**
 * Keeps, in the address to which the form is posted, the word of its list that the page's address says: whence the person
 * comes. After the payment the page's address says it no more, but the tab knows.
 * @param {HTMLFormElement} form
 */
function comeFrom(form) {
  const words = form.dataset.from?.split(' ')
  const said = [location.search, recall(form)?.search].flatMap((query) => new URLSearchParams(query).getAll('from'))
  const word = said.find((word) => words?.includes(word))
  if (word) form.setAttribute('action', `${form.getAttribute('action')?.split('?')[0]}?from=${word}`)
}

/**
 * What says what the chosen amount does. It is seen at once, so that nothing moves when the box is left; of one that is typed
 * it is heard once that stands.
 * @param {HTMLFormElement} form
 * @returns {(change: Change) => void}
 */
function impact(form) {
  const [seen, heard] = ['[data-impact]', '[data-impact-heard]'].map((place) => form.querySelector(place))
  /** @type {HTMLTemplateElement | null} */
  const template = form.querySelector('[data-impacts]')
  const impacts = /** @type {HTMLElement[]} */ ([...(template?.content.children ?? [])])
  let timer = 0
  /** @param {Element | null} place @param {string} text */
  const write = (place, text) => {
    if (place && place.textContent !== text) place.textContent = text
  }
  return ({ operation, frequency, amount }) => {
    const counts = (/** @type {HTMLElement} */ { dataset: { cents, when } }) =>
      Number(cents) <= (amount ?? 0) &&
      !when?.split(' ').some((word) => word && word !== operation && word !== frequency)
    const text = impacts.filter(counts).pop()?.textContent ?? ''
    write(seen, text)
    clearTimeout(timer)
    if (form.querySelector('[name=free_amount]:focus')) timer = window.setTimeout(write, PAUSE, heard, text)
    else write(heard, text)
  }
}

/**
 * Shows the line that proposes a monthly donation beside a single one of that amount.
 * @param {HTMLFormElement} form
 * @param {Change} change
 */
function propose(form, { operation, frequency, amount }) {
  const lines = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-monthly]')])
  const isSingle = operation === 'donation' && frequency === 'once'
  const reached = lines.filter(({ dataset }) => isSingle && Number(dataset.monthly) <= (amount ?? 0)).pop()
  for (const line of lines) line.hidden = line !== reached
}
