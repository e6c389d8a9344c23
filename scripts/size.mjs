/** Weighs what browsers load, a table a build. Ends with 1 where one is above its budget. `--json`: for programs. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asked, dist, fail } from './tools.mjs'

/** Budgets are in bytes of brotli: 20 KiB for what every donor waits for. */
const BUILDS = [
  { name: 'page', files: ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css'], budget: 20_480 },
  // For forms that ask for a telephone number, with the rules of every country's, or for fees.
  {
    name: 'full page',
    files: ['campagnodon-full.wasm', 'campagnodon.js', 'campagnodon.css'],
    budget: 23_000,
  },
  // Where a form has something beside; where the site asks for a proof of work; where the page takes the form from the
  // relay; on the payment's page, which has no form; once an address has been typed.
  {
    name: 'later',
    files: ['appeal', 'captcha', 'fragments', 'payment', 'slip'].map((name) => `campagnodon-${name}.js`),
    budget: 3_600,
  },
  // In a frame of another page, and in the page around it.
  { name: 'frame', files: ['campagnodon-framed.js', 'campagnodon-frame.js'], budget: 600 },
  { name: 'form', files: ['form.js'], budget: 700 },
  // These two have the rules of every form, those of the full page too: whoever loads them cannot choose.
  // The element, by which a form comes to life wherever it is put, added 600 bytes to the script in each.
  { name: 'twin', files: ['campagnodon-twin.js', 'campagnodon.js', 'campagnodon.css'], budget: 30_600 },
  { name: 'package', files: ['index.js', 'campagnodon.css'], budget: 24_000 },
  // The module is inside, as text: 900 bytes more than apart, so that it loads with any tool. Answers in every shape that sites
  // have them in, an offer's fault told by its place and the Standard Schema are 950 bytes of the script, in both.
  { name: 'typed', files: ['typed.js'], budget: 34_100 },
  { name: 'slim', files: ['typed.wasm', 'slim.js'], budget: 33_200 },
]

/**
 * @typedef {{ raw: number, gzip: number, brotli: number }} Size
 * @typedef {{ name: string, budget: number, total: Size, files: ({ file: string } & Size)[] }} Build
 */

/** @returns {Build[]} */
export const builds = () =>
  BUILDS.map(({ name, files, budget }) => {
    const rows = files.map(weigh)
    /** @param {keyof Size} key */
    const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
    return { name, budget, total: { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }, files: rows }
  })

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { json } = asked({ json: { type: 'boolean' } })
  const weighed = builds()
  if (json) console.log(JSON.stringify(weighed))
  else weighed.forEach(print)
  const heavy = weighed.filter(({ total, budget }) => total.brotli > budget)
  if (heavy.length)
    fail(heavy.map(({ name, budget }) => `The ${name} build is above its ${budget} bytes of brotli.`).join('\n'))
}

/** @param {string} file */
function weigh(file) {
  // As a relay sends it.
  const [raw, gzip, brotli] = ['', '.gz', '.br'].map((ending) => {
    const path = join(dist, `${file}${ending}`)
    if (!existsSync(path)) fail(`dist/${file}${ending} is not there: npm run build`)
    return statSync(path).size
  })
  return { file, raw, gzip, brotli }
}

/** @param {Build} build */
function print({ name, budget, total, files }) {
  /** @param {string} name @param {(string | number)[]} sizes */
  const line = (name, ...sizes) => console.log(name.padEnd(20) + sizes.map((size) => String(size).padStart(9)).join(''))
  line(name, 'raw', 'gzip', 'brotli')
  for (const { file, raw, gzip, brotli } of [...files, { file: 'total', ...total }]) line(file, raw, gzip, brotli)
  console.log(`budget${String(budget).padStart(41)}\n`)
}
