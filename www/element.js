/**
 * Campagnodon as an element, for a page that loads its own scripts: `import 'campagnodon/element'` defines
 * `<campagnodon-form>` and `<campagnodon-goal>`.
 */
import { attach } from './index.js'
import { define } from './src/element.js'

export { commit, version } from './index.js'

define(attach)
