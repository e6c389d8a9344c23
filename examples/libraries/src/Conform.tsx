import { useForm, useFormData } from '@conform-to/react/future'
import { useState } from 'react'
import { Asked } from './Asked'
import { asked, give, type Relay } from './relay'

export function Conform({ form, rules, start }: Relay) {
  const [refused, setRefused] = useState<string>()
  const { form: site, fields } = useForm(rules, {
    defaultValue: start,
    async onSubmit(event, { value }) {
      event.preventDefault()
      setRefused(await give(value, form))
    },
  })
  const view = useFormData(site.id, (answers) => rules.view(answers), { fallback: rules.view(start) })
  return (
    <form {...site.props} noValidate>
      {asked(form, view).map((field) => {
        const { name, defaultValue, defaultChecked, errors } = fields[field.name]
        return (
          <Asked
            key={field.name}
            field={field}
            error={errors?.[0]}
            control={(value) => ({
              name,
              ...(field.kind === 'checkbox'
                ? { defaultChecked: defaultChecked }
                : field.kind === 'radio'
                  ? { value, defaultChecked: defaultValue === value }
                  : value === undefined
                    ? { defaultValue }
                    : { value, readOnly: true }),
            })}
          />
        )
      })}
      <p role="alert">{refused}</p>
      <button type="submit">{form.submit[view.operation]}</button>
    </form>
  )
}
