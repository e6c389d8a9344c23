import { attach, commit, version } from 'campagnodon'

const form = document.querySelector('form')
attach(form).then(() => Object.assign(form.dataset, { version, commit }))
