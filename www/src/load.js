/**
 * The module, loaded once for all forms of the page.
 */
import { __wbg_set_wasm } from '../../target/page/campagnodon_bg.js'
import { fetchModule } from './fetched.js'

/** @type {Promise<void> | undefined} */
let ready

/**
 * Loads the module. A failed attempt can be made again.
 * @param {string | URL} address
 */
export function load(address) {
  ready ??= begin(address).catch((error) => {
    ready = undefined
    throw error
  })
  return ready
}

/** @param {string | URL} address */
async function begin(address) {
  const { instance } = await WebAssembly.instantiate(await fetchModule(address))
  __wbg_set_wasm(instance.exports)
}
