import { attach, commit, version } from 'campagnodon'
import * as typed from 'campagnodon/typed'

const form = document.querySelector('form')
attach(form).then(() => Object.assign(form.dataset, { version, commit }))

// Refused by a policy without WebAssembly, which the form's own rules do without.
typed.init().then(check, () => Object.assign(form.dataset, { typed: 'refused' }))

function check() {
  const verdict = new typed.TypedForm(form.dataset.campagnodon).check(new FormData(form))
  form.dataset.typed = verdict.errors.map(({ field, code }) => `${field} ${code}`).join()
}
