/**
 * Campagnodon for a page that loads its own scripts: `import { attach } from 'campagnodon'`.
 */
import { wire } from './src/attach.js'
import { load } from './src/load.js'

export { release } from './src/attach.js'

/**
 * Loads the module; `attach` does it too.
 * @param {string | URL} [address] where `campagnodon.wasm` is, if not beside this script
 * @returns {Promise<void>}
 */
export const init = (address = new URL('./campagnodon.wasm', import.meta.url)) => load(address)

/**
 * Brings a form of the relay to life. Where that fails, it says why in the console, and the form stays plain HTML.
 * @param {HTMLFormElement} form
 * @returns {Promise<boolean>} whether the form is live
 */
export async function attach(form) {
  try {
    await init()
    wire(form)
  } catch (error) {
    console.warn('Campagnodon:', error)
  }
  return form.dataset.live !== undefined
}
