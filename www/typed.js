/**
 * Campagnodon for a JavaScript site with a form of its own: objects in, objects out. The module is inside, so that nothing
 * has to find it; `slim.js` is the same without. `typed.d.ts` is the contract.
 */
import inlined from '../dist/typed.wasm'
import { bytes } from './src/inlined.js'
import { load } from './src/typed.js'

export { CampagnodonError, codes, newKey, send, TypedForm } from './src/typed.js'

export const init = () => load(() => bytes(inlined))

/**
 * The page's scripts and their module come when they are asked for: whoever writes a form of his own needs neither.
 * @type {typeof import('./typed.js').attach}
 */
export const attach = async (form, options) => (await import('./index.js')).attach(form, options)
