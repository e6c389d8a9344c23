/** What a site in TypeScript writes to render the relay's form anew; `npm run check` compiles it, nothing runs it. */
import { type DescribedForm, type FormField, fetchForm, holds } from 'campagnodon/form'
import { type Answers, TypedForm } from 'campagnodon/typed'

export async function asked(answers: Answers): Promise<FormField[]> {
  const form: DescribedForm = await fetchForm('/forms/donation', { language: 'en', signal: AbortSignal.timeout(5000) })
  const view = new TypedForm(form.offer).view(answers)
  return form.fields.filter(({ when }) => holds(when, view))
}

export const told = (form: DescribedForm, code: string) => form.texts[code] ?? code

// @ts-expect-error: a form has no such key
export const none = (form: DescribedForm) => form.labels

// @ts-expect-error: a condition is asked with what is chosen
holds([['address']], { address: true })
