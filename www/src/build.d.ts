/** What `scripts/build.mjs` puts in. */

declare const COMMIT: string

/** Its bytes as hexadecimal digits, which compress better than base64. */
declare module '*.wasm' {
  const digits: string
  export default digits
}
