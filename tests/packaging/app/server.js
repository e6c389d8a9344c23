/** What a server renders: it imports the package, as the page will, and has no document. */
import { attach, version } from 'campagnodon'
import { TypedForm } from 'campagnodon/typed'
import 'campagnodon/auto'
import 'campagnodon/twin'

/** @param {string} html */
export const render = (html) => {
  if (typeof attach !== 'function' || typeof TypedForm !== 'function') throw new Error('it exports something else')
  return html.replace('<title>', `<title>${version}: `)
}
