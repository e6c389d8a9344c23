/** Runs `tests/form_cases.rs` in a headless Chromium: the recorded cases, by the rules as the page has them. */
import { dirname, delimiter } from 'node:path'
import { binary, run, wasmBindgen, wasmPack } from './tools.mjs'

run('node', ['scripts/setup.mjs', '--tests'])

const env = { ...process.env, PATH: dirname(binary(wasmBindgen())) + delimiter + process.env.PATH }
run(
  binary({ name: 'wasm-pack', version: wasmPack }),
  [
    ...['test', '--headless', '--chrome', '--chromedriver', '/usr/bin/chromedriver', '--mode', 'no-install'],
    ...['--no-default-features', '--test', 'form_cases', '--', '--nocapture'],
  ],
  { env },
)
