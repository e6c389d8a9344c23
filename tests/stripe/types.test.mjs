/**
 * What we ask of Stripe, and what the double answers, fits the types of Stripe's own package, of the version of the API
 * that we name; and we and that package take each other's signatures. The Rust tests of the client write both down.
 * Report 10: no monthly gift was possible, since a parameter was none of that version's.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Stripe from 'stripe'

const root = new URL('../..', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'campagnodon-stripe-'))
const stripe = new Stripe('sk_test_campagnodon')

/** The types of the calls and the objects. */
const TYPES = {
  'checkout.sessions.create': 'Stripe.Checkout.SessionCreateParams',
  'checkout.sessions.list': 'Stripe.Checkout.SessionListParams',
  'checkout.sessions.retrieve': 'Stripe.Checkout.SessionRetrieveParams',
  'checkout.sessions.expire': 'Stripe.Checkout.SessionExpireParams',
  'paymentIntents.retrieve': 'Stripe.PaymentIntentRetrieveParams',
  'charges.retrieve': 'Stripe.ChargeRetrieveParams',
  'charges.list': 'Stripe.ChargeListParams',
  'refunds.create': 'Stripe.RefundCreateParams',
  'refunds.retrieve': 'Stripe.RefundRetrieveParams',
  'disputes.retrieve': 'Stripe.DisputeRetrieveParams',
  'disputes.list': 'Stripe.DisputeListParams',
  'events.list': 'Stripe.EventListParams',
  'checkout.session': 'Loose<Stripe.Checkout.Session>',
  payment_intent: 'Loose<Stripe.PaymentIntent>',
  charge: 'Loose<Stripe.Charge>',
  refund: 'Loose<Stripe.Refund>',
  dispute: 'Loose<Stripe.Dispute>',
  event: 'Loose<EventBase>',
}

/** The full types demand every field; ours and the double's have those that are read. */
const LOOSE = `import type Stripe from 'stripe'
type EventBase = Omit<Stripe.CheckoutSessionCompletedEvent, 'type' | 'data'> & { type: Stripe.Event['type'] }
type Loose<T> = T extends Stripe.Decimal ? string
  : T extends (infer Item)[] ? Loose<Item>[]
  : T extends object ? { [Key in keyof T]?: Loose<T[Key]> } : T
`

/** @type {{ kind: string, name: string, value: any }[]} */
let records = []

before(() => {
  for (const tests of [
    ['--lib', 'stripe::'],
    ['--test', 'server', 'stripe'],
  ]) {
    const env = { ...process.env, CAMPAGNODON_STRIPE_RECORD: folder }
    const ran = spawnSync('cargo', ['test', '--quiet', ...tests], { cwd: root, env, encoding: 'utf8' })
    assert.equal(ran.status, 0, ran.stdout + ran.stderr)
  }
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  records = lines.filter(Boolean).map((line) => JSON.parse(line))
})

after(() => rmSync(folder, { recursive: true }))

/**
 * Returns what tsc says of some TypeScript, as `line: what`.
 * @param {string[]} lines
 */
function complaints(lines) {
  const file = join(root, 'target', `stripe-types-${process.pid}.ts`)
  writeFileSync(file, LOOSE + lines.join('\n'))
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
  ]
  const tsc = join(root, 'node_modules/.bin/tsc')
  const { stdout } = spawnSync(tsc, [...options, '--types', 'node', file], { cwd: root, encoding: 'utf8' })
  rmSync(file)
  return stdout.split('\n').filter((line) => line.includes('error TS'))
}

/** @param {any} value @returns {any[]} a list's objects, and an event's own */
function parts(value) {
  if (value.object === 'list') return value.data.flatMap(parts)
  if (value.object !== 'event') return [value]
  const { data, ...event } = value
  return [event, data.object]
}

test("what was asked and answered fits Stripe's types", () => {
  const asked = records.filter(({ kind }) => kind === 'request')
  const objects = records
    .filter(({ kind, value }) => kind === 'object' && (value.api_version ?? Stripe.API_VERSION) === Stripe.API_VERSION)
    .flatMap(({ value }) => parts(value))
    .map((value) => ({ name: value.object, value }))
  const lines = [...asked, ...objects].map(({ name, value }) => {
    assert.ok(TYPES[name], `no type is known of ${name}`)
    // Names and times differ in each; what is left is few shapes.
    const text = JSON.stringify(value).replace(/"([a-z]+(?:_test)?)_\d{8}"/g, '"$1_1"')
    return `export const _: ${TYPES[name]} = ${text}`
  })
  const shapes = [...new Set(lines)].map((line, at) => line.replace(' _:', ` _${at}:`))
  for (const name of Object.keys(TYPES)) {
    assert.ok(
      [...asked, ...objects].some((it) => it.name === name),
      `${name} was not tried`,
    )
  }
  assert.deepEqual(complaints(shapes), [])
})

test('a field that is not one, or of another type, would be found', () => {
  const found = complaints([
    "export const a: Stripe.Checkout.SessionCreateParams = { mode: 'payment', payment_method_types: ['card'] }",
    "export const b: Stripe.Checkout.SessionCreateParams = { line_items: [{ price_data: { currency: 'eur', amount: 1 } }] }",
    "export const c: Stripe.RefundCreateParams = { amount: '5' }",
    "export const d: Loose<Stripe.Charge> = { payment_method_details: { kind: 'card' } }",
    "export const e: Loose<Stripe.Checkout.Session> = { amount_total: '5' }",
    'export const f: Loose<Stripe.Checkout.Session> = { amount_total: 5 }',
  ])
  assert.equal(found.length, 5, found.join('\n'))
})

test('the version that we name is the one of these types', () => {
  const source = readFileSync(join(root, 'src/relay/payments/stripe/client.rs'), 'utf8')
  assert.equal(source.match(/VERSION: &str = "(.+)"/)?.[1], Stripe.API_VERSION)
})

test("what Stripe's package signs is the vector that our check is held to", () => {
  const source = readFileSync(join(root, 'src/relay/payments/stripe/signature.rs'), 'utf8')
  const payload = source.match(/BODY: &str = r#"(.+)"#/)?.[1]
  const theirs = source.match(/THEIRS: &str = "(.+)"/)?.[1]
  const timestamp = Number(source.match(/NOW: i64 = ([\d_]+)/)?.[1].replaceAll('_', ''))
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_campagnodon', timestamp })
  assert.equal(header, `t=${timestamp},v1=${theirs}`)
})

test("what the double signs is taken by Stripe's package", () => {
  const messages = records.filter(({ kind }) => kind === 'message')
  assert.ok(messages.length > 0)
  for (const { name: header, value: body } of messages) {
    const signed = Number(header.match(/t=(\d+)/)?.[1])
    const read = (/** @type {string} */ text) =>
      stripe.webhooks.constructEvent(text, header, 'whsec_campagnodon', 300, undefined, signed * 1000)
    assert.equal(read(body).object, 'event')
    assert.throws(() => read(`${body} `), { type: 'StripeSignatureVerificationError' })
  }
})
