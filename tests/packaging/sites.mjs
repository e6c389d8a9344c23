/** Sites that take up the installed package, each by another tool, with nothing configured for it. */
import { Parcel } from '@parcel/core'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { build as esbuild } from 'esbuild'
import { once } from 'node:events'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { build as viteBuild, createServer as viteServer } from 'vite'
import webpack from 'webpack'

/**
 * A site in a project's folder, which has the package installed and the files of `app/`. `scripts` is another origin from
 * which its scripts come.
 * @typedef {(folder: string) => Promise<{ origin: string, scripts?: string, close: () => Promise<unknown> }>} Site
 */

/**
 * Vite's ways, of one of its versions.
 * @param {string} name
 * @param {Pick<typeof import('vite'), 'build' | 'createServer'>} vite
 * @returns {Record<string, Site>}
 */
export const viteSites = (name, { build, createServer }) => ({
  [`${name}, in development`]: async (folder) => {
    const server = await createServer({ ...vite(folder), server: { host: '127.0.0.1', port: 0 } })
    await server.listen()
    return { origin: `http://127.0.0.1:${server.httpServer.address().port}`, close: () => server.close() }
  },
  [`${name}, built`]: async (folder) => {
    await build({ ...vite(folder), build: { outDir: 'out' } })
    return serve(join(folder, 'out'))
  },
})

/** @type {Record<string, Site>} */
export const SITES = {
  ...viteSites('Vite', { build: viteBuild, createServer: viteServer }),
  'Vite, rendered by a server': async (folder) => {
    const server = await viteServer({ ...vite(folder), appType: 'custom', server: { middlewareMode: true, ws: false } })
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    return listen(
      (request, response) =>
        server.middlewares(request, response, async () => {
          const { render } = await server.ssrLoadModule('/server.js')
          response.setHeader('Content-Type', 'text/html')
          response.end(render(await server.transformIndexHtml('/', page)))
        }),
      () => server.close(),
    )
  },
  webpack: async (folder) => {
    const compiler = webpack({
      mode: 'production',
      context: folder,
      entry: './main.js',
      output: { path: join(folder, 'out') },
    })
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, stats) => (error ? reject(error) : resolve(stats))),
    )
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString())
    await new Promise((resolve) => compiler.close(resolve))
    return servePage(folder, '<script defer src="main.js"></script>')
  },
  Rollup: async (folder) => {
    const bundle = await rollup({ input: join(folder, 'main.js'), plugins: [nodeResolve({ browser: true })] })
    await bundle.write({ dir: join(folder, 'out') })
    return servePage(folder)
  },
  esbuild: async (folder) => {
    await esbuild({ absWorkingDir: folder, entryPoints: ['main.js'], bundle: true, format: 'esm', outdir: 'out' })
    return servePage(folder)
  },
  'esbuild, by require': async (folder) => {
    const main = readFileSync(join(folder, 'main.js'), 'utf8')
    const contents = main.replace(/import (?:\* as )?(.*) from ('.*')/g, 'const $1 = require($2)')
    const stdin = { contents, resolveDir: folder, sourcefile: 'main.cjs' }
    await esbuild({ absWorkingDir: folder, stdin, bundle: true, format: 'iife', outfile: 'out/main.js' })
    return servePage(folder)
  },
  Parcel: async (folder) => {
    const parcel = new Parcel({
      entries: join(folder, 'index.html'),
      defaultConfig: fileURLToPath(import.meta.resolve('@parcel/config-default')),
      mode: 'production',
      cacheDir: join(folder, '.parcel-cache'),
      targets: { site: { distDir: join(folder, 'out') } },
    })
    await parcel.run()
    return serve(join(folder, 'out'))
  },
  'a script tag': async (folder) => {
    const dist = join(folder, 'node_modules/campagnodon/dist')
    const integrity = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'))
    const out = await servePage(
      folder,
      `<script type="module" src="campagnodon.js" integrity="${integrity['campagnodon.js']}"></script>`,
    )
    const files = [
      'campagnodon.js',
      'campagnodon.wasm',
      'campagnodon-full.wasm',
      'campagnodon-twin.js',
      'campagnodon-slip.js',
      'campagnodon-captcha.js',
      'campagnodon-appeal.js',
    ]
    for (const file of files) copyFileSync(join(dist, file), join(folder, 'out', file))
    return out
  },
  // As unpkg does it: from the package's name it leads to the file that the manifest names, and beside it are the others.
  'a script tag, from a CDN': async (folder) => {
    const installed = join(folder, 'node_modules/campagnodon')
    const { unpkg } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    const cdn = await listen(({ url }, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*')
      if (url === '/campagnodon')
        response.writeHead(302, { Location: new URL(unpkg, 'http://cdn/campagnodon/').pathname })
      else response.setHeader('Content-Type', TYPES[extname(url)])
      response.end(url === '/campagnodon' ? '' : readFileSync(join(installed, url.replace('/campagnodon/', ''))))
    })
    const site = await servePage(folder, `<script type="module" src="${cdn.origin}/campagnodon"></script>`)
    const close = () => Promise.all([site.close(), cdn.close()])
    return { origin: site.origin, scripts: cdn.origin, close }
  },
}

/** @param {string} root */
const vite = (root) => ({ root, configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ('warn') })

const SCRIPT = '<script type="module" src="./main.js"></script>'

/**
 * Serves `out/`, with the page of the project and this script.
 * @param {string} folder
 * @param {string} [script]
 */
function servePage(folder, script = SCRIPT) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  writeFileSync(join(folder, 'out/index.html'), page.replace(SCRIPT, script))
  return serve(join(folder, 'out'))
}

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.html': 'text/html' }

/** @param {string} folder */
export const serve = (folder) =>
  listen(({ url }, response) => {
    const path = new URL(url, 'http://site').pathname
    const file = path.endsWith('/') ? `${path}index.html` : path
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(join(folder, file)))
  })

/**
 * @param {import('node:http').RequestListener} answer
 * @param {() => Promise<unknown>} [closed]
 */
async function listen(answer, closed) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await closed?.()
  }
  return { origin: `http://127.0.0.1:${server.address().port}`, close }
}
