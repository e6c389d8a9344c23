/**
 * `npm run bench:relay`: requests a second, waiting times, processor time and memory of the relay under load, beside the
 * same work in PHP behind nginx. Builds the relay; as root it installs what it needs from Debian. Writes its table and
 * plot into `docs/`. `-- --rounds 5 --seconds 3`, `--clients 1,32,200`, `--only donation,php`: prints and writes nothing;
 * `--json` for programs. It measures and judges nothing: another machine gives other figures.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { cases } from '../bench/relay/cases.mjs'
import { measure } from '../bench/relay/measure.mjs'
import { plot } from '../bench/relay/plot.mjs'
import { prepare } from '../bench/relay/servers.mjs'
import { table } from '../bench/relay/table.mjs'
import { asked, fail, output, root, run } from './tools.mjs'

const PACKAGES = ['nginx-light', 'php-fpm', 'php-cli', 'php-sqlite3', 'php-curl', 'wrk']

const values = asked({
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '3' },
  clients: { type: 'string', default: '1,32,200' },
  only: { type: 'string' },
  json: { type: 'boolean' },
})
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
const clients = values.clients.split(',').map(Number)
if (![rounds, seconds, ...clients].every((number) => Number.isInteger(number) && number >= 1))
  fail('Rounds, seconds and clients are whole numbers from 1.')
const names = values.only?.split(',') ?? cases.map(({ name }) => name)
const chosen = names.map(
  (name) =>
    cases.find((each) => each.name === name) ??
    fail(`--only ${name}: one of ${cases.map((each) => each.name).join(', ')}`),
)

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  fail('It reads the processor time of servers of its own, nginx and PHP among them: this needs Linux, and root.')
}
if (!['/usr/sbin/nginx', '/usr/bin/php', '/usr/bin/wrk'].every(existsSync)) install()
console.error('Building the relay…')
run('cargo', ['build', '--quiet', '--release', '--bin', 'campagnodon'])
console.error('Filling the stores…')
prepare(chosen.map(({ store }) => store))
const results = await measureAll()
if (values.json) console.log(JSON.stringify(results))
else console.log(table(results))
if (!values.only) write(results)

/** None of them is started: the bench has settings of its own for each. */
function install() {
  console.error(`Installing ${PACKAGES.join(', ')}: the relay is measured beside them.`)
  run('apt-get', ['update'])
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...PACKAGES], {
    env: { ...process.env, RUNLEVEL: '1' },
  })
}

/** Each once a round and in turn, so that what else the machine does falls on all alike. */
async function measureAll() {
  const runs = new Map(chosen.map(({ name }) => [name, clients.map(() => [])]))
  for (let round = 0; round < rounds; round++) {
    for (const [at, number] of clients.entries()) {
      for (const each of chosen) {
        const figures = await measureOne(each, number)
        runs.get(each.name)[at].push(figures)
        const { rate, p50, p99, cpu, failed } = figures
        const shown = [rate.toFixed(0), p50.toFixed(1), p99.toFixed(1), cpu.toFixed(3), failed].join(' ')
        console.error(`round ${round + 1}, ${number} clients, ${each.name}: ${shown}`)
      }
    }
  }
  const rows = chosen.map(({ name, label }) => ({
    name,
    label,
    figures: clients.map((number, at) => ({
      clients: number,
      runs: runs.get(name)[at],
      ...medians(runs.get(name)[at]),
    })),
  }))
  return { ...about(), rows }
}

async function measureOne({ server, distant, work, args }, number) {
  const other = await distant()
  const measured = await server()
  try {
    return await measure(measured, { ...work, args: args() }, number, seconds)
  } finally {
    await measured.end()
    await other.end()
  }
}

function medians(runs) {
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((figures) => figures[key]))]))
}

function about() {
  const [{ model }] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${model}`,
    beside: `PHP ${output('php', ['-r', 'echo PHP_VERSION;'])} and ${output('sh', ['-c', 'nginx -v 2>&1']).replace('nginx version: nginx/', 'nginx ')}`,
    rounds,
    seconds,
  }
}

/** Between marks in the document, which says what the figures mean. */
function write(results) {
  writeFileSync(join(root, 'docs/bench-relay.svg'), plot(results))
  const file = join(root, 'docs/performance.md')
  const text = readFileSync(file, 'utf8')
  const place = /(<!-- bench: relay -->\n)[\s\S]*?(<!-- \/bench -->)/
  if (!place.test(text)) throw new Error(`${file} has no place for the table: <!-- bench: relay -->`)
  writeFileSync(
    file,
    text.replace(place, (_, before, after) => `${before}${table(results)}\n${after}`),
  )
}
