/**
 * `npm run bench:page`: the time to the first verdict on a cold page over a slow line, beside the same form on
 * valibot, on zod, and on jQuery with Parsley. After a build. `-- --loads 15`, `--json` for programs; draws
 * `docs/bench-page.svg`. It measures and judges nothing: another machine gives other times. `-- --cases` only asks
 * whether all say the same of the same answers.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { asked, fail, program, root, run, upToDate } from './tools.mjs'

const {
  loads,
  json,
  cases: only,
} = asked({
  loads: { type: 'string', default: '15' },
  json: { type: 'boolean' },
  cases: { type: 'boolean' },
})
if (!(Number(loads) >= 3)) fail(`--loads ${loads}: at least 3, for quartiles.`)
if (!existsSync(join(root, 'dist/campagnodon.wasm'))) fail('dist/ is not there: npm run build')
if (!existsSync(program())) fail('The relay, which writes the page, is not there: cargo build')

const bench = join(root, 'bench/page')
if (!upToDate(join(bench, 'node_modules/.package-lock.json'), join(bench, 'package-lock.json'))) {
  console.error('Installing valibot, zod, jQuery and Parsley: the page is measured beside them.')
  run('npm', ['ci', '--ignore-scripts', '--silent', '--prefix', bench])
}
const { buildAll } = await import('../bench/page/build.mjs')
const { measure } = await import('../bench/page/measure.mjs')
const { cases } = await import('../bench/page/cases.mjs')
const { differences } = await import('../bench/page/same.mjs')
const { serve } = await import('../bench/page/server.mjs')
const { plot } = await import('../bench/page/plot.mjs')

const { files, variants } = await buildAll()
const server = await serve(files)
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
  ],
})
try {
  const differ = await differences(
    browser,
    server.origin,
    variants.filter(({ alike }) => !alike),
  )
  if (differ.length)
    fail(`Not the same form, so nothing is measured; ${differ.length} differ:\n${differ.slice(0, 5).join('\n')}`)
  if (only) console.log(`The same of ${cases.length} cases.`)
  else await measureAll()
} finally {
  await browser.close()
  server.end()
}

async function measureAll() {
  const result = { ...about(), rows: await rows() }
  writeFileSync(
    join(root, 'docs/bench-page.svg'),
    plot(result.rows, 'Time to the first verdict, cold page, 150 ms, 1.6 Mbit/s'),
  )
  if (json) console.log(JSON.stringify(result))
  else print(result)
}

function about() {
  const [{ model }] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    browser: browser.version(),
    machine: `${cpus().length} × ${model}`,
  }
}

/** One load of each in a row, in another order each time, so that what else the machine does falls on all alike. */
async function rows() {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(variants.map(({ name }) => [name, []]))
  // Not counted: the first finds neither programs nor fonts in memory.
  for (const { page } of variants) await measure(browser, server.origin + page)
  for (let load = 0; load < Number(loads); load++) {
    for (const { name, page } of shuffled(variants)) times[name].push(await measure(browser, server.origin + page))
  }
  const beside = times.valibot
  return variants.map(({ name, label, bytes, ours }) => {
    const own = times[name]
    const ratio = quantile(
      own.map((ms, load) => ms / beside[load]),
      0.5,
    )
    const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(own, part))
    return { name, label, bytes, ours, median, low, high, ratio, times: own.map(Math.round) }
  })
}

/** @template T @param {T[]} list */
function shuffled(list) {
  return list
    .map((entry) => ({ entry, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ entry }) => entry)
}

/** @param {number[]} values @param {number} part */
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const below = Math.floor(at)
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below])
}

/** @typedef {{ label: string, bytes: number, median: number, low: number, high: number, ratio: number }} Row */

/** @param {ReturnType<typeof about> & { rows: Row[] }} result */
function print({ date, browser, machine, rows }) {
  console.log(`${date}, Chromium ${browser}, ${machine}, ${loads} loads each\n`)
  /** @param {string} name @param {(string | number)[]} cells */
  const line = (name, ...cells) =>
    console.log(name.padEnd(34) + cells.map((cell) => String(cell).padStart(14)).join(''))
  line('', 'bytes', 'median ms', 'middle half', '× valibot')
  for (const { label, bytes, median, low, high, ratio } of rows) {
    line(label, bytes, Math.round(median), `${Math.round(low)}–${Math.round(high)}`, ratio.toFixed(2))
  }
}
