/** The SPIP plugin on shared hosting: browsers reach the relay by the plugin's pass-through, and by that alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configures, gives, keepsNobody } from './support/scenes.mjs'
import { openSpip } from './support/world.mjs'

const world = await openSpip('passe_plat')
const { site } = world
const passThrough = `${site.address}/plugins/campagnodon/relais.php`

configures(world)
gives(world)

test('nothing else passes', async () => {
  for (const [method, path, status] of [
    ['GET', '', 404],
    ['GET', '/', 404],
    ['GET', '/tags', 404],
    ['GET', '/tags/form?origine=main&id=1&type=don', 404],
    ['GET', '/health', 404],
    ['GET', '/don.html', 404],
    ['GET', '/forms/..%2Fhealth', 404],
    ['GET', '/forms/don%0d%0ax', 404],
    ['POST', '/campagnodon/campagnodon.js', 404],
    ['PUT', '/forms/don', 405],
    ['DELETE', '/forms/don', 405],
    ['GET', '/forms/don', 200],
    ['GET', '/forms/none', 404],
  ]) {
    assert.equal((await fetch(passThrough + path, { method })).status, status, `${method} ${path}`)
  }
})

test('what is too large, or comes from another site, is refused', async () => {
  const post = (body, headers = {}) =>
    fetch(`${passThrough}/forms/don`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } })
  assert.equal((await post('x'.repeat(65537))).status, 413)
  assert.equal((await post('{}', { Origin: 'https://example.net', 'Sec-Fetch-Site': 'cross-site' })).status, 403)
})

test('the files of the page pass with their types and their compression', async () => {
  for (const [name, type] of [['js', /javascript/], ['css', /text\/css/], ['wasm', /application\/wasm/]]) {
    const answer = await fetch(`${passThrough}/campagnodon/campagnodon.${name}`, { headers: { 'Accept-Encoding': 'br' } })
    assert.match(answer.headers.get('content-type'), type)
    assert.equal(answer.headers.get('content-encoding'), 'br')
    assert.ok((await answer.arrayBuffer()).byteLength > 1000)
  }
})

keepsNobody(world)
