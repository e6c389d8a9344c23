/** One run: so many clients for so long, each sending its next request once the last is answered. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { root } from '../../scripts/tools.mjs'

/** Of /proc/<pid>/stat, a second. */
const TICKS = 100
/** The longest that statuses may take to be delivered after a run. */
const LONGEST = 120_000

/**
 * @typedef {{ rate: number, p50: number, p99: number, cpu: number, memory: number, failed: number, told: number }} Figures
 * requests a second; milliseconds; milliseconds of processor time a request; MiB; answers that were not the wanted ones;
 * statuses told to the distant a second.
 */

/**
 * @param {import('./servers.mjs').Server} server
 * @param {{ load: string, path: string, args?: string[], settles?: boolean }} work `settles`: the time of a request is over
 * once the distant was told.
 * @returns {Promise<Figures>}
 */
export async function measure(server, { load, path, args = [], settles = false }, clients, seconds) {
  const script = join(root, `bench/relay/wrk/${load}.lua`)
  const waited = await server.waiting()
  const before = time(server.processes())
  const options = [
    '-t1',
    `-c${clients}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    '-s',
    script,
    server.address + path,
    '--',
  ]
  const { stdout } = await promisify(execFile)('wrk', [...options, ...args])
  const ran = JSON.parse(stdout.trim().split('\n').at(-1))
  if (ran.failed > ran.requests / 100)
    throw new Error(`${ran.failed} of ${ran.requests} requests to ${server.address}${path} failed`)
  const waits = await server.waiting()
  if (settles) await settled(server, waited)
  return {
    rate: (ran.requests - ran.failed) / ran.seconds,
    p50: ran.p50,
    p99: ran.p99,
    cpu: ((time(server.processes()) - before) * 1000) / ran.requests,
    memory: memory(server.processes()),
    failed: ran.failed,
    told: Math.max(0, waited - waits) / ran.seconds,
  }
}

async function settled(server, waited) {
  const began = Date.now()
  while ((await server.waiting()) > waited) {
    if (Date.now() - began > LONGEST) throw new Error('the distant was not told of all payments')
    await sleep(50)
  }
}

/** The processor time that they have had, in seconds. */
function time(processes) {
  const ticks = processes.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, own) => sum + own, 0) / TICKS
}

/** What they hold together: what several share is counted once. */
function memory(processes) {
  const kibibytes = processes.map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]),
  )
  return kibibytes.reduce((sum, own) => sum + own, 0) / 1024
}
