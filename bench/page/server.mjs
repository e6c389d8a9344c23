/**
 * Serves what was built, compressed beforehand, over HTTP/1.1 with connections kept alive; nothing is to be kept
 * in a cache.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { portOf } from '../../tests/e2e/support/servers.mjs'

/** @param {Map<string, { type: string, encoding: string, body: Buffer }>} files */
export async function serve(files) {
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url, 'http://bench').pathname)
    if (!file) return response.writeHead(404).end()
    const headers = { 'Content-Type': file.type, 'Content-Encoding': file.encoding, 'Cache-Control': 'no-store' }
    response.writeHead(200, { ...headers, 'Content-Length': file.body.length }).end(file.body)
  })
  server.keepAliveTimeout = 60_000
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    end: () => server.closeAllConnections() ?? server.close(),
  }
}
