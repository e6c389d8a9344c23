/** A SPIP site of its own for a file of tests, with the plugin: SQLite, PHP's own server, nginx before it where asked. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { debian } from '../../../scripts/spip.mjs'
import { root } from '../../../scripts/tools.mjs'
import { until } from '../../e2e/support/until.mjs'

/** What SPIP is made of; the rest of the folder is the site's own. */
const CORE = ['ecrire', 'index.php', 'plugins-dist', 'prive', 'spip.php', 'squelettes-dist', 'vendor']
const OWN = ['config', 'IMG', 'local', 'tmp', 'plugins', 'logs']
const SPIP = '/usr/share/spip'

/** Every notice is an error for us, and whatever can be logged is. */
const OPTIONS = "<?php define('SPIP_ERREUR_REPORT', E_ALL); define('_LOG_FILTRE_GRAVITE', 8);\n"

const PASSWORD = 'mot-de-passe-du-test'

/**
 * @param {{ port: number, proxied?: number, relay: string, articles: Record<string, string>, plugins?: Record<string, string>,
 *   options?: string }} options the port of the site; behind nginx, PHP's too; other plugins, each by its prefix and its
 *   folder; more of `mes_options.php`
 */
export async function startSite({ port, proxied, relay, articles, plugins = {}, options = '' }) {
  mkdirSync(join(debian, 'srv'), { recursive: true })
  const folder = mkdtempSync(join(debian, 'srv/site-'))
  const inside = folder.slice(debian.length)
  for (const name of OWN) mkdirSync(join(folder, name))
  // By the folder's own program: its links lead to other packages in it.
  const copy = (names, to) =>
    spawnSync('chroot', [debian, 'cp', '-rL', ...names.map((name) => join(SPIP, name)), inside + to])
  copy(CORE, '')
  copy(['config/spip'], '/config')
  const all = { ...plugins, campagnodon: join(root, 'www/spip/campagnodon') }
  for (const [name, from] of Object.entries(all)) cpSync(from, join(folder, 'plugins', name), { recursive: true })
  for (const name of ['install.php', 'inside.php'])
    cpSync(join(root, 'tests/spip/support', name), join(folder, 'logs', name))
  writeFileSync(join(folder, 'config/mes_options.php'), OPTIONS + options)

  const address = `http://127.0.0.1:${port}`
  const settings = JSON.stringify({ address, articles, password: PASSWORD, plugins: Object.keys(all) })
  const php = ['php', '-d', 'error_reporting=-1', '-d', 'log_errors=1', '-d', `error_log=${inside}/logs/php.log`]
  const installed = spawnSync('chroot', [debian, ...php, `${inside}/logs/install.php`, inside, settings], {
    encoding: 'utf8',
  })
  if (installed.status !== 0) throw new Error(installed.stdout.slice(-2000) + installed.stderr)
  const numbers = JSON.parse(installed.stdout)
  rmSync(join(folder, 'logs/install.php'))

  const log = openSync(join(folder, 'logs/servers.log'), 'a')
  /** A server with its workers; a test that dies must leave none behind. */
  const run = (args) => {
    const env = { ...process.env, PHP_CLI_SERVER_WORKERS: '6' }
    const running = spawn('chroot', [debian, ...args], { env, detached: true, stdio: ['ignore', log, log] })
    const end = () => running.exitCode === null && process.kill(-running.pid, 'SIGKILL')
    process.once('exit', end)
    return {
      end() {
        process.off('exit', end)
        end()
      },
    }
  }
  const servers = [run([...php, '-S', `127.0.0.1:${proxied ?? port}`, '-t', inside])]
  if (proxied) {
    writeFileSync(join(folder, 'logs/nginx.conf'), nginx(inside, port, proxied, relay))
    servers.push(run(['nginx', '-c', `${inside}/logs/nginx.conf`]))
  }
  await until('SPIP answers', async () => (await fetch(`${address}/spip.php`).catch(() => undefined))?.ok)
  return {
    address,
    folder,
    /** Where an article is. */
    article: (name) => `${address}/spip.php?article${numbers[name]}`,
    /** The folders in which SPIP, PHP and the web server write. */
    own: OWN.map((name) => join(folder, name)),
    /** The plugin's log. */
    log: () => readFileSync(join(folder, 'tmp/log/campagnodon.log'), 'utf8'),
    /** What PHP complained of, in our files and in what SPIP makes of them. */
    complaints: () => {
      const file = join(folder, 'logs/php.log')
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
      return lines.filter((line) => /campagnodon/i.test(line))
    },
    /** Runs PHP in it, and gives back what that returns. @param {string} code */
    async php(code) {
      const ran = spawn('chroot', [debian, ...php, `${inside}/logs/inside.php`, inside, address])
      ran.stdin.end(code)
      const [out, error] = await Promise.all([text(ran.stdout), text(ran.stderr)])
      try {
        return JSON.parse(out)
      } catch {
        throw new Error(out.slice(-2000) + error)
      }
    },
    /** Opens the private area. */
    async login(page) {
      await page.goto(`${address}/spip.php?page=login&url=ecrire/`)
      await page.locator('[name=var_login]').fill('webmestre')
      await page.locator('[name=password]').fill(PASSWORD)
      await page.locator('#formulaire_login [type=submit]').click()
      await page.waitForURL(/\/ecrire\//)
    },
    end() {
      for (const server of servers) server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** nginx before PHP's own server and the relay, by the very lines that webmasters are given. */
function nginx(inside, port, proxied, relay) {
  const given = readFileSync(join(root, 'www/spip/exemples/nginx.conf'), 'utf8').replace('http://127.0.0.1:8080', relay)
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${inside}/logs/${n};`)
  return `daemon off; user root; pid ${inside}/logs/nginx.pid; error_log ${inside}/logs/nginx-error.log info;
    events {} http { access_log ${inside}/logs/nginx-access.log; ${folders.join(' ')}
    server { listen 127.0.0.1:${port};
    ${given}
    location / { proxy_pass http://127.0.0.1:${proxied}; proxy_set_header Host $http_host; } } }`
}
