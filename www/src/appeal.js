/**
 * What a form has beside, where the site's settings ask for it: only such a form loads this.
 */
import { recall } from './tab.js'

/**
 * Brings it to life.
 * @param {HTMLFormElement} form
 */
export function enliven(form) {
  comeFrom(form)
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
