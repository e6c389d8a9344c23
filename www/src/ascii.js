/**
 * An e-mail address with its domain in ASCII, as the rules take it; the browser knows how to write one so.
 * @param {string} address
 */
export function inAscii(address) {
  const [, local, domain] = address.match(/^(.*@)([a-z\d.\x80-\uffff-]*[\x80-\uffff][a-z\d.\x80-\uffff-]*)$/i) ?? []
  try {
    return domain ? local + new URL(`http://${domain.trim()}`).hostname : address
  } catch {
    return address
  }
}
