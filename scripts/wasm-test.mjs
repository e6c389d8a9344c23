/** Runs `wasm-pack test --headless --chrome`: the modules and the recorded cases, in a browser. */
import { run, wasmPackEnv } from './tools.mjs'

run('node', ['scripts/setup.mjs', '--tests'])
run('wasm-pack', ['test', '--headless', '--chrome'], { env: wasmPackEnv() })
