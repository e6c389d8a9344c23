/** Builds what the bench measures: a page for each variant, the same but for its scripts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { LATER } from '../../scripts/bundle.mjs'
import { startServers } from '../../tests/e2e/support/servers.mjs'
import { root } from '../../scripts/tools.mjs'

/**
 * @typedef {{ type: string, encoding: string, body: Buffer }} File compressed
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} label what the table calls it
 * @property {string} page its address
 * @property {number} bytes compressed, what it loads before the first verdict, beside the page and the style sheets, or
 * puts into the page
 * @property {boolean} ours
 * @property {boolean} alike whether its scripts are another's, which were compared
 */

/**
 * A form that offers all: both operations, three rhythms, a free amount, the receipt, every field, subscriptions; on a page of
 * the relay's own.
 */
const FORM =
  '[forms.bench]\ndistant = "main"\ncampaign = 1\ncampaign_title = "Bench"\noperations = "both"\nrecurring = true\n' +
  'fields = { birth_date = "optional", phone = "optional" }'

/** What the relay writes for our scripts: into the head, and behind the form, the module. */
const HEAD = /<link rel="modulepreload"[^>]*><script[^>]*><\/script>/
const MODULE = /<script type="text\/plain" data-campagnodon-module="full">[\da-f]+<\/script>/

const dist = (file) => readFileSync(join(root, 'dist', file))

/**
 * @returns {Promise<{ files: Map<string, File>, variants: Variant[] }>} everything to be served, by address; and
 * the variants
 */
export async function buildAll() {
  const html = await realPage()
  if (!HEAD.test(html) || !MODULE.test(html)) throw new Error('the relay writes another page: look at Shell::render')
  const [module] = html.match(MODULE)
  const files = new Map()
  const variants = []
  const add = (path, type, bytes) => files.set(path, { type, encoding: 'br', body: brotliCompressSync(bytes) })
  const size = (path) => files.get(path).body.length
  const page = (name, head, end = '') => {
    const written = html.replace(HEAD, () => head).replace(MODULE, () => end)
    // As the relay compresses pages: on the way, for speed.
    files.set(`/${name}`, { type: 'text/html; charset=utf-8', encoding: 'gzip', body: gzipSync(written) })
  }
  const variant = (name, label, bytes, alike = false) =>
    variants.push({ name, label, page: `/${name}`, bytes, ours: name.startsWith('ours'), alike })

  for (const css of ['campagnodon.css', 'campagnodon-pages.css']) add(`/campagnodon/${css}`, 'text/css', dist(css))
  add('/campagnodon-full.wasm', 'application/wasm', dist('campagnodon-full.wasm'))
  for (const script of ['campagnodon.js', ...LATER.map((name) => `campagnodon-${name}.js`)]) {
    add(`/${script}`, 'text/javascript', dist(script))
  }
  for (const name of ['npm', 'valibot', 'zod', 'jquery']) add(`/${name}.js`, 'text/javascript', await bundle(name))
  page('plain', '')

  const tag = (src) => `<script type="module" src="${src}"></script>`
  const ahead = (src) => `<link rel="modulepreload" href="${src}">${tag(src)}`
  const wasm = '<link rel="preload" href="/campagnodon-full.wasm" as="fetch" type="application/wasm" crossorigin>'
  const script = size('/campagnodon.js')
  page('ours', ahead('/campagnodon.js'), module)
  variant('ours', 'Campagnodon, relay’s page', script + size('/ours') - size('/plain'))
  page('ours-preload', wasm + ahead('/campagnodon.js'))
  variant('ours-preload', '… script tag and preload', script + size('/campagnodon-full.wasm'), true)
  page('ours-alone', tag('/campagnodon.js'))
  variant('ours-alone', '… the script tag alone', script + size('/campagnodon-full.wasm'), true)
  page('ours-npm', ahead('/npm.js'))
  variant('ours-npm', '… by npm, the module inside', size('/npm.js'))
  for (const [name, label] of [
    ['valibot', 'valibot'],
    ['zod', 'zod/mini'],
    ['jquery', 'jQuery and Parsley'],
  ]) {
    page(name, ahead(`/${name}.js`))
    variant(name, label, size(`/${name}.js`))
  }
  page(
    'valibot-in-page',
    '',
    `<script type="module">${(await bundle('valibot')).toString().replaceAll('</script', '<\\/script')}</script>`,
  )
  variant('valibot-in-page', 'valibot, all in the HTML', size('/valibot-in-page') - size('/plain'), true)
  return { files, variants }
}

/** The page as a relay that really runs writes it. */
async function realPage() {
  const servers = await startServers({ log: 'warn', tables: FORM })
  try {
    const answer = await fetch(`${servers.origin}/forms/bench`)
    if (!answer.ok) throw new Error(`the relay answers ${answer.status}`)
    return await answer.text()
  } finally {
    await servers.end()
  }
}

/** @param {string} name of a file in `variants/` */
async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [new URL(`variants/${name}.js`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    external: ['twin', ...LATER].map((name) => `./campagnodon-${name}.js`),
    define: { COMMIT: '""' },
    plugins: [tables],
  })
  return Buffer.from(outputFiles[0].contents)
}

/** The tables of the rules, out of their sources, so that all variants know the same countries. */
const tables = {
  name: 'tables',
  setup(build) {
    build.onResolve({ filter: /^tables$/ }, ({ path }) => ({ path, namespace: 'tables' }))
    build.onLoad({ filter: /.*/, namespace: 'tables' }, () => ({
      contents: ['country', 'date', 'phone/plans', 'postal_code'].flatMap(constants).join('\n'),
    }))
  },
}

/** The texts in a rule's source, as JavaScript. */
function constants(rule) {
  const source = readFileSync(join(root, `src/form/rules/${rule}.rs`), 'utf8')
  const found = source.matchAll(/^(?:pub\(super\) )?const ([A-Z_]+): &str =\s+"((?:\\[\s\S]|[^"\\])*)";/gm)
  return [...found].map(([, name, text]) => `export const ${name} = "${text.replace(/\\\n\s*/g, '')}"`)
}
