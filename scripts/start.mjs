/** `npm start [-- --port N]`: builds, then shows the demonstration: the site on port N, the distant on port N + 1. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, program, root, run } from './tools.mjs'

const folder = join(root, '.run')

run('node', ['scripts/build.mjs'])
console.log('Building the servers…')
run('cargo', ['build', '--quiet', '--bin', 'campagnodon'])
mkdirSync(folder, { recursive: true })

const servers = spawn(program(), ['demo', '--folder', folder, ...process.argv.slice(2)], { stdio: 'inherit' })
servers.on('error', (error) => fail(`Cannot start: ${error.message}`))
servers.on('exit', (code) => {
  process.exitCode = code ?? 1
})
// Theirs to end by: they are told by the terminal too.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => servers.kill('SIGTERM'))
