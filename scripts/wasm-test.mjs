/** Runs `wasm-pack test --headless --chrome`: the modules and the recorded cases, in a browser. */
import { asked, run, wasmPackEnv } from './tools.mjs'

asked({})
run('node', ['scripts/setup.mjs', '--tests'])
run('wasm-pack', ['test', '--headless', '--chrome'], { env: wasmPackEnv() })
