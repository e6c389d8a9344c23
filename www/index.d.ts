/** Loads the module; `attach` does it too. Rejects where it cannot be loaded. */
export function init(
  /** Where `campagnodon.wasm` is, if not beside the script. */
  address?: string | URL,
): Promise<void>

/**
 * Brings a form of the relay to life. Where that fails, it says why in the console, and the form stays plain HTML.
 * Resolves to whether the form is live; never rejects.
 */
export function attach(form: HTMLFormElement): Promise<boolean>

/** Gives a form back to the browser: it shows what its HTML shows, and posts as plain HTML. */
export function release(form: HTMLFormElement): void
