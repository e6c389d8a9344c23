/**
 * The rules, loaded once for all forms of the page: the module, or its twin where WebAssembly is refused.
 */
import { __wbg_set_wasm, read as readByModule } from '../../target/page/campagnodon_bg.js'

/** Asks the rules, as `src/browser/page.rs` explains. Loaded first. */
export let read = readByModule

/** @type {Promise<void> | undefined} */
let ready
/** @type {string | undefined} */
let loaded

/**
 * Loads the rules, or others for all that comes. A failed attempt can be made again.
 * @param {() => Promise<void>} way
 * @param {string} [which]
 */
export function load(way, which) {
  if (!ready || which !== loaded) {
    loaded = which
    // After those before, which would take the place of these.
    const attempt = Promise.resolve(ready).then(way, way)
    ready = attempt.catch((error) => {
      ready = undefined
      throw error
    })
  }
  return ready
}

/**
 * The module; its twin where there is none to be had: a policy or a browser forbids WebAssembly, a server lost the file.
 * @param {() => BufferSource | Promise<BufferSource>} bytes
 */
export async function module(bytes) {
  try {
    const { instance } = await WebAssembly.instantiate(await bytes())
    __wbg_set_wasm(instance.exports)
  } catch {
    await twin()
  }
}

/** From now on the rules say nothing, which their readers take as a failure. */
export function distrust() {
  read = () => ''
}

export async function twin() {
  ;({ read } = await import('./campagnodon-twin.js'))
}
