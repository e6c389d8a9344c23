/** Slips of the fingers in an e-mail address are noticed, and what is right is left alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestion } from '../../www/src/slip.js'

const SLIPS = {
  'gmail.com': 'gmial.com gmai.com gmaill.com gnail.com gmail.con gmail.co gmail.cm gmailcom gmail.fr Gmial.con',
  'hotmail.fr': 'hotmal.fr homail.fr',
  'hotmail.com': 'hotmial.com',
  'outlook.fr': 'outlok.fr',
  'outlook.com': 'outloook.com',
  'yahoo.fr': 'yaho.fr yahou.fr',
  'orange.fr': 'ornage.fr oragne.fr orange.fre',
  'wanadoo.fr': 'wanado.fr wanaddo.fr',
  'laposte.net': 'laposte.fr lapost.net',
  'free.fr': 'fre.fr freee.fr rfee.fr',
  'sfr.fr': 'srf.fr',
  'neuf.fr': 'nuef.fr',
  'icloud.com': 'icloud.cmo iclould.com',
  'protonmail.com': 'protonmail.con',
  'riseup.net': 'riseup.nte',
  'example.com': 'example.con',
  'example.fr': 'example.rf',
}

test('what was probably meant', () => {
  for (const [meant, slips] of Object.entries(SLIPS)) {
    for (const slip of slips.split(' ')) assert.equal(suggestion(`Anne.D+1@${slip}`), `Anne.D+1@${meant}`, slip)
    assert.equal(suggestion(`Anne.D+1@${meant}`), undefined, meant)
  }
})

test('what is right, or is no address, is left alone', () => {
  const right =
    'gmail.com GMAIL.COM ymail.com mail.com email.com gmx.de gmx.net live.com live.be live.fi ' +
    'hotmail.gr hotmail.it hotmail.co.uk yahoo.gr yahoo.co.uk outlook.it free.org tree.fr fred.fr ' +
    'ser.fr lie.fr nerf.fr oeuf.fr aol.com proton.ma orange.com example.org example.co example.om ' +
    'exemple.paris xn--exmple-cua.org mairie-sfr.fr fr'
  for (const domain of right.split(' ')) assert.equal(suggestion(`anne@${domain}`), undefined, domain)
  for (const address of ['', '@gmial.com', 'anne', 'anne@', 'a b@gmial.com', 'a@b@gmial.com']) {
    assert.equal(suggestion(address), undefined, address)
  }
})

test('a suggestion is right itself, whatever one letter does to a usual domain', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz.-'
  for (const usual of Object.keys(SLIPS)) {
    for (let at = 0; at <= usual.length; at++) {
      for (const letter of ['', ...letters]) {
        for (const removed of [0, 1, 2]) {
          const meant = suggestion(`anne@${usual.slice(0, at)}${letter}${usual.slice(at + removed)}`)
          if (meant) assert.equal(suggestion(meant), undefined, meant)
        }
      }
    }
  }
})
