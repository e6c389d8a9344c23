/**
 * The mock itself: which request is answered by what, what was opened, and the faults that a test plays.
 */
import { newKey } from '../post.js'
import { isForeign, listed, prefersHtml, read } from './asked.js'
import { formOf, goal, languageOf, offerOf, refused, show } from './forms.js'
import { act, showPayment } from './payments.js'
import { before, bodyOf, checked, readPost } from './posts.js'
import { Refusal } from './problems.js'
import { isRecorded, recordingIn } from './recorded.js'
import { install, route, unreachable } from './ways.js'

/**
 * @typedef {import('./asked.js').Asked} Asked
 * @typedef {import('../../mock.js').MockOptions} MockOptions
 * @typedef {import('../../mock.js').MockRelay} MockRelay
 * @typedef {import('../../mock.js').MockTransaction} MockTransaction
 * @typedef {Pick<typeof import('../../typed.js'), 'init' | 'TypedForm'>} Rules
 * @typedef {{ on: import('../../mock.js').Moment, code: import('../../mock.js').FaultCode, errors: any[], times: number }} Fault
 */

/**
 * @param {Rules} typed
 * @param {MockOptions} [options]
 * @returns {MockRelay}
 */
export function relayOf({ init, TypedForm }, options = {}) {
  const { at, language = 'fr', origins = [] } = options
  if (!isRecorded(language)) throw new TypeError(`mockRelay has no language ${language}`)
  /** @type {MockTransaction[]} */
  const transactions = []
  /** @type {Fault[]} */
  let faults = []
  /** @type {{ on: string, free: Promise<void>, release: () => void }[]} */
  let holds = []

  /** @param {Request} request */
  async function handle(request) {
    const asked = read(request, at)
    if (!asked) return
    const answer = await answered(asked)
    const origin = listed(asked, origins)
    if (origin) {
      answer.headers.set('Access-Control-Allow-Origin', origin)
      answer.headers.set('Access-Control-Expose-Headers', 'location,retry-after,date')
    }
    return request.method === 'HEAD' ? new Response(null, answer) : answer
  }

  /** @param {Asked} asked */
  async function answered(asked) {
    try {
      return await answer(asked)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const isPage = prefersHtml(asked.request)
      return isPage ? error.asPage(await recordingIn(language), language) : error.asProblem()
    }
  }

  /** @param {Asked} asked */
  async function answer(asked) {
    const { kind, part, request } = asked
    const { method, headers } = request
    if (method === 'OPTIONS' && headers.has('Access-Control-Request-Method')) return preflight()
    const shows = method === 'GET' || method === 'HEAD'
    if (!shows && isForeign(asked, origins)) throw new Refusal('cross_origin')
    const takes = shows || (method === 'POST' && !part)
    await played(kind === 'payments' ? 'payment' : shows ? 'form' : 'post')
    if (kind === 'payments') {
      const opened = transactions.find(({ address }) => address.endsWith(`/${asked.name}`))
      if (part || !opened) throw new Refusal('not_found')
      if (!takes) throw new Refusal('method_not_allowed', { allow: 'GET,HEAD,POST' })
      return pay(asked, opened)
    }
    if (part && part !== 'goal') throw new Refusal('not_found')
    if (!takes) throw new Refusal('method_not_allowed', { allow: part ? 'GET,HEAD' : 'GET,HEAD,POST' })
    if (part) return goal(asked, options, language)
    return shows ? show(asked, options, language) : post(asked)
  }

  /** Plays what the test wants at such a moment. @param {string} moment */
  async function played(moment) {
    await Promise.all(holds.filter(({ on }) => on === moment).map(({ free }) => free))
    const fault = faults.find(({ on, times }) => on === moment && times > 0)
    if (!fault) return
    fault.times--
    if (fault.code === 'relay_unreachable') throw unreachable()
    throw new Refusal(fault.code, { errors: fault.errors })
  }

  /** @param {Asked} asked */
  async function post(asked) {
    const { name, request, url, prefix } = asked
    const form = await formOf(options, name, language)
    const sent = await bodyOf(request)
    const { isJson } = sent
    try {
      const { key, answers } = readPost(request, sent)
      await init()
      const transaction = checked(new TypedForm(offerOf(form), { strict: isJson }), answers)
      const { address } =
        before(transactions, { form: name, key, transaction }, isJson) ??
        open({ form: name, key, transaction, address: `${url.origin}${prefix}/payments/${newKey()}`, status: 'init' })
      const path = new URL(address).pathname
      if (!isJson) return leadTo(path)
      // A browser says whose page it is, and stays on the host that the donor sees.
      const location = request.headers.has('Origin') ? path : address
      const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/json', Location: location }
      return new Response(JSON.stringify({ payment_url: address }), { status: 201, headers })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return isJson ? error.asProblem() : refused(asked, options, language, error)
    }
  }

  /** @param {MockTransaction} transaction */
  function open(transaction) {
    transactions.push(transaction)
    return transaction
  }

  /** @param {Asked} asked @param {MockTransaction} opened */
  async function pay({ request, prefix, url }, opened) {
    const isPost = request.method === 'POST'
    if (isPost && act(opened, new URLSearchParams(await request.text()).get('action'))) return leadTo(url.pathname)
    const spoken = languageOf(await formOf(options, opened.form, language), language)
    const how = { language: spoken, prefix, path: url.pathname, status: isPost ? 409 : 200 }
    return showPayment(opened, await recordingIn(spoken), how)
  }

  return {
    handle,
    transactions,
    install: (options) => install(handle, options),
    route: (way) => route(handle, way),
    fail(code, { on = 'post', times = Infinity, errors = [] } = {}) {
      const fault = { on, code, errors, times }
      faults.push(fault)
      return () => {
        faults = faults.filter((other) => other !== fault)
      }
    },
    hold(on = 'post') {
      let release = () => {}
      const free = new Promise((/** @type {(value: void) => void} */ resolve) => {
        release = resolve
      })
      holds.push({ on, free, release })
      return release
    },
    reset() {
      transactions.length = 0
      faults = []
      for (const { release } of holds) release()
      holds = []
    },
  }
}

/** @param {string} path */
const leadTo = (path) => new Response(null, { status: 303, headers: { 'Cache-Control': 'no-store', Location: path } })

/** What a browser is told that asks whether a page of another site may post. Whose may, the headers of all answers say. */
const preflight = () =>
  new Response(null, {
    headers: {
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': 'content-type,idempotency-key',
    },
  })
