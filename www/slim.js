/**
 * The typed interface without its module, which is fetched from beside the script, or given. `slim.d.ts` is the contract.
 */
import { fetchModule } from './src/fetched.js'
import { load } from './src/typed.js'

export { CampagnodonError, codes, newKey, send, TypedForm } from './src/typed.js'

/** @param {string | URL | BufferSource | WebAssembly.Module} [source] */
export const init = (source = new URL('./typed.wasm', import.meta.url)) =>
  load(() => (typeof source === 'string' || source instanceof URL ? fetchModule(source) : source))

/**
 * The page's scripts and their module come when they are asked for: whoever writes a form of his own needs neither.
 * @type {typeof import('./typed.js').attach}
 */
export const attach = async (form, options) => (await import('./index.js')).attach(form, options)
