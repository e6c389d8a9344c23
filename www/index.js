/**
 * Campagnodon for a page that loads its own scripts: `import { attach } from 'campagnodon'`. The module is inside, so that no
 * bundler has to find it.
 */
import inlined from '../dist/campagnodon-full.wasm'
import { attach as attachWith } from './src/attach.js'
import { bytes } from './src/inlined.js'
import { load, module } from './src/load.js'

export { release } from './src/attach.js'
export { commit, version } from './src/version.js'

export const init = () => load(() => module(() => bytes(inlined)))

/** @type {typeof import('./index.js').attach} */
export const attach = (form, options) => attachWith(form, init, options)
