/**
 * Ours with the module in the page's HTML, behind the form: what could be, since the line is idle while the script
 * is asked for.
 */
import { attach } from '../../../www/src/attach.js'
import { bytes } from '../../../www/src/hex.js'
import { load, module } from '../../../www/src/load.js'

const text = () => document.querySelector('[data-campagnodon-module]')?.textContent ?? ''
const init = () => load(() => module(() => bytes(text())))
for (const form of document.querySelectorAll('form[data-campagnodon]'))
  attach(/** @type {HTMLFormElement} */ (form), init)
