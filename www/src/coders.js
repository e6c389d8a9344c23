/**
 * What reads and writes texts as bytes, where there is none: Jest's jsdom. What is required has this; nothing that a browser
 * loads.
 */

class Encoder {
  /** @param {string} text */
  encode(text) {
    return Uint8Array.from(unescape(encodeURIComponent(text)), (sign) => sign.charCodeAt(0))
  }
}

class Decoder {
  /** @param {Uint8Array} bytes */
  decode(bytes) {
    return decodeURIComponent(escape(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
  }
}

export const TextEncoder = globalThis.TextEncoder ?? Encoder
export const TextDecoder = globalThis.TextDecoder ?? Decoder
