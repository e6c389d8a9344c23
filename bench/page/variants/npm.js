/** Ours as a site takes it by npm, `import { attach } from 'campagnodon'`: one script, the module inside. */
import { attach } from '../../../dist/index.js'

for (const form of document.querySelectorAll('form[data-campagnodon]')) attach(/** @type {HTMLFormElement} */ (form))
