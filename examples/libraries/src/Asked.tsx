import type { FormField } from 'campagnodon/form'
import type { InputHTMLAttributes } from 'react'

export interface AskedProps {
  field: FormField
  /** What is wrong with the answer. */
  error?: string
  /** How a library takes hold of the control; of buttons, of each by its value. */
  control: (value?: string) => object
}

/** A field of the relay's form: its label, its control and what is wrong. */
export function Asked({ field, error, control }: AskedProps) {
  const { name, kind, label, options, autocomplete, inputmode } = field
  if (kind === 'hidden') return <input type="hidden" {...control(field.value ?? '')} />
  const id = `asked-${name}`
  const told = error && (
    <p id={`${id}-error`} role="alert">
      {error}
    </p>
  )
  const described = { 'aria-invalid': !!error, 'aria-describedby': error ? `${id}-error` : undefined }
  if (kind === 'radio')
    return (
      <fieldset {...described}>
        <legend>{label}</legend>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" {...control(option.value)} /> {option.label}
          </label>
        ))}
        {told}
      </fieldset>
    )
  const inputMode = (inputmode ?? undefined) as InputHTMLAttributes<HTMLInputElement>['inputMode']
  return (
    <p>
      <label htmlFor={id}>{label}</label>{' '}
      {kind === 'select' ? (
        <select id={id} autoComplete={autocomplete ?? undefined} {...described} {...control()}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} type={kind} autoComplete={autocomplete ?? undefined} inputMode={inputMode} {...described} {...control()} />
      )}
      {told}
    </p>
  )
}
