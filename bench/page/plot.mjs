/**
 * The picture of a run: for each variant the middle half of its loads as a bar, the median as a line, each load as
 * a dot.
 */

import { style, text } from '../svg.mjs'

const WIDTH = 760
const LEFT = 260
const RIGHT = 70
const ROW = 34
const TOP = 46

/**
 * @param {{ label: string, bytes: number, ours: boolean, times: number[], median: number, low: number, high:
 * number }[]} rows
 */
export function plot(rows, title) {
  const longest = Math.max(...rows.flatMap(({ times }) => times))
  const step = longest > 1200 ? 200 : 100
  const end = Math.ceil(longest / step) * step
  const x = (ms) => Math.round((LEFT + (ms / end) * (WIDTH - LEFT - RIGHT)) * 10) / 10
  const bottom = TOP + rows.length * ROW
  const lines = [...Array(end / step + 1).keys()].map((at) => at * step)
  const grid = lines.map(
    (ms) => `<path class="grid" d="M${x(ms)} ${TOP - 6}V${bottom}"/>${text(x(ms), bottom + 18, ms, 'middle')}`,
  )
  const drawn = rows.map((row, at) => {
    const y = TOP + at * ROW + ROW / 2
    const kind = row.ours ? 'ours' : 'other'
    const half = Math.max(1, x(row.high) - x(row.low)).toFixed(1)
    return [
      text(LEFT - 12, y - 2, row.label, 'end', row.ours ? 'name strong' : 'name'),
      text(LEFT - 12, y + 11, `${row.bytes.toLocaleString('en')} bytes`, 'end', 'small'),
      ...row.times.map((ms) => `<circle class="${kind} dot" cx="${x(ms)}" cy="${y}" r="2"/>`),
      `<rect class="${kind} half" x="${x(row.low)}" y="${y - 9}" width="${half}" height="18"/>`,
      `<path class="${kind} median" d="M${x(row.median)} ${y - 11}v22"/>`,
      text(WIDTH - 4, y + 4, `${Math.round(row.median)} ms`, 'end', row.ours ? 'name strong' : 'name'),
    ].join('\n')
  })
  const legend = 'milliseconds from the start of the navigation; bar: middle half of the loads, line: median'
  const size = `viewBox="0 0 ${WIDTH} ${bottom + 44}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${title}">
${style}
${text(4, 18, title, 'start', 'strong')}
${grid.join('\n')}
${drawn.join('\n')}
${text(x(end / 2), bottom + 38, legend, 'middle')}
</svg>
`
}
