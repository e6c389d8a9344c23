/** The [Standard Schema](https://standardschema.dev/), version 1, as far as a form is one. */

export interface StandardSchema<Input, Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Result<Output>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

export type Result<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] }

export interface Issue {
  /** The text of the code, or the code. */
  readonly message: string
  /** The field; none where it is of the whole. */
  readonly path?: readonly PropertyKey[]
}
