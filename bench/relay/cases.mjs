/** What is measured, in the order of the table. */
import { double, php, relay, standalone } from './servers.mjs'

const donation = { load: 'donation', path: '/forms/don' }
const page = { load: 'page', path: '/forms/don' }

let runs = 0

/** Keys that no run before had. */
const keys = () => [`${process.pid}x${runs++}`]

/** The most payments of a run, and more. */
const PAID = 40_000
let paid = 0

/** The number of the first payment of a run. The first ones of a store may wait to be told; the largest store is kept. */
const unpaid = (store) => {
  if (store === 'many') paid += PAID
  return [String({ some: 0, waiting: 100_000, many: paid }[store])]
}

/**
 * @typedef {object} Case
 * @property {string} name in `--only`
 * @property {string} label
 * @property {string} store
 * @property {() => Promise<import('./servers.mjs').Server>} server
 * @property {() => Promise<{ end: () => Promise<void> }>} distant
 * @property {object} work what `measure` takes
 * @property {() => string[]} args
 */

/** @type {Case[]} */
export const cases = [
  donations('donation', 'donation, 1,000 in the store', 'few'),
  donations('donation-some', 'donation, 200,000 in the store', 'some'),
  donations('donation-many', 'donation, 1,000,000 in the store', 'many'),
  donations('donation-random', 'donation, 1,000,000 in the store, keys without a time', 'many', () => [
    ...keys(),
    'random',
  ]),
  donations('donation-waiting', 'donation, 200,000, and 100,000 statuses waiting', 'waiting'),
  donations('donation-due', 'donation, 200,000, while 100,000 statuses are told', 'due'),
  {
    ...donations('donation-standalone', 'donation, our own distant', 'few'),
    server: () => relay('few', 'standalone'),
    distant: standalone,
  },
  payments('payment', 'payment event, 200,000 in the store', 'some'),
  payments('payment-many', 'payment event, 1,000,000 in the store', 'many'),
  payments('payment-waiting', 'payment event, 200,000, and 100,000 statuses waiting', 'waiting'),
  pages('page', 'form’s page', []),
  pages('page-gzip', 'form’s page, gzip', ['gzip']),
  compared('php-persistent', 'PHP, connection kept: donation', true),
  compared('php', 'PHP, database opened each time: donation', false),
]

function donations(name, label, store, args = keys) {
  return { name, label, store, server: () => relay(store, 'double'), distant: double, work: donation, args }
}

function payments(name, label, store) {
  const work = { load: 'payment', path: '/', settles: true }
  return { name, label, store, server: () => relay(store, 'double'), distant: double, work, args: () => unpaid(store) }
}

function pages(name, label, args) {
  return {
    name,
    label,
    store: 'few',
    server: () => relay('few', 'double'),
    distant: double,
    work: page,
    args: () => args,
  }
}

function compared(name, label, persistent) {
  return {
    name,
    label,
    store: 'few',
    server: () => php('few', persistent),
    distant: double,
    work: donation,
    args: keys,
  }
}
