/** The figures as text: ratios first. */

/** What each is compared with: growth with the same on a small store, the relay with PHP. */
const RATIOS = [
  ['donation', 'php', 'a donation, beside PHP that opens its database at each request'],
  ['donation', 'php-persistent', '… that keeps its connection'],
  ['donation-many', 'donation', 'a donation with 1,000,000 transactions in the store, beside 1,000'],
  ['donation-waiting', 'donation-some', '… with 200,000, and 100,000 statuses waiting, beside none waiting'],
  ['payment-many', 'payment', 'a payment event with 1,000,000 transactions, beside 200,000'],
  ['payment-waiting', 'payment', '… with 200,000, and 100,000 statuses waiting, beside none waiting'],
]

export function table({ date, machine, beside, rounds, seconds, rows }) {
  const clients = rows[0].figures.map((each) => each.clients)
  return [
    `${date}, ${machine}, beside ${beside}; medians of ${rounds} runs of ${seconds} seconds, in turn.`,
    '',
    ...ratios(rows, clients),
    '',
    '| what | clients | requests a second | p50 ms | p99 ms | CPU ms a request | MiB |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...rows.flatMap(({ label, figures }) => figures.map((each) => line(label, each))),
  ].join('\n')
}

function ratios(rows, clients) {
  const row = (name) => rows.find((each) => each.name === name)
  const pairs = RATIOS.filter(([ours, other]) => row(ours) && row(other))
  if (!pairs.length) return []
  const cells = (ours, other, key) =>
    row(ours).figures.map(
      (each, at) =>
        `${(each[key] / row(other).figures[at][key]).toFixed(each[key] < 3 * row(other).figures[at][key] ? 2 : 1)} ×`,
    )
  return [
    `| requests a second, as a ratio | ${clients.map((number) => `${number} clients`).join(' | ')} | CPU a request, ${clients[Math.floor(clients.length / 2)]} clients |`,
    `| --- |${' --: |'.repeat(clients.length + 1)}`,
    ...pairs.map(
      ([ours, other, words]) =>
        `| ${words} | ${cells(ours, other, 'rate').join(' | ')} | ${cells(ours, other, 'cpu')[Math.floor(clients.length / 2)]} |`,
    ),
  ]
}

function line(label, { clients, rate, p50, p99, cpu, memory, told, failed }) {
  const remarks = [
    told > 0 && `${number(told)} statuses told a second meanwhile`,
    failed > 0 && `${failed} failed`,
  ].filter(Boolean)
  const name = remarks.length ? `${label} (${remarks.join('; ')})` : label
  return `| ${[name, clients, number(rate), p50.toFixed(1), p99.toFixed(1), cpu.toFixed(3), Math.round(memory)].join(' | ')} |`
}

function number(value) {
  return Math.round(value).toLocaleString('en')
}
