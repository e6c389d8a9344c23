/** The site's own pages: its home, the demonstration, and the composer of the tag. */
import { Marked } from 'marked'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tools.mjs'
import { FIRST, languageOf, led, pageOf } from './guides.mjs'
import { escaped } from './shell.mjs'
import { WORDS } from './words.mjs'

/** @typedef {'en' | 'fr'} Language */

/** The languages of the forms, as their speakers call them. */
const LANGUAGES = {
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  nl: 'Nederlands',
}

/** @param {Language} language */
export function home(language) {
  const words = WORDS[language]
  const of = (/** @type {string} */ name) => (language === 'fr' ? `${name}.fr.html` : `${name}.html`)
  return `<h1>Campagnodon</h1>
<p class="lead">${words.lead}</p>
<p class="actions"><a class="button" href="${of('demonstration')}">${words.tryIt}</a> <a class="button quiet" href="${of('composer')}">${words.composeIt}</a></p>
<img class="shown" src="files/docs/form.png" alt="${words.picture}">
${language === 'en' ? `<h2>For whom</h2>${whom()}` : `<h2>${words.guides}</h2>${guidesIn('fr')}`}`
}

/** Who needs what, as the front page of the repository says it. */
function whom() {
  const part = /\n## For whom\n([\s\S]*?)\n## /.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? ''
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const place = led('README.md', href)?.href ?? ''
        return `<a href="guides/${escaped(place)}">${this.parser.parseInline(tokens)}</a>`
      },
    },
  })
  return marked.parse(part)
}

/** A list of the guides in a language. @param {Language} language @param {string} [folder] the way to their folder */
export const guidesIn = (language, folder = 'guides/') =>
  `<ul>${FIRST.filter((file) => languageOf(file) === language)
    .map((file) => `<li><a href="${folder}${pageOf(file).slice('guides/'.length)}">${titleOf(file)}</a></li>`)
    .join('')}</ul>`

/** @param {string} file */
const titleOf = (file) =>
  escaped((/^# (.+)/m.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? file).replaceAll('*', ''))

/** @param {Language} language */
export function demonstration(language) {
  const words = WORDS[language]
  return `<h1>${words.demonstration}</h1>
<p class="lead">${words.demonstrationLead}</p>
<form class="controls" data-controls>
  ${select('form', words.form, { donation: words.donation, membership: words.membership })}
  ${select('lang', words.language, LANGUAGES, language)}
  ${select('colours', words.colours, { river: words.river, violet: words.violet, ember: words.ember, dark: words.dark })}
</form>
<section aria-label="${words.live}" data-stage>
<campagnodon-form src="forms/donation" lang="${language}">${picture(language)}</campagnodon-form>
</section>
<section data-payment-place hidden>
<h2 tabindex="-1">${words.payment}</h2>
<div data-page></div>
<p><button type="button" class="button quiet" data-again>${words.again}</button></p>
</section>
<h2>${words.sent}</h2>
<pre tabindex="0"><code data-sent>${words.nothing}</code></pre>`
}

/** @param {Language} language */
export function composer(language) {
  const words = WORDS[language]
  return `<h1>${words.composer}</h1>
<p class="lead">${words.composerLead}</p>
<noscript><p>${words.composerWithout}</p></noscript>
<form class="controls" data-controls>
  <p><label for="src">${words.source}</label> <small id="src-hint">${words.sourceHint}</small> <input id="src" name="src" value="/forms/donation" aria-describedby="src-hint" autocomplete="off" spellcheck="false"></p>
  ${select('lang', words.language, { '': words.own, ...LANGUAGES })}
  ${select('operation', words.operation, { '': words.own, donation: words.donation, membership: words.membership })}
  ${select('frequency', words.frequency, { '': words.own, once: words.once, monthly: words.monthly, yearly: words.yearly })}
  <p><label for="amount">${words.amount}</label> <input id="amount" name="amount" inputmode="decimal" autocomplete="off"></p>
  <p><label for="link">${words.linkText}</label> <input id="link" name="link" value="${words.link}" autocomplete="off"></p>
</form>
<h2>${words.lines}</h2>
<pre tabindex="0"><code data-lines>${escaped(LINES(words.link))}</code></pre>
<p><button type="button" class="button" data-copy hidden>${words.copy}</button> <span role="status" data-copied="${words.copied}"></span></p>
<h2>${words.preview}</h2>
<div data-preview>${picture(language)}</div>`
}

/** @param {string} link */
const LINES = (link) => `<link rel="stylesheet" href="/campagnodon/campagnodon.css">
<script type="module" src="/campagnodon/campagnodon.js"></script>
<campagnodon-form src="/forms/donation"><a href="/forms/donation">${link}</a></campagnodon-form>`

/** What stands where the form will be. @param {Language} language */
const picture = (language) =>
  `<p>${WORDS[language].without}</p><img class="shown" src="files/docs/form.png" alt="${WORDS[language].picture}">`

/**
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string>} options
 * @param {string} [chosen]
 */
function select(name, label, options, chosen) {
  const all = Object.entries(options).map(
    ([value, text]) => `<option value="${value}"${value === chosen ? ' selected' : ''}>${text}</option>`,
  )
  return `<p><label for="${name}">${label}</label> <select id="${name}" name="${name}">${all.join('')}</select></p>`
}
