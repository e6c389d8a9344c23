import { useForm, useStore } from '@tanstack/react-form'
import { type ChangeEvent, useState } from 'react'
import { Asked } from './Asked'
import { asked, give, type Relay } from './relay'

export function TanStack({ form, rules, start }: Relay) {
  const [refused, setRefused] = useState<string>()
  const site = useForm({
    defaultValues: start,
    validators: { onSubmit: rules },
    onSubmit: async ({ value }) => {
      // The library gives the answers back; what is sent is the transaction that they make.
      const verdict = rules.check(value)
      if (verdict.ok) setRefused(await give(verdict.transaction, form))
    },
  })
  const view = rules.view(useStore(site.store, ({ values }) => values))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        site.handleSubmit()
      }}
    >
      {asked(form, view).map((field) => (
        <site.Field key={field.name} name={field.name}>
          {({ name, state, handleChange, handleBlur }) => (
            <Asked
              field={field}
              error={state.meta.errors[0]?.message}
              control={(value) => ({
                name,
                onBlur: handleBlur,
                ...(field.kind === 'checkbox'
                  ? {
                      checked: state.value === true,
                      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => handleChange(target.checked),
                    }
                  : {
                      value: value ?? state.value,
                      ...(field.kind === 'radio' && { checked: state.value === value }),
                      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => handleChange(target.value),
                    }),
              })}
            />
          )}
        </site.Field>
      ))}
      <p role="alert">{refused}</p>
      <button type="submit">{form.submit[view.operation]}</button>
    </form>
  )
}
