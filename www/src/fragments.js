/**
 * What the page takes from the relay: a form, or the bar of its campaign's goal.
 */
import { across } from './across.js'

/** What a form's own id stands in, alone or before a `-`: several forms of a page must not have the same. */
const NAMING = ['id', 'for', 'href', 'aria-labelledby', 'aria-describedby']

/** @typedef {{ createHTML: (html: string) => string }} Policy a site that asks for trusted types allows `campagnodon` */

/** @type {Policy | undefined} */
let trusted

/**
 * Puts what the relay has at an address in the place of what is there; keeps that where it has nothing.
 * @param {HTMLElement} place
 * @param {string} source
 * @param {AbortSignal} [signal]
 */
export async function insert(place, source, signal) {
  const address = new URL(source, document.baseURI)
  const { lang } = place
  for (const word of ['fragment', lang && `lang=${encodeURIComponent(lang)}`])
    if (word) address.search += `${address.search && '&'}${word}`
  const html = await (await across(address, { signal })).text()
  trusted ??= trustedTypes()?.createPolicy('campagnodon', { createHTML: (html) => html })
  const template = document.createElement('template')
  template.innerHTML = trusted?.createHTML(html) ?? html
  place.textContent = ''
  distinguish(template.content, /** @type {Document | ShadowRoot} */ (place.getRootNode()))
  place.append(template.content)
}

/** @returns {{ createPolicy: (name: string, rules: Policy) => Policy } | undefined} none in a browser that has no such thing */
const trustedTypes = () => /** @type {any} */ (globalThis).trustedTypes

/**
 * Gives a form another id where the page has one of that id already.
 * @param {DocumentFragment} content
 * @param {ParentNode} page
 */
function distinguish(content, page) {
  const id = content.firstElementChild?.getAttribute('id')
  let other = id
  for (let n = 2; id && page.querySelector(`[id="${other}"]`); n++) other = `${id}-${n}`
  if (other === id) return
  for (const element of content.querySelectorAll('*')) {
    for (const name of NAMING) {
      const value = element.getAttribute(name)
      if (value) element.setAttribute(name, value.replace(RegExp(`(^|[ #])${id}(?=[- ]|$)`, 'g'), `$1${other}`))
    }
  }
}
