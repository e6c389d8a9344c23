/**
 * The form on jQuery with Parsley, as a site of theirs would write it: attributes name the checks, Parsley writes
 * the errors, and checks a field at fault again while typing. jQuery 4 is whole, since Parsley needs its
 * `Deferred`, which the slim one lacks.
 *
 * `type=email` is Parsley's own check: it takes quoted local parts and a last label of one letter, which ours refuses.
 *
 * What it does not do beside ours is what `form.js` says of the others.
 */
import $ from 'jquery'
import 'parsleyjs'
import { MAX, choiceOf, offerOf, transaction, wantsAddress } from './offer.js'
import { amount, birthDate, hasPostalCodes, isClean, isCountry, oneLine, phone, plain, postalCode } from './rules.js'

/** @type {any} */
const { Parsley } = window

/** What Parsley calls its own checks. @type {Record<string, string>} */
const OWN = { required: 'required', type: 'email_invalid', maxlength: 'too_long' }

$('form[data-campagnodon]').each((_, form) => attach($(form)))

/** @param {any} $form */
function attach($form) {
  const offer = offerOf($form[0])
  const $summary = $form.find('[data-summary]')
  const $messages = $($form.find('template[data-messages]')[0].content)
  /** @type {(name: string) => any} */
  const named = (name) => $form.find(`[name="${name}"]`)
  const answers = () => Object.fromEntries($form.serializeArray().map(({ name, value }) => [name, value]))
  const country = () => named('country').val()
  let busy = false

  /** @type {(code: string, field?: string) => string} */
  const message = (code, field) => {
    const $own = $messages.find(`[data-message="${field}.${code}"]`)
    return ($own.length ? $own : $messages.find(`[data-message="${code}"]`)).text()
  }

  /** @param {number} euros */
  const money = (euros) =>
    euros.toLocaleString($form.attr('lang'), {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: euros % 1 ? 2 : 0,
    })

  /** The codes that a rule of ours gives to a field, each a check of Parsley's. */
  const rules = {
    free_amount: bounded,
    birth_date: (/** @type {string} */ typed) => birthDate(typed).code,
    postal_code: (/** @type {string} */ typed) => postalCode(typed, country()).code,
    country: (/** @type {string} */ code) => (isCountry(code) ? undefined : 'country_invalid'),
    phone: (/** @type {string} */ typed) => (typed === '0' ? undefined : phone(typed, country()).code),
  }
  const checks = {
    free_amount: ['amount_invalid', 'amount_ambiguous', 'amount_not_whole', 'amount_too_small', 'amount_too_large'],
    birth_date: ['date_invalid', 'date_impossible'],
    postal_code: ['postal_code_invalid'],
    country: ['country_invalid'],
    phone: ['phone_invalid', 'too_long'],
  }

  /** @param {string} typed */
  function bounded(typed) {
    const { value, code } = amount(typed, offer.cents)
    const choice = choiceOf(offer, answers())
    if (!choice || (code !== undefined && code !== 'amount_too_small')) return code
    const [bound, cents] = value > choice.max ? ['amount_too_large', choice.max] : ['amount_too_small', choice.min]
    if (value >= choice.min && value <= choice.max) return
    // Parsley's messages are fixed before it checks; this one tells a bound of what is chosen by now.
    named('free_amount').attr(`data-parsley-${bound}-message`, message(bound).replace('{limit}', money(cents / 100)))
    return bound
  }

  Parsley.addValidator('forbidden_characters', { validateString: isClean, priority: 300 })
  for (const [field, codes] of Object.entries(checks)) {
    const rule = rules[/** @type {keyof typeof rules} */ (field)]
    for (const code of codes)
      Parsley.addValidator(code, { validateString: (/** @type {string} */ typed) => rule(typed) !== code })
    named(field).attr(Object.fromEntries(codes.map((code) => [`data-parsley-${code}`, 'true'])))
  }
  for (const [field, max] of Object.entries(MAX)) {
    if (field === 'phone') continue
    named(field).attr('data-parsley-maxlength', max)
    if (field !== 'email') named(field).attr('data-parsley-forbidden_characters', 'true')
  }
  $form.find(':input[name]').each((/** @type {number} */ _, /** @type {HTMLInputElement} */ control) => {
    for (const check of [
      ...Object.keys(OWN),
      'forbidden_characters',
      .../** @type {any} */ (checks[control.name] ?? []),
    ]) {
      const text = message(OWN[check] ?? check, control.name).replace('{limit}', String(MAX[control.name]))
      $(control).attr(`data-parsley-${check}-message`, text)
    }
    const read = control.name === 'email' ? plain : oneLine
    if (/text|email|tel/.test(control.type)) $(control).parsley({ value: () => read(control.value) })
  })

  function show() {
    const chosen = answers()
    const words = [chosen.operation, chosen.frequency]
    if (wantsAddress(chosen)) words.push('address')
    if (hasPostalCodes(country())) words.push('postal_code')
    $form.find('[data-for]').each((/** @type {number} */ _, /** @type {HTMLElement} */ element) => {
      const alternatives = element.dataset.for?.split('|') ?? []
      $(element).prop('hidden', !alternatives.some((every) => every.split(' ').every((word) => words.includes(word))))
    })
    $form.find('[data-for] :input').each((/** @type {number} */ _, /** @type {HTMLInputElement} */ control) => {
      $(control).prop('disabled', $(control).closest('[data-for][hidden]').length > 0)
    })
    $form.find('[data-required]').each((/** @type {number} */ _, /** @type {HTMLInputElement} */ control) => {
      const { required } = control.dataset
      $(control).prop('required', !control.disabled && (!required || words.includes(required)))
    })
    named('free_amount')
      .prop('required', chosen.amount === 'free')
      .prop('disabled', false)
  }

  /**
   * @param {string} heading
   * @param {{ text: string, id?: string }[]} faults
   */
  function summarise(heading, faults) {
    const $alert = $('<div role="alert">').append($(faults.length ? '<h2>' : '<p>').text(heading))
    const $items = faults.map(({ text, id }) => $('<li>').append($('<a>').attr('href', `#${id}`).text(text)))
    if (faults.length) $alert.append($('<ul>').append($items))
    $summary.empty().append($alert).prop('hidden', false).trigger('focus')
  }

  /** @param {object} sent */
  function post(sent) {
    busy = true
    $summary.empty().prop('hidden', true)
    $form.find('[data-status]').text(message('sending'))
    $.ajax({
      url: $form.attr('action'),
      method: 'POST',
      contentType: 'application/json',
      headers: { 'Idempotency-Key': named('idempotency_key').val() },
      data: JSON.stringify(sent),
      timeout: 25_000,
    })
      .done((_, __, { getResponseHeader }) => window.location.assign(getResponseHeader('Location') ?? ''))
      .fail(({ responseJSON }) => {
        const { code = navigator.onLine ? 'relay_unreachable' : 'offline', errors = [] } = responseJSON ?? {}
        const faults = errors.map((/** @type {{ field: string, code: string }} */ { field, code }) => {
          $form.find(`[data-error="${field}"]`).attr('data-code', code).text(message(code, field))
          return { text: message(code, field), id: named(field).attr('id') }
        })
        summarise(message(faults.length ? 'summary' : code), faults)
      })
      .always(() => {
        busy = false
        $form.find('[data-status]').text('')
      })
  }

  function payload() {
    const values = answers()
    if (values.amount === 'free') values.free_amount = amount(values.free_amount, offer.cents).value
    else delete values.free_amount
    delete values.idempotency_key
    for (const name of wantsAddress(values) ? [] : ['title', ...ADDRESS]) delete values[name]
    values.email = plain(values.email)
    for (const name of ADDRESS) if (values[name]) values[name] = oneLine(values[name])
    if (values.postal_code) values.postal_code = postalCode(values.postal_code, values.country).value
    if (values.birth_date) values.birth_date = birthDate(values.birth_date).value
    if (values.phone) values.phone = values.phone === '0' ? '' : phone(values.phone, values.country).value
    return transaction(values, offer)
  }

  show()
  $form.on('input change', (/** @type {{ target: HTMLInputElement }} */ { target }) => {
    if (target.name === 'free_amount') $form.find('[name=amount][value=free]').prop('checked', true)
    show()
  })
  const parsley = $form.parsley({
    excluded: ':disabled, :submit, :button, [type=hidden]',
    focus: 'none',
    errorsContainer: (/** @type {any} */ { element }) => $form.find(`[data-error="${element.name}"]`),
    errorsWrapper: '<span></span>',
    errorTemplate: '<span></span>',
    errorClass: 'parsley-error',
  })
  parsley.on('field:error', ({ $element, element, validationResult: [{ assert }] }) => {
    $element.attr('aria-invalid', 'true')
    $form.find(`[data-error="${element.name}"]`).attr('data-code', OWN[assert.name] ?? assert.name)
  })
  parsley.on('field:success', ({ $element, element }) => {
    $element.attr('aria-invalid', 'false')
    $form.find(`[data-error="${element.name}"]`).removeAttr('data-code')
  })
  parsley.on('form:error', ({ fields }) => {
    const wrong = fields.filter(({ validationResult }) => validationResult.length)
    summarise(
      message('summary'),
      wrong.map((field) => ({ text: field.getErrorsMessages()[0], id: field.element.id })),
    )
  })
  parsley.on('form:submit', () => {
    if (!busy) post(payload())
    return false
  })
}

const ADDRESS = [
  ...['first_name', 'last_name', 'birth_date', 'street_address', 'supplemental_address_1', 'supplemental_address_2'],
  ...['postal_code', 'city', 'country', 'phone'],
]
