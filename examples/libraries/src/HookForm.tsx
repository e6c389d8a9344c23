import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import type { Answers, Transaction } from 'campagnodon/typed'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Asked } from './Asked'
import { asked, give, type Relay } from './relay'

export function HookForm({ form, rules, start }: Relay) {
  const [refused, setRefused] = useState<string>()
  const { register, handleSubmit, watch, formState } = useForm<Answers, unknown, Transaction>({
    resolver: standardSchemaResolver(rules),
    defaultValues: start,
  })
  const view = rules.view(watch())
  return (
    <form noValidate onSubmit={handleSubmit(async (transaction) => setRefused(await give(transaction, form)))}>
      {asked(form, view).map((field) => (
        <Asked
          key={field.name}
          field={field}
          error={formState.errors[field.name]?.message}
          control={(value) => ({ value, ...register(field.name) })}
        />
      ))}
      <p role="alert">{refused}</p>
      <button type="submit">{form.submit[view.operation]}</button>
    </form>
  )
}
