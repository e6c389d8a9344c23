/** A SPIP with Bank, and a relay of the tests' own that checks what it is sent: both ends of the bridge. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after } from 'node:test'
import { root } from '../../../scripts/tools.mjs'
import { freePorts, portOf } from '../../e2e/support/servers.mjs'
import { startSite } from './site.mjs'

/** Ours, or the real one where it is at hand. */
const bank = process.env.CAMPAGNODON_SPIP_BANK || join(root, 'tests/spip/bank')
export const realBank = bank !== join(root, 'tests/spip/bank')

export const SECRET = 'secret-of-the-tests-of-40-characters-long'

/** The key of a use. @param {string} use */
export const keyOf = (use, secret = SECRET) => createHmac('sha256', secret).update(use).digest()

const signed = (key, text) => createHmac('sha256', key).update(text).digest()

/** A token as the relay makes it. */
export function tokenOf(claims, { use = 'handover/1', secret = SECRET } = {}) {
  const text = `v1.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${text}.${signed(keyOf(use, secret), text).toString('base64url')}`
}

/** What a token says, if it is signed. */
export function openToken(token, use) {
  const [version, json, signature] = token.split('.')
  const right = signed(keyOf(use), `${version}.${json}`)
  if (!timingSafeEqual(right, Buffer.from(signature, 'base64url'))) throw new Error('the token is not signed')
  return JSON.parse(Buffer.from(json, 'base64url').toString())
}

/** A relay that records what is right, and answers as a test says. */
async function startRelay() {
  const relay = {
    address: '',
    /** @type {{ id: string, data: Record<string, any> }[]} */
    events: [],
    /** @type {Record<string, any>[]} */
    billings: [],
    /** What is wrong with what came. @type {string[]} */
    wrong: [],
    /** How it answers an event: a status, or nothing. @type {(event: { id: string, data: any }) => number | undefined} */
    answers: () => 204,
    /** Who pays, or nobody knows. @type {any} */
    payer: undefined,
    /** The events of an idx, by their names. */
    told: (idx) =>
      relay.events.filter(({ data }) => data.idx === idx).map(({ id }) => id.replace(/^[0-9a-f]{8}-\d+-/, '')),
  }
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers
    const right = `v1,${signed(keyOf('events/1'), `${id}.${at}.${body}`).toString('base64')}`
    if (signature !== right || Math.abs(Number(at) - Date.now() / 1000) > 300) relay.wrong.push(`${request.url} ${id}`)
    const answer = (status, text = '') =>
      response.writeHead(status, { Location: `${relay.address}/elsewhere` }).end(text)
    if (request.url === '/payments/billing') {
      relay.billings.push(JSON.parse(body))
      return relay.payer ? answer(200, JSON.stringify(relay.payer)) : request.socket.destroy()
    }
    if (request.url !== '/payments/events/spip') return answer(404)
    const { type, data } = JSON.parse(body)
    if (type !== 'payment.state') relay.wrong.push(body)
    const status = relay.answers({ id: String(id), data })
    if (status === undefined) return request.socket.destroy()
    if (status === 204) relay.events.push({ id: String(id), data })
    answer(status, status === 200 ? '<html>home</html>' : '')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  relay.address = `http://127.0.0.1:${portOf(server)}`
  after(() => server.close())
  return relay
}

/** The means that a site has: each its name, and Bank's settings. */
export const MEANS = {
  simu: { presta: 'simu', actif: '1', type: 'acte', label: 'Simulation', mode_test: '' },
  caisse: { presta: 'simu', actif: '1', type: 'acte', label: 'Autre caisse', mode_test: '1' },
  cheque: { presta: 'cheque', actif: '1', type: 'acte', label: '', ordre: 'Les Amis', adresse: '1 rue du Pont' },
  temoin: { presta: 'temoin', actif: '1', type: 'acte', label: 'Témoin', mode_test: '' },
}

/** What a site with Bank is made of. */
export const withBank = {
  plugins: { bank, temoin: join(root, 'tests/spip/temoin') },
  options: "define('_SIMU_BANK_ALLOWED', true);\n",
}

/** Pairs a site with a relay, as the form of the configuration does. */
export const pair = (site, relay, key) =>
  site.php(`
    include_spip('inc/config'); include_spip('inc/campagnodon_sceau');
    ecrire_config('campagnodon', ['relais' => '${relay}', 'cle' => '${key}', 'delai' => 2,
      'acces' => 'proxy', 'entete_client' => '', 'secret' => '${SECRET}'] + campagnodon_sceau_apparier());
    ecrire_meta('email_webmaster', 'webmestre@example.org');
    return 1;`)

