/** What is around every page of the site. */
import { escaped } from '../../www/src/mock/pages.js'
import { WORDS } from './words.mjs'

export { escaped }

/** @typedef {{ id: string, text: string }} Heading */

/** The site's own pages by language: its home, where a gift can be made, where the tag is put together. */
const OWN = {
  en: ['index', 'demonstration', 'composer'],
  fr: ['index.fr', 'demonstration.fr', 'composer.fr'],
}

/**
 * A page of the site. Every address in it is relative, so that the site can be put into any folder.
 * @param {object} page
 * @param {string} page.path its own, in the site
 * @param {'en' | 'fr'} page.language of what is in it
 * @param {string} page.title
 * @param {string} page.content
 * @param {string} [page.other] the same in the other language
 * @param {Heading[]} [page.headings] what is in it
 * @param {string} [page.script] what makes it live
 */
export function page({ path, language, title, content, other, headings = [], script }) {
  const up = path.includes('/') ? '../' : ''
  const words = WORDS[language]
  const [home, demonstration, composer] = OWN[language].map((name) => `${name}.html`)
  const links = [
    [demonstration, words.demonstration],
    [composer, words.composer],
    ['guides/index.html', words.guides],
    ['api/index.html', 'API'],
  ]
  const nav = links.map(
    ([to, text]) => `<li><a href="${up}${to}"${to === path ? ' aria-current="page"' : ''}>${text}</a></li>`,
  )
  const contents = headings.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`)
  return `<!doctype html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(title)}${title === 'Campagnodon' ? '' : ' – Campagnodon'}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${up}campagnodon/campagnodon.css">
  <link rel="stylesheet" href="${up}campagnodon/campagnodon-pages.css">
  <link rel="stylesheet" href="${up}site.css">${script ? scripts(up, script) : ''}
</head>
<body>
  <a class="skip" href="#content">${words.skip}</a>
  <header>
    <a class="brand" href="${up}${home}">Campagnodon</a>
    <nav aria-label="${words.navigation}"><ul>${nav.join('')}</ul></nav>
    ${other ? `<a class="other" href="${other}" lang="${words.otherTag}" hreflang="${words.otherTag}">${words.other}</a>` : ''}
  </header>
  <main id="content" tabindex="-1">
${contents.length > 3 ? `<details class="contents"><summary>${words.contents}</summary><ul>${contents.join('')}</ul></details>` : ''}
${content}
  </main>
</body>
</html>
`
}

/** @param {string} up @param {string} script */
const scripts = (up, script) => `
  <script type="importmap">{ "imports": {
    "campagnodon/element": "./${up}campagnodon/element.js",
    "campagnodon/mock": "./${up}campagnodon/mock.js"
  } }</script>
  <script type="module" src="${up}${script}"></script>`
