/**
 * Forms that the page takes from the relay: `<div data-campagnodon-src="/forms/donation"><a href="…">…</a></div>`.
 */
import { fetched } from './fetched.js'

/**
 * Puts the relay's form in the place of the link inside; keeps the link where there is none.
 * @param {HTMLElement} place
 */
export async function insert(place) {
  const address = new URL(place.dataset.campagnodonSrc ?? '', document.baseURI)
  address.search = address.search ? `${address.search}&fragment` : 'fragment'
  const answer = await fetched(address)
  place.innerHTML = await answer.text()
}
