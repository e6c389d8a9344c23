/**
 * The typed interface without its module inside: the least to load, for a bundler or a server that places files. All but
 * `init` is that of `campagnodon/typed`.
 */
export * from './typed.js'

/** Loads the module, once. Rejects where it cannot be loaded, and can then be tried again. */
export function init(
  /** Where `typed.wasm` is, if not beside the script; or its bytes, or the module that a bundler or a worker made of it. */
  source?: string | { readonly href: string } | ArrayBuffer | ArrayBufferView | object,
): Promise<void>
