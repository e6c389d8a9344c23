/**
 * Campagnodon by a script tag: `<script type="module" src="/campagnodon.js"></script>` attaches every form of the page.
 */
import { attach, warn } from './src/attach.js'
import { fetchModule } from './src/fetched.js'
import { insert } from './src/fragments.js'
import { bytes } from './src/hex.js'
import { load, module } from './src/load.js'

export { version } from './src/version.js'

/** For most forms; for those too that ask for a telephone number or fees. */
const FILES = {
  '': new URL('./campagnodon.wasm', import.meta.url),
  full: new URL('./campagnodon-full.wasm', import.meta.url),
}

/** Which of the modules serves every form that the page has had. @type {keyof typeof FILES} */
let needed = ''

function init() {
  if (document.querySelector('[data-campagnodon] :is([name=phone], [name=fees])')) needed = 'full'
  return load(() => module(bytesOfModule), needed)
}

/** A module's script runs when the page has been read; an `async` one may run before, and on a server there is no page. */
const page = globalThis.document
if (page?.readyState === 'loading') page.addEventListener('DOMContentLoaded', start)
else if (page) start()

/** The relay writes the module into its own pages. */
function bytesOfModule() {
  const digits = document.querySelector(`[data-campagnodon-module="${needed}"]`)?.textContent
  return digits ? bytes(digits) : fetchModule(FILES[needed])
}

function start() {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll('[data-campagnodon-src]')
  attachIn(document)
  for (const place of places) insert(place).then(() => attachIn(place), warn)
}

/** @param {ParentNode} parent */
function attachIn(parent) {
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = parent.querySelectorAll('form[data-campagnodon]')
  for (const form of forms) attach(form, init)
}
