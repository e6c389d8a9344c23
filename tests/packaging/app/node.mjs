/** Run by Node, as a module: one verdict. */
import { commit, version } from 'campagnodon'
import 'campagnodon/auto'
import { init, TypedForm } from 'campagnodon/typed'

const ANSWERS = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example' }

await init()
const verdict = new TypedForm('o donation once 100-100000 3000').check(ANSWERS)
console.log(JSON.stringify({ version, commit, errors: verdict.errors }))
