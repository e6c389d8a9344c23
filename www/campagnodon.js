/**
 * Campagnodon by a script tag: `<script type="module" src="/campagnodon.js"></script>` defines the elements, and attaches every
 * other form of the page.
 */
import { attach as attachWith } from './src/attach.js'
import { define, fragments } from './src/element.js'
import { fetchModule } from './src/fetched.js'
import { bytes } from './src/hex.js'
import { load, module } from './src/load.js'
import { warn } from './src/warn.js'

export { version } from './src/version.js'

/** For most forms; for those too that ask for a telephone number or fees. */
const FILES = {
  '': new URL('./campagnodon.wasm', import.meta.url),
  full: new URL('./campagnodon-full.wasm', import.meta.url),
}

/** Which of the modules serves every form that the page has had. @type {keyof typeof FILES} */
let needed = ''

/** @param {HTMLFormElement} form */
function init(form) {
  // One in a shadow root is not found from the document.
  const asks = (/** @type {ParentNode} */ place) =>
    place.querySelector('[data-campagnodon] :is([name=phone], [name=fees])')
  if (asks(document) || asks(form)) needed = 'full'
  return load(() => module(bytesOfModule), needed)
}

/** @type {(form: HTMLFormElement, options?: import('./index.js').AttachOptions) => import('./index.js').Attachment} */
const attach = (form, options) => attachWith(form, init, options)

/** A module's script runs when the page has been read; an `async` one may run before, and on a server there is no page. */
const page = globalThis.document
if (page?.readyState === 'loading') page.addEventListener('DOMContentLoaded', start)
else if (page) start()
define(attach)

/** The relay writes the module into its own pages. */
function bytesOfModule() {
  const digits = document.querySelector(`[data-campagnodon-module="${needed}"]`)?.textContent
  return digits ? bytes(digits) : fetchModule(FILES[needed])
}

/** What was there before the elements: a form in the page's HTML, and `<div data-campagnodon-src="/forms/donation">`. */
function start() {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll('[data-campagnodon-src]')
  attachIn(document)
  for (const place of places) {
    const inserted = fragments().then(({ insert }) => insert(place, place.dataset.campagnodonSrc ?? ''))
    inserted.then(() => attachIn(place), warn)
  }
}

/** @param {ParentNode} parent */
function attachIn(parent) {
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = parent.querySelectorAll('form[data-campagnodon]:not(campagnodon-form *)')
  for (const form of forms) attach(form)
}
