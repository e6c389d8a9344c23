/**
 * How requests come to the mock: by `fetch` in the same process, or by Playwright from a browser.
 */

/** @typedef {(request: Request) => Promise<Response | undefined>} Handle */

/**
 * Takes the place of `fetch` for the addresses of the relay. Returns what puts it back.
 * @param {Handle} handle
 * @param {{ signal?: AbortSignal }} [options]
 */
export function install(handle, { signal } = {}) {
  const real = globalThis.fetch
  /** @type {typeof fetch} */
  const ours = async (input, init) => {
    const request = requestOf(input, init)
    const stopped = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const answer = await unless(stopped, handle(request))
    const location = request.redirect === 'follow' && answer?.status === 303 && answer.headers.get('Location')
    return location ? ours(new URL(location, request.url)) : (answer ?? real(input, init))
  }
  globalThis.fetch = ours
  const uninstall = () => {
    if (globalThis.fetch === ours) globalThis.fetch = real
  }
  signal?.addEventListener('abort', uninstall, { once: true })
  if (signal?.aborted) uninstall()
  return uninstall
}

/**
 * A request, as `fetch` takes it. Its signal is left out: that of a simulated page is none to the `Request` of Node.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 */
function requestOf(input, init) {
  const copy = input instanceof Request ? input.clone() : new URL(input, globalThis.document?.baseURI)
  return new Request(copy, init && { ...init, signal: undefined })
}

/**
 * An answer, unless the wait is stopped before.
 * @template T
 * @param {AbortSignal | null | undefined} signal
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
const unless = (signal, answer) =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    answer.then(resolve, reject)
  })

/**
 * Answers a request that Playwright has stopped; lets go on what is none of the relay's.
 * @param {Handle} handle
 * @param {import('../../mock.js').PlaywrightRoute} route
 */
export async function route(handle, route) {
  const asked = route.request()
  const method = asked.method()
  const headers = Object.entries(await asked.allHeaders()).filter(([name]) => !name.startsWith(':'))
  const body = /^(GET|HEAD)$/.test(method) ? null : /** @type {BodyInit | null} */ (asked.postDataBuffer())
  let answer
  try {
    answer = await handle(new Request(asked.url(), { method, headers, body }))
  } catch (error) {
    await route.abort('failed')
    if (isUnreachable(error)) return
    throw error
  }
  if (!answer) return route.fallback()
  const location = answer.headers.get('Location')
  // Playwright does not see where a browser is sent on to, so a page of ours sends it.
  if (answer.status === 303) return route.fulfill({ contentType: 'text/html', body: leading(location ?? '') })
  const { status } = answer
  await route.fulfill({ status, headers: Object.fromEntries(answer.headers), body: await answer.text() })
}

/** @param {string} location */
const leading = (location) => `<!doctype html><title>…</title><meta http-equiv="refresh" content="0; url=${location}">`

/** What `fetch` rejects with where nobody answers. */
export const unreachable = () => new TypeError('fetch failed: the relay cannot be reached (mockRelay)')

/** @param {unknown} error */
const isUnreachable = (error) => error instanceof TypeError && error.message === unreachable().message
