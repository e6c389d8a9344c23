/** The relay is on the same site as the pages, as browsers see it. */
const relay = process.env.RELAY ?? 'http://127.0.0.1:8080'
const paths = ['/forms', '/payments', '/campagnodon']

/** @type {import('next').NextConfig} */
export default {
  rewrites: async () => paths.map((path) => ({ source: `${path}/:rest*`, destination: `${relay}${path}/:rest*` })),
}
