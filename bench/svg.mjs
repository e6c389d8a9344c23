/** What the pictures of the benchmarks have in common: how they look, light and dark, and their texts. */

export const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.small { font-size: 11px; fill: #59636e }
.strong { font-weight: 600 }
.grid { stroke: #d1d9e0 }
.half { fill-opacity: .35 }
.dot { fill-opacity: .5 }
.ours { fill: #1a7f37; stroke: none }
.other { fill: #6e7781; stroke: none }
.median { stroke-width: 3; fill: none }
.ours.median { stroke: #1a7f37 }
.other.median { stroke: #57606a }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .small { fill: #9198a1 }
  .grid { stroke: #3d444d }
  .ours { fill: #3fb950 }
  .other { fill: #9198a1 }
  .ours.median { stroke: #3fb950 }
  .other.median { stroke: #b7bdc8 }
}
</style>`

/** @param {number} x @param {number} y @param {string | number} words @param {string} anchor */
export function text(x, y, words, anchor, kind = 'small') {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`
}
