/**
 * `campagnodon/typed` for Cloudflare's Workers, which make no module out of bytes: their tools bring it. `typed.d.ts` is the
 * contract.
 */
import module from './typed.wasm'
import { load } from './src/typed.js'

export { CampagnodonError, codes, newKey, send, TypedForm } from './src/typed.js'

export const init = () => load(() => module)

/**
 * There is no form to bring to life.
 * @type {typeof import('./typed.js').attach}
 */
export const attach = async () => false
