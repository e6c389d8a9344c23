/** Serves the page, and sends the rest to the relay, as your web server does. */
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { parseArgs } from 'node:util'

const relay = process.env.RELAY ?? 'http://127.0.0.1:8080'
const options = /** @type {const} */ ({
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '5173' },
})
const { host, port } = parseArgs({ options }).values

const server = createServer((asked, answer) => {
  const { url = '/', method, headers } = asked
  if (!/^\/(forms|payments|campagnodon)\//.test(url)) {
    answer.setHeader('Content-Type', 'text/html')
    return answer.end(readFileSync(new URL('index.html', import.meta.url)))
  }
  const passed = request(new URL(url, relay), { method, headers }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.headers)
    found.pipe(answer)
  })
  passed.on('error', () => answer.writeHead(502).end('The relay does not answer.'))
  asked.pipe(passed)
})
server.listen(Number(port), host, () => console.log(`http://${host}:${port}/`))
