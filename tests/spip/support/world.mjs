/** A distant, a relay and a SPIP site for a file of tests. */
import { after } from 'node:test'
import { freePorts, startServers } from '../../e2e/support/servers.mjs'
import { startSite } from './site.mjs'

/** The campaigns for which tags may ask. */
export const TAGS = `
[tags]
key = { env = "CAMPAGNODON_TAGS_KEY" }
[[tags.campaigns]]
distant = "main"
id = 1
title = "Rendre la rivière vivante"
raised_before = 12_450
[[tags.campaigns]]
distant = "main"
id = 2
title = "Adhésions"
`

/** As they stand in articles that were written for the original. */
const ARTICLES = {
  don: 'Avant le don.\n\n<campagnodon|origine=main|id=1|type=don|montants=30,50[-900],libre|montants_recurrent=5,10|don_recurrent=1>\n\nAprès le don.',
  adhesion: '<campagnodon|origine=main|id=2|type=adhesion|montants_adhesion=13[-450],48[450-],libre>',
  objectif:
    '<campagnodon_objectif|origine=main|id=1>\n\n<campagnodon|origine=main|id=1|type=don+adhesion|souscriptions=newsletter>',
  english: '<campagnodon|origine=main|id=1|type=don>',
  deux: '<campagnodon|origine=main|id=1|type=don>\n\n<campagnodon|origine=main|id=1|type=don>',
  faute: 'Avant la faute.\n\n<campagnodon|origine=main|id=1|type=don|montants=5.5>\n\nAprès la faute.',
}

/** The demonstration's style sheet and logo are not this site's. @param {string} settings */
export const withoutLook = (settings) => settings.replace(/^\[site\][^[]*/m, '')

/** @param {'proxy' | 'passe_plat'} access how browsers reach the relay */
export async function openSpip(access) {
  const [port, proxied] = await freePorts(2)
  const path = access === 'proxy' ? '/relais' : '/plugins/campagnodon/relais.php'
  const world = await startServers({
    edit: withoutLook,
    tables: TAGS,
    keys: `public_url = "http://127.0.0.1:${port}${path}"`,
  })
  const before = access === 'proxy' ? { proxied } : {}
  // What cannot be put up leaves no servers behind.
  const site = await startSite({ port, relay: world.relay.address, articles: ARTICLES, ...before }).catch(
    async (error) => {
      await world.end()
      throw error
    },
  )
  after(async () => {
    site.end()
    await world.end()
  })
  return { ...world, site, access }
}
