/**
 * Campagnodon without WebAssembly, for pages that know that it is forbidden: `import { attach } from 'campagnodon/twin'`.
 */
import { attach as attachWith } from './src/attach.js'
import { load, twin } from './src/load.js'

export { release } from './src/attach.js'
export { commit, version } from './src/version.js'

export const init = () => load(twin)

/** @type {typeof import('./index.js').attach} */
export const attach = (form, options) => attachWith(form, init, options)
