/**
 * What people read of codes, in the words of the relay's forms. Each language is an entry of its own:
 *
 * ```js
 * import { sentence } from 'campagnodon/texts'
 * import { texts } from 'campagnodon/texts/fr'
 * sentence(texts, { field: 'free_amount', code: 'amount_too_small', limit: 500 })
 * // Choisissez un montant de 5 € ou plus.
 * ```
 */

/** The texts of one language. */
export interface Texts {
  /** As `lang` names it: `fr`. */
  readonly language: string
  /** By a code, or a field and a code: `email.required`. One may have a place for `{limit}`. */
  readonly messages: Readonly<Record<string, string>>
  /** What the form asks for, by its key in the answers. */
  readonly labels: Readonly<Record<string, string>>
}

/** Returns what to show of an error: the text of its field and code, else of its code; the code where there is none. */
export function sentence(
  texts: Texts,
  error: { readonly field?: string; readonly code: string; readonly limit?: number },
): string
