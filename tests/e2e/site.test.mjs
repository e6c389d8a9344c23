/** The site of the guides: whole in any folder, readable without scripts and on a phone, and its form gives to the mock. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../../scripts/tools.mjs'
import { check } from './support/axe.mjs'
import { scene } from './support/browser.mjs'
import { choose, refused, submit } from './support/donor.mjs'
import { portOf } from './support/servers.mjs'

const folder = mkdtempSync(join(tmpdir(), 'campagnodon-site-'))
const elsewhere = mkdtempSync(join(tmpdir(), 'campagnodon-site-'))
after(() => {
  for (const each of [folder, elsewhere]) rmSync(each, { recursive: true, force: true })
})
execFileSync(process.execPath, ['scripts/site.mjs', '--into', folder], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
})

const files = readdirSync(folder, { recursive: true }).map(String)
const pages = files.filter((file) => file.endsWith('.html') && !file.startsWith('files/'))

/** A host of static pages, which has the site in a folder. */
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.jpeg': 'image/jpeg',
}
const host = createServer(({ url }, response) => {
  const [, path] = /^\/some\/where\/(.*?)(?:\?.*)?$/.exec(url) ?? []
  const file = path && join(folder, path)
  if (!file || !existsSync(file)) return response.writeHead(404).end()
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'text/plain')
  response.end(readFileSync(file))
})
await once(host.listen(0, '127.0.0.1'), 'listening')
after(() => host.close())
const site = `http://127.0.0.1:${portOf(host)}/some/where`

test('a folder with something else in it, or a file, is left as it is', () => {
  const other = join(elsewhere, 'mine.txt')
  writeFileSync(other, 'mine')
  for (const args of [['--into', elsewhere], ['--into', other], [elsewhere]]) {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/site.mjs', ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    assert.equal(status, 1, stderr)
    assert.doesNotMatch(stderr, /^ +at /m, 'no stack')
    assert.equal(readFileSync(other, 'utf8'), 'mine')
  }
})

test('every guide and every entry is there, in both languages where there are two', () => {
  for (const page of ['guides/webmaster.html', 'guides/webmestre.html', 'guides/developer.html', 'api/mock.html'])
    assert.ok(pages.includes(page), page)
  const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  assert.deepEqual(
    guides.filter((name) => !pages.includes(`guides/${name.replace(/md$/, 'html')}`)),
    [],
  )
})

test('every link leads somewhere, within the folder or to a whole address', () => {
  const text = Object.fromEntries(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]))
  const dead = []
  let followed = 0
  for (const [page, html] of Object.entries(text)) {
    // The relay's addresses are the mock's.
    for (const [, address] of html.replaceAll(/<campagnodon-form [^>]*>/g, '').matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|mailto:|data:)/.test(address)) continue
      followed++
      const url = new URL(address.replaceAll('&amp;', '&'), `https://a/b/${page}`)
      const file = decodeURI(url.pathname).replace(/^\/b\//, '')
      const id = decodeURIComponent(url.hash.slice(1))
      const isThere =
        url.pathname.startsWith('/b/') && existsSync(join(folder, file)) && statSync(join(folder, file)).isFile()
      if (!isThere || (id && !text[file]?.includes(`id="${id}"`))) dead.push(`${page}: ${address}`)
    }
  }
  assert.ok(followed > 500, `${followed} links`)
  assert.deepEqual(dead, [])
})

test('what an entry exports is explained', () => {
  const html = readFileSync(join(folder, 'api/mock.html'), 'utf8')
  for (const name of ['mockRelay', 'MockRelay', 'FaultCode']) assert.ok(html.includes(`<h2 id="${name}">`), name)
  assert.match(html, /<a href="form\.html#DescribedForm">DescribedForm<\/a>/)
  assert.ok(html.includes('Makes a relay, with nothing opened yet.'))
})

const KINDS = [
  'index.html',
  'index.fr.html',
  'demonstration.html',
  'composer.fr.html',
  'guides/index.html',
  'guides/webmaster.html',
  'guides/webmestre.html',
  'guides/performance.html',
  'api/index.html',
  'api/typed.html',
]

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  scene(`axe finds nothing, ${colorScheme}`, { colorScheme }, async (page) => {
    for (const name of KINDS) {
      await page.goto(`${site}/${name}`)
      if (/^(demonstration|composer)/.test(name)) await page.locator('form[data-live]').waitFor()
      for (const contents of await page.locator('details.contents').all())
        await contents.evaluate((one) => one.setAttribute('open', ''))
      await check(page, name, colorScheme === 'light' ? {} : { runOnly: 'color-contrast' })
    }
  })
}

