/** The SPIP plugin on shared hosting: browsers reach the relay by the plugin's pass-through, and by that alone. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../../scripts/tools.mjs'
import { portOf } from '../e2e/support/servers.mjs'
import { until } from '../e2e/support/until.mjs'
import { configures, gives, keepsNobody } from './support/scenes.mjs'
import { openSpip } from './support/world.mjs'

const world = await openSpip('passe_plat')
const { site } = world
const passThrough = `${site.address}/plugins/campagnodon/relais.php`

configures(world)
gives(world)

test('nothing else passes', async () => {
  for (const [method, path, status] of /** @type {[string, string, number][]} */ ([
    ['GET', '', 404],
    ['GET', '/', 404],
    ['GET', '/tags', 404],
    ['GET', '/tags/form?origine=main&id=1&type=don', 404],
    ['GET', '/health', 404],
    ['GET', '/don.html', 404],
    ['GET', '/forms/..%2Fhealth', 404],
    ['GET', '/forms/don%0d%0ax', 404],
    ['POST', '/campagnodon/campagnodon.js', 404],
    ['POST', '/payments/billing', 404],
    ['POST', '/payments/events/spip', 404],
    ['PUT', '/forms/don', 405],
    ['DELETE', '/forms/don', 405],
    ['GET', '/forms/don', 200],
    ['GET', '/forms/none', 404],
  ])) {
    assert.equal((await fetch(passThrough + path, { method })).status, status, `${method} ${path}`)
  }
})

test('what is too large, or comes from another site, is refused', async () => {
  const post = (body, headers = {}) =>
    fetch(`${passThrough}/forms/don`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  assert.equal((await post('x'.repeat(65537))).status, 413)
  assert.equal((await post('{}', { Origin: 'https://example.net', 'Sec-Fetch-Site': 'cross-site' })).status, 403)
})

test('the files of the page pass with their types and their compression', async () => {
  for (const [name, type] of /** @type {[string, RegExp][]} */ ([
    ['campagnodon.js', /javascript/],
    ['campagnodon-twin.js', /javascript/],
    ['campagnodon.css', /text\/css/],
    ['campagnodon.wasm', /application\/wasm/],
    ['campagnodon-full.wasm', /application\/wasm/],
  ])) {
    if (!existsSync(join(root, 'dist', name))) continue
    const answer = await fetch(`${passThrough}/campagnodon/${name}`, { headers: { 'Accept-Encoding': 'br' } })
    assert.match(answer.headers.get('content-type'), type, name)
    assert.equal(answer.headers.get('content-encoding'), 'br')
    assert.ok((await answer.arrayBuffer()).byteLength > 1000)
  }
})

test('what passes is what the relay needs: no cookie of SPIP on the way there, none of another on the way back', async () => {
  const heard = []
  const echo = createServer((request, response) => {
    heard.push(request.headers)
    response.writeHead(201, {
      'Content-Type': 'text/plain',
      'Set-Cookie': 'a=b',
      'X-Other': 'c',
      Location: '/payments/abc',
    })
    response.end('echo')
  })
  await once(echo.listen(0, '127.0.0.1'), 'listening')
  const file = join(site.folder, 'config/campagnodon_relais.php')
  const before = readFileSync(file, 'utf8')
  const relay = `http://127.0.0.1:${portOf(echo)}`
  writeFileSync(file, `<?php return ['relais' => '${relay}', 'entete_client' => 'X-Forwarded-For'];`)
  const answer = await until('PHP reads its file again', async () => {
    const answer = await fetch(`${passThrough}/payments/abc`, {
      method: 'POST',
      headers: {
        Cookie: 'spip_session=secret',
        Authorization: 'Bearer secret',
        'X-Forwarded-For': '192.0.2.1',
        'Accept-Language': 'fr',
      },
      body: new URLSearchParams({ action: 'pay' }),
    })
    return answer.status === 201 && answer
  })
  writeFileSync(file, before)
  echo.close()
  const passed = [
    'accept',
    'accept-encoding',
    'accept-language',
    'content-length',
    'content-type',
    'host',
    'x-forwarded-for',
  ]
  assert.deepEqual(Object.keys(heard[0]).sort(), passed)
  assert.equal(heard[0]['x-forwarded-for'], '127.0.0.1')
  assert.deepEqual([answer.headers.get('set-cookie'), answer.headers.get('x-other')], [null, null])
  assert.equal(answer.headers.get('location'), '/payments/abc')
})

keepsNobody(world)
