/** Runs `tests/browser.rs` in a headless Chromium; what follows is for the test program, as a test's name. */
import { dirname, delimiter } from 'node:path'
import { binary, run, wasmBindgen, wasmPack } from './tools.mjs'

run('node', ['scripts/setup.mjs', '--tests'])

const env = { ...process.env, PATH: dirname(binary(wasmBindgen())) + delimiter + process.env.PATH }
run(
  binary({ name: 'wasm-pack', version: wasmPack }),
  [
    ...['test', '--headless', '--chrome', '--chromedriver', '/usr/bin/chromedriver', '--mode', 'no-install'],
    ...['--no-default-features', '--test', 'browser', ...process.argv.slice(2)],
  ],
  { env },
)