scene('no page is wider than a phone', { viewport: { width: 320, height: 640 } }, async (page) => {
  const wide = []
  for (const name of pages) {
    await page.goto(`${site}/${name}`)
    if (/^(demonstration|composer)/.test(name)) await page.locator('form[data-live]').waitFor()
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(name)
  }
  assert.deepEqual(wide, [])
})

scene('the demonstration: a refusal, a gift, its payment, another form', {}, async (page) => {
  await page.goto(`${site}/demonstration.html`)
  await page.locator('form[data-live][lang=en]').waitFor()
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('anne@example')
  await submit(page)
  await refused(page, 'invalid_answers')
  await page.locator('[name=email]').fill('anne@example.org')
  await submit(page)
  await page.locator('[data-payment=init]').waitFor()
  await check(page, 'the payment')
  await page.locator('button[value=refuse]').click()
  await page.locator('[data-payment=refused]').waitFor()
  await page.locator('button[value=pay]').click()
  await page.locator('[data-payment=completed]').waitFor()
  const sent = JSON.parse(await page.locator('[data-sent]').textContent())
  assert.deepEqual(
    sent.map(({ form, transaction, status }) => [form, transaction.amount, status]),
    [['donation', 3000, 'completed']],
  )
  await page.locator('[data-again]').click()
  await page.locator('form[data-live]').waitFor()
  await page.locator('select[name=lang]').selectOption('de')
  await page.locator('select[name=form]').selectOption('membership')
  await page.locator('form[data-live][lang=de]#campagnodon-membership').waitFor()
  for (const colours of ['violet', 'ember', 'dark']) {
    await page.locator('select[name=colours]').selectOption(colours)
    await check(page, colours)
  }
})

scene('the composer: the preview is made of the lines', {}, async (page) => {
  await page.goto(`${site}/composer.html`)
  await page.locator('form[data-live]').waitFor()
  const lines = () => page.locator('[data-lines]').textContent()
  const plain = await lines()
  await page.locator('#src').fill('https://relay.example.org/forms/don"<')
  await page.locator('#lang').selectOption('it')
  await page.locator('#frequency').selectOption('monthly')
  await page.locator('#amount').fill('15')
  await page.locator('#amount').blur()
  await page.locator('form[data-live][lang=it]').waitFor()
  const last = (await lines()).split('\n').pop()
  assert.equal(
    last,
    '<campagnodon-form src="https://relay.example.org/forms/don&quot;&lt;" lang="it" frequency="monthly" amount="15"><a href="https://relay.example.org/forms/don&quot;&lt;">Donate</a></campagnodon-form>',
  )
  assert.ok((await lines()).includes('src="https://relay.example.org/campagnodon/campagnodon.js"'))
  const shown = page.locator('[data-preview] > campagnodon-form')
  const attributes = (element) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
  const written = await page.evaluate((html) => {
    const { content } = Object.assign(document.createElement('template'), { innerHTML: html })
    return Object.fromEntries([...content.firstElementChild.attributes].map(({ name, value }) => [name, value]))
  }, last)
  assert.deepEqual(await shown.evaluate(attributes), written)
  assert.equal(await page.locator('[name=frequency]:checked').inputValue(), 'monthly')
  assert.equal(await page.locator('[data-preview] [name=amount]:checked').inputValue(), '15')
  await page.reload()
  assert.equal(await lines(), plain)
})

scene('without scripts', { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${site}/index.html`)
  await page.getByRole('link', { name: 'Try the form' }).click()
  await page.getByText('It looks like this').waitFor()
  await page.locator('campagnodon-form img').waitFor()
  await page.getByRole('link', { name: 'Compose the tag' }).click()
  assert.match(await page.locator('[data-lines]').textContent(), /<campagnodon-form src="\/forms\/donation">/)
  await page.getByRole('link', { name: 'Guides' }).click()
  await page.getByRole('link', { name: 'Un formulaire dans votre page' }).click()
  await page.getByRole('banner').getByRole('link', { name: 'In English' }).click()
  assert.match(page.url(), /guides\/webmaster\.html$/)
})
