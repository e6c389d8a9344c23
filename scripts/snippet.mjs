/** How a page loads what was built, and under which policy: what the build prints and docs/webmaster.md shows. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dist } from './tools.mjs'

const POLICY = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; form-action 'self'"

export function snippet() {
  const integrity = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'))
  return `<link rel="stylesheet" href="/campagnodon/campagnodon.css"
  integrity="${integrity['campagnodon.css']}">
<link rel="preload" href="/campagnodon/campagnodon.wasm" as="fetch" type="application/wasm" crossorigin>
<script type="module" src="/campagnodon/campagnodon.js"
  integrity="${integrity['campagnodon.js']}"></script>

Content-Security-Policy: ${POLICY}`
}
