/**
 * The module, loaded once for all forms of the page.
 */
import { __wbg_set_wasm } from '../../target/page/campagnodon_bg.js'

/** @type {Promise<void> | undefined} */
let ready

/**
 * Loads the module. A failed attempt can be made again.
 * @param {string | URL} address
 */
export function load(address) {
  ready ??= fetchModule(address).catch((error) => {
    ready = undefined
    throw error
  })
  return ready
}

/** @param {string | URL} address */
async function fetchModule(address) {
  // Here and not in wasm, where a missing function would be a trap.
  if (!AbortSignal.timeout) throw new Error('this browser is too old')
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  // As bytes, since many servers do not know the type of `.wasm`; streaming gains nothing at this size.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer())
  __wbg_set_wasm(instance.exports)
}
