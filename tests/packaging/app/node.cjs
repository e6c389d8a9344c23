/** Run by Node, as CommonJS: one verdict. */
const { commit, version } = require('campagnodon')
require('campagnodon/auto')
const { init, TypedForm } = require('campagnodon/typed')

const ANSWERS = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example' }

init().then(check)

function check() {
  const verdict = new TypedForm('o donation once 100-100000 3000').check(ANSWERS)
  console.log(JSON.stringify({ version, commit, errors: verdict.errors }))
}
