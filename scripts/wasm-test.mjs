/** Runs `wasm-pack test --headless --chrome`: the modules and the recorded cases, in a browser. */
import { dirname, delimiter } from 'node:path'
import { binary, run, wasmBindgen, wasmPack } from './tools.mjs'

run('node', ['scripts/setup.mjs', '--tests'])

// By its own name in the PATH, as who has it installed would run it.
const folders = [wasmPack, wasmBindgen()].map((tool) => dirname(binary(tool)))
const env = { ...process.env, PATH: [...folders, process.env.PATH].join(delimiter) }
run('wasm-pack', ['test', '--headless', '--chrome'], { env })
