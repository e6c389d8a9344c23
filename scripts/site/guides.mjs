/** The guides of the site: the Markdown of the repository as pages, and whatever they lead to. */
import { Marked } from 'marked'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, posix } from 'node:path'
import { root } from '../tools.mjs'
import { pageOfEntry } from './api.mjs'
import { escaped } from './shell.mjs'

/** Guides that are there in both languages, English first. */
const PAIRS = [
  ['docs/webmaster.md', 'docs/webmestre.md'],
  ['docs/operator.md', 'docs/exploitant.md'],
  ['docs/civicrm.md', 'docs/civicrm.fr.md'],
  ['docs/migration.md', 'docs/migration.fr.md'],
  ['docs/spip.en.md', 'docs/spip.md'],
]

/** @param {string} file */
export const languageOf = (file) => (PAIRS.some(([, french]) => french === file) ? 'fr' : 'en')

/** The same guide in the other language, if there is one. @param {string} file */
export const counterpart = (file) => PAIRS.find((pair) => pair.includes(file))?.find((other) => other !== file)

/** Those of the folder for people, and the front page; what they lead to comes with them. */
export const FIRST = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Where a guide's page is, in the site. @param {string} file */
export function pageOf(file) {
  const folder = dirname(file)
  const name = folder === 'docs' || folder === '.' ? basename(file, '.md') : folder.replaceAll('/', '-')
  return `guides/${name}.html`
}

/**
 * Where in the site a link of a guide leads, and what must be there then: another guide, an entry of the API, a file. Nothing
 * for a folder that says nothing of itself.
 * @param {string} from the guide
 * @param {string} href
 * @returns {{ href: string, guide?: string, file?: [from: string, to: string] } | undefined}
 */
export function led(from, href) {
  const [path, hash] = href.split('#')
  const mark = hash ? `#${hash}` : ''
  if (/^[a-z]+:/.test(href) || !path) return { href }
  let file = posix.normalize(posix.join(dirname(from), decodeURI(path))).replace(/\/$/, '')
  if (statSync(join(root, file)).isDirectory()) {
    if (file === 'docs') return { href: 'index.html' }
    file = `${file}/README.md`
    if (!existsSync(join(root, file))) return
  }
  const types = /^www\/(\w+)\.d\.ts$/.exec(file)?.[1]
  if (types) return { href: `../api/${pageOfEntry(types)}` }
  if (file.endsWith('.md')) return { href: basename(pageOf(file)) + mark, guide: file }
  // Browsers show these as they are; others are texts.
  const shown = /\.(png|jpe?g|svg|json)$/.test(file) ? file : `${file}.txt`
  return { href: `../files/${shown}`, file: [file, `files/${shown}`] }
}

/** As GitHub names headings, so that the links of the guides hold. @param {string} text */
const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

/**
 * A guide as HTML, its title, its headings, and what its links need.
 * @param {string} file
 */
export function rendered(file) {
  /** @type {Set<string>} */
  const guides = new Set()
  /** @type {[string, string][]} */
  const files = []
  /** @type {{ id: string, text: string }[]} */
  const headings = []
  /** @type {Map<string, number>} */
  const seen = new Map()
  let title = ''
  /** @param {string} href */
  const follow = (href) => {
    const place = led(file, href)
    if (place?.guide) guides.add(place.guide)
    if (place?.file) files.push(place.file)
    return place?.href
  }
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const inner = this.parser.parseInline(tokens)
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer)
        const known = seen.get(slug(plain)) ?? 0
        seen.set(slug(plain), known + 1)
        const id = known ? `${slug(plain)}-${known}` : slug(plain)
        if (depth === 1) title ||= plain
        if (depth === 2) headings.push({ id, text: inner.replace(/<\/?a[^>]*>/g, '') })
        return `<h${depth} id="${id}">${inner || text}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens)
        const place = follow(href)
        return place === undefined ? inner : `<a href="${escaped(place)}">${inner}</a>`
      },
      image({ href, text }) {
        return `<img src="${escaped(follow(href) ?? '')}" alt="${text}" loading="lazy">`
      },
      // What is wider than a telephone scrolls by itself, also by keyboard.
      table(token) {
        const row = (/** @type {string} */ tag, /** @type {any[]} */ cells) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`
        const head = token.header.some(({ text }) => text) ? `<thead>${row('th', token.header)}</thead>` : ''
        const rows = token.rows.map((cells) => row('td', cells)).join('\n')
        return `<div class="wide" tabindex="0"><table>${head}<tbody>${rows}</tbody></table></div>\n`
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    },
  })
  const html = /** @type {string} */ (marked.parse(readFileSync(join(root, file), 'utf8')))
  return { html, title, headings, guides, files }
}

/** @param {string} folder @param {[from: string, to: string]} file */
export function copy(folder, [from, to]) {
  const place = join(folder, to)
  mkdirSync(dirname(place), { recursive: true })
  if (extname(from) || statSync(join(root, from)).isFile()) copyFileSync(join(root, from), place)
}
