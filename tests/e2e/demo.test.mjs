/** `campagnodon demo`: the program alone shows the demonstration, script and style sheets out of itself, and leaves nothing. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { program } from '../../scripts/tools.mjs'
import { scene } from './support/browser.mjs'
import { choose, fillEmail, open, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { freePorts } from './support/servers.mjs'
import { until } from './support/until.mjs'

const TMPDIR = mkdtempSync(join(tmpdir(), 'campagnodon-demo-test-'))
const port = (await freePorts(1))[0]
const origin = `http://127.0.0.1:${port}`
const demo = spawn(program(), ['demo', '--port', String(port)], {
  env: { ...process.env, TMPDIR, RUST_LOG: 'off' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
after(() => demo.kill('SIGKILL'))
let printed = ''
demo.stdout.on('data', (text) => (printed += text))
await until('the demonstration is there', async () => (await fetch(`${origin}/health`).catch(() => undefined))?.ok)

/** Without what `fetch` does of itself: the answer as it comes. */
async function asked(path, headers) {
  const request = get(origin + path, { headers })
  const [answer] = await once(request, 'response')
  answer.resume()
  return answer
}

scene('a gift is paid in it', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, newPerson())
  await submit(page)
  await pay(page)
  assert.ok(printed.includes(`${origin}/`) && printed.includes(`http://127.0.0.1:${port + 1}/`), printed)
})

scene('its files come compressed to who takes that, and once', {}, async () => {
  for (const [path, kind] of /** @type {[string, RegExp][]} */ ([
    ['campagnodon.js', /javascript/],
    ['campagnodon.wasm', /^application\/wasm$/],
    ['campagnodon.css', /^text\/css/],
  ])) {
    for (const [taken, encoding] of [
      ['gzip, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['identity', undefined],
    ]) {
      const answer = await asked(`/campagnodon/${path}`, { 'accept-encoding': taken })
      assert.deepEqual([answer.statusCode, answer.headers['content-encoding']], [200, encoding], `${path} ${taken}`)
      assert.match(answer.headers['content-type'], kind)
      const again = await asked(`/campagnodon/${path}`, {
        'accept-encoding': taken,
        'if-none-match': answer.headers.etag,
      })
      assert.equal(again.statusCode, 304)
    }
  }
  const map = (await asked('/campagnodon/campagnodon.js', {})).headers.sourcemap
  assert.equal(map, 'campagnodon.js.map')
  const { sources } = await (await fetch(`${origin}/campagnodon/${map}`)).json()
  assert.ok(sources.some((source) => source.endsWith('www/src/attach.js')))
  for (const path of ['nothing.js', '', '../Cargo.toml', 'integrity.json.br'])
    assert.equal((await asked(`/campagnodon/${path}`, {})).statusCode, 404, path)
})

scene('a port in use is said, and what it wrote goes at the end', {}, async () => {
  const other = spawn(program(), ['demo', '--port', String(port)], { env: { ...process.env, TMPDIR }, stdio: 'pipe' })
  let said = ''
  other.stderr.on('data', (text) => (said += text))
  const [code] = await once(other, 'exit')
  assert.equal(code, 1)
  assert.match(said, /is in use by another program/)
  assert.equal(readdirSync(TMPDIR).length, 1)
  demo.kill('SIGTERM')
  await once(demo, 'exit')
  assert.deepEqual(readdirSync(TMPDIR), [])
})