/** Sets Bank's means. @param {string[]} names */
export function setMeans(site, ...names) {
  const meta = Object.fromEntries(names.map((name) => [`config_${name}`, MEANS[name]]))
  return site.php(
    `ecrire_meta('bank_paiement', serialize(json_decode(${phpText(JSON.stringify(meta))}, true))); return 1;`,
  )
}

/** @param {{ hasBank?: boolean }} [options] */
export async function openBridge({ hasBank = true } = {}) {
  console.log(`Bank: ${hasBank ? bank : 'none'}`)
  const [port] = await freePorts(1)
  const relay = await startRelay()
  const { plugins, options } = hasBank ? withBank : { plugins: {}, options: withBank.options }
  const site = await startSite({ port, relay: relay.address, articles: {}, plugins, options })
  after(() => site.end())
  await pair(site, relay.address, 'k'.repeat(40))
  const bridge = { site, relay, visit: () => new Visitor(site, relay) }
  return {
    ...bridge,
    /** @param {string[]} names */
    means: (...names) => setMeans(site, ...names),
    /** Sends what is due, now. */
    send: () => site.php("include_spip('inc/campagnodon_envois'); return campagnodon_envoyer();"),
    /** What the six-hourly task does. */
    check: () => site.php("$f = charger_fonction('campagnodon_verifier', 'genie'); return $f(0);"),
    /** Rows of a table. */
    rows: (table, where) => site.php(`return sql_allfetsel('*', ${phpText(table)}, ${phpText(where)});`),
    /** Bank's row of an idx. */
    row: (idx) =>
      site.php(
        `return sql_fetsel('t.*', 'spip_transactions AS t JOIN spip_campagnodon_paiements AS p ON p.id_transaction=t.id_transaction', 'p.idx=' . sql_quote(${phpText(idx)}), '', 'p.attempt DESC');`,
      ),
  }
}

/** A text as PHP writes it. @param {string} text */
export const phpText = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A browser without scripts: cookies, forms, no redirect followed by itself. */
class Visitor {
  cookies = new Map()

  constructor(site, relay) {
    this.site = site
    this.relay = relay
    this.action = `${site.address}/spip.php?action=campagnodon_payer`
  }

  /** The claims of a payment; each as a test wants it. */
  claims(changed = {}) {
    const now = Math.floor(Date.now() / 1000)
    const jti = randomBytes(16).toString('base64url')
    const idx = `idx${randomBytes(8).toString('hex')}`
    const whole = {
      iss: `${this.site.address}/relais`,
      aud: this.action,
      idx,
      att: 1,
      cts: 1550,
      cur: 'EUR',
      ser: 'none',
    }
    return { ...whole, lbl: 'Rendre la rivière vivante', lang: 'fr', iat: now, exp: now + 600, jti, ...changed }
  }

  async fetch(address, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } })
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=')
      this.cookies.set(name, value)
    }
    return answer
  }

  /** Arrives with a token, and gives back the answer. */
  arrive(claims, options) {
    return this.fetch(`${this.action}&jeton=${tokenOf(claims, options)}`)
  }

  /** The page, with a means. */
  async page(means = '') {
    const answer = await this.fetch(
      `${this.site.address}/spip.php?page=campagnodon_paiement${means && `&moyen=${means}`}`,
    )
    return { headers: answer.headers, status: answer.status, html: await answer.text() }
  }

  /** Arrives, and chooses a means. */
  async choose(claims, means) {
    const arrived = await this.arrive(claims)
    if (arrived.status !== 303) throw new Error(`${arrived.status}: ${await arrived.text()}`)
    return this.page(means)
  }

  /** Presses a button of Bank's, by its text; gives back where it leads. */
  async press(html, text) {
    const form = [...html.matchAll(/<form[^>]+action=(['"])(.+?)\1[^>]*>(.*?)<\/form>/gs)].find((found) =>
      found[3].includes(text),
    )
    if (!form) throw new Error(`no button ${text} in ${html}`)
    const fields = [...form[3].matchAll(/<input\b[^>]*>/g)].map(([input]) => [
      input.match(/name="([^"]*)"/)?.[1] ?? '',
      input.match(/value="([^"]*)"/)?.[1] ?? '',
    ])
    const answer = await this.fetch(form[2].replaceAll('&amp;', '&'), {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
    return { status: answer.status, to: answer.headers.get('location') ?? '' }
  }
}
