/**
 * The picture of a run: donations a second of each, as bars; each run is a dot, and each bar says how many times the
 * slowest it is.
 */

import { style, text } from '../svg.mjs'

const WIDTH = 760
const LEFT = 290
/** The longest names are wider than what is left of the bars. */
const MARGIN = 90
const RIGHT = 110
const ROW = 34
const TOP = 46

/** @param {{ rows: { name: string, label: string, figures: { clients: number, rate: number, p99: number, runs: { rate: number }[] }[] }[] }} results */
export function plot({ rows }) {
  const drawn = rows.filter(({ name }) => name.startsWith('donation') || name.startsWith('php'))
  const at = Math.floor(drawn[0].figures.length / 2)
  const bars = drawn.map(({ name, label, figures }) => ({
    ...figures[at],
    label: label.replace('donation, ', ''),
    ours: !name.startsWith('php'),
  }))
  const slowest = Math.min(...bars.map(({ rate }) => rate))
  const longest = Math.max(...bars.flatMap(({ runs }) => runs.map(({ rate }) => rate)))
  const step = [500, 1000, 2000, 5000].find((each) => longest / each <= 7) ?? 10_000
  const end = Math.ceil(longest / step) * step
  const x = (rate) => Math.round((LEFT + (rate / end) * (WIDTH - LEFT - RIGHT)) * 10) / 10
  const bottom = TOP + bars.length * ROW
  const grid = [...Array(end / step + 1).keys()].map((index) => {
    const rate = index * step
    return `<path class="grid" d="M${x(rate)} ${TOP - 6}V${bottom}"/>${text(x(rate), bottom + 18, rate.toLocaleString('en'), 'middle')}`
  })
  const title = `Donations a second at ${bars[0].clients} clients`
  const lines = bars.map(({ label, ours, rate, p99, runs }, index) => {
    const y = TOP + index * ROW + ROW / 2
    const kind = ours ? 'ours' : 'other'
    return [
      text(LEFT - 12, y + 4, label, 'end', ours ? 'name strong' : 'name'),
      `<rect class="${kind} half" x="${LEFT}" y="${y - 9}" width="${(x(rate) - LEFT).toFixed(1)}" height="18"/>`,
      ...runs.map((each) => `<circle class="${kind} dot" cx="${x(each.rate)}" cy="${y}" r="2"/>`),
      text(WIDTH - 4, y - 1, `${(rate / slowest).toFixed(1)} ×`, 'end', ours ? 'name strong' : 'name'),
      text(WIDTH - 4, y + 12, `p99 ${Math.round(p99)} ms`, 'end'),
    ].join('\n')
  })
  const size = `viewBox="${-MARGIN} 0 ${WIDTH + MARGIN} ${bottom + 44}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${title}">
${style}
${text(4, 18, title, 'start', 'strong')}
${grid.join('\n')}
${lines.join('\n')}
${text(x(end / 2), bottom + 38, 'requests a second; bar: median of the runs, dots: each run', 'middle')}
</svg>
`
}
