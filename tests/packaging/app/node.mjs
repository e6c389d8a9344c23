/** Run by Node, as a module: one verdict. */
import { commit, version } from 'campagnodon'
import 'campagnodon/auto'
import { init, TypedForm } from 'campagnodon/typed'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ANSWERS = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example' }

await init(await readFile(fileURLToPath(import.meta.resolve('campagnodon/typed.wasm'))))
const verdict = new TypedForm('o donation once 100-100000 3000').check(ANSWERS)
console.log(JSON.stringify({ version, commit, errors: verdict.errors }))
