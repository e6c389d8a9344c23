/**
 * `npm run site`, after `npm run build`: the guides, the API, a demonstration and a composer of the tag as pages, into
 * `target/site/` or `-- --into FOLDER`. They can be put into any folder of any host of static pages.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ENTRIES, pageOfEntry, rendered as renderedEntry } from './site/api.mjs'
import { copy, counterpart, FIRST, languageOf, pageOf, rendered as renderedGuide } from './site/guides.mjs'
import { composer, demonstration, guidesIn, home } from './site/pages.mjs'
import { escaped, page } from './site/shell.mjs'
import { WORDS } from './site/words.mjs'
import { asked, dist, fail, root } from './tools.mjs'

const folder = asked({ into: { type: 'string' } }).into ?? join(root, 'target/site')

if (!existsSync(join(dist, 'mock.js'))) fail('dist/ has nothing to show: npm run build')
if (existsSync(folder) && !isOurs(folder))
  fail(`${folder} is something else, or has something else in it: name a folder that is empty or not there.`)
rmSync(folder, { recursive: true, force: true })

/** Whether a folder is empty, or a site made before. @param {string} folder */
function isOurs(folder) {
  return statSync(folder).isDirectory() && (!readdirSync(folder).length || existsSync(join(folder, 'api/mock.html')))
}

/** @param {Parameters<typeof page>[0]} of */
function write(of) {
  const file = join(folder, of.path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, page(of))
}

for (const language of /** @type {const} */ (['en', 'fr'])) {
  const words = WORDS[language]
  const [own, others] = language === 'fr' ? ['.fr', ''] : ['', '.fr']
  const both = (/** @type {string} */ name) => ({
    path: `${name}${own}.html`,
    other: `${name}${others}.html`,
    language,
  })
  write({ ...both('index'), title: 'Campagnodon', content: home(language) })
  write({
    ...both('demonstration'),
    title: words.demonstration,
    content: demonstration(language),
    script: 'demonstration.js',
  })
  write({ ...both('composer'), title: words.composer, content: composer(language), script: 'composer.js' })
}

const queue = new Set(FIRST)
for (const file of queue) {
  const { html, title, headings, guides, files } = renderedGuide(file)
  const other = counterpart(file)
  const path = pageOf(file)
  write({ path, language: languageOf(file), title, content: html, headings, other: other && basename(pageOf(other)) })
  for (const guide of guides) queue.add(guide)
  for (const each of files) copy(folder, each)
}
const lists = `<h1>Guides</h1>\n<h2>English</h2>\n${guidesIn('en', '')}\n<h2 lang="fr">Français</h2>\n<div lang="fr">${guidesIn('fr', '')}</div>`
write({ path: 'guides/index.html', language: 'en', title: 'Guides', content: lists })

for (const [entry, name] of Object.entries(ENTRIES)) {
  const { html, headings } = renderedEntry(entry)
  const content = `<h1><code>${escaped(name)}</code></h1>\n${html}`
  write({ path: `api/${pageOfEntry(entry)}`, language: 'en', title: name, content, headings })
}
const entries = Object.entries(ENTRIES).map(
  ([entry, name]) => `<li><a href="${pageOfEntry(entry)}"><code>${escaped(name)}</code></a></li>`,
)
const about = `<h1>API</h1>\n<p>What each entry of the npm package exports. <a href="../guides/developer.html">For developers</a> says which one is for what.</p>\n<ul>${entries.join('')}</ul>`
write({ path: 'api/index.html', language: 'en', title: 'API', content: about })

for (const file of readdirSync(join(root, 'www/site'))) copyFileSync(join(root, 'www/site', file), join(folder, file))
copy(folder, ['docs/form.png', 'files/docs/form.png'])
// The scripts and styles; the rest of the package is not for pages.
cpSync(dist, join(folder, 'campagnodon'), {
  recursive: true,
  filter: (path) => path === dist || path.startsWith(join(dist, 'mock')) || /\.(js|css|wasm)$/.test(path),
})
console.log(`${queue.size} guides, ${Object.keys(ENTRIES).length} entries: ${folder}/index.html`)
