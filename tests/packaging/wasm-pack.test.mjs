/**
 * What `wasm-pack build` makes of the crate works where it is for, by a line of code each: both interfaces, for a page, a
 * page without modules, a bundler and Node.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import webpack from 'webpack'
import { root, wasmPackEnv } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'
import { serve } from './sites.mjs'

const folder = mkdtempSync(join(tmpdir(), 'campagnodon-wasm-pack-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const FORM = "'o donation once 100-100000 3000'"

/** The interfaces: what each exports, its line of code, and what that gives. */
const FEATURES = {
  page: {
    exported: 'read',
    code: `read(${FORM}, 'operation donation\\nfrequency once\\namount 30\\nemail anne@example', 2026, 11, 22)`,
    verdict: /^error email email_invalid$/m,
  },
  typed: {
    exported: 'TypedForm',
    code: `JSON.stringify(new TypedForm(${FORM}).check(
      { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example' }, 2026, 11, 22).errors)`,
    verdict: /^\[\{"field":"email","code":"email_invalid"\}\]$/,
  },
}

/**
 * Makes the package, and returns the folder in which it is as `campagnodon`.
 * @param {string} target
 * @param {string} feature
 */
function build(target, feature) {
  const site = join(folder, `${target}-${feature}`)
  const args = ['build', '--target', target, '--out-dir', join(site, 'campagnodon'), '--']
  execFileSync('wasm-pack', [...args, '--no-default-features', '--features', feature], {
    cwd: root,
    env: wasmPackEnv(),
    stdio: 'pipe',
  })
  return site
}

/**
 * What a page with these scripts says.
 * @param {import('playwright-core').Page} page
 * @param {string} site
 * @param {string} scripts
 */
async function said(page, site, scripts) {
  writeFileSync(join(site, 'index.html'), `<!doctype html><link rel="icon" href="data:,"><output></output>${scripts}`)
  const { origin, close } = await serve(site)
  try {
    await page.goto(origin)
    await page.locator('output:not(:empty)').waitFor()
    return await page.locator('output').textContent()
  } finally {
    await close()
  }
}

for (const [feature, { exported, code, verdict }] of Object.entries(FEATURES)) {
  const say = `document.querySelector('output').textContent = ${code}`

  test(`${feature}, for Node`, () => {
    const script = `const { ${exported} } = require('./campagnodon'); console.log(${code})`
    const printed = execFileSync(process.execPath, ['-e', script], { cwd: build('nodejs', feature), encoding: 'utf8' })
    assert.match(printed.trim(), verdict)
  })

  scene(`${feature}, for a page`, {}, async (page) => {
    const script = `import init, { ${exported} } from './campagnodon/campagnodon.js'; await init(); ${say}`
    assert.match(await said(page, build('web', feature), `<script type="module">${script}</script>`), verdict)
  })

  scene(`${feature}, for a page without modules`, {}, async (page) => {
    const script = `wasm_bindgen().then(() => { const { ${exported} } = wasm_bindgen; ${say} })`
    const scripts = `<script src="campagnodon/campagnodon.js"></script><script>${script}</script>`
    assert.match(await said(page, build('no-modules', feature), scripts), verdict)
  })

  scene(`${feature}, for a bundler`, {}, async (page) => {
    const site = build('bundler', feature)
    mkdirSync(join(site, 'src'))
    writeFileSync(join(site, 'src/index.js'), `import { ${exported} } from '../campagnodon'; ${say}`)
    await bundle(site)
    assert.match(await said(page, site, '<script src="dist/main.js"></script>'), verdict)
  })
}

/** By webpack, which must be told to take WebAssembly. @param {string} context */
async function bundle(context) {
  const experiments = { asyncWebAssembly: true }
  const output = { path: join(context, 'dist'), publicPath: 'dist/' }
  const compiler = webpack({ mode: 'production', context, output, experiments })
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, stats) => (error ? reject(error) : resolve(stats))),
  )
  await new Promise((resolve) => compiler.close(resolve))
  assert.ok(!stats.hasErrors(), stats.toString())
}
