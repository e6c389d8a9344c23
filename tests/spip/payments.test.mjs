/**
 * Payments on the site by SPIP Bank: what payers see, what the relay is told and what stays in SPIP. Bank is ours of the tests;
 * `CAMPAGNODON_SPIP_BANK=<folder>` takes the real one. README.md beside this file says which test is for what.
 */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { refusedAnswer, scene } from '../e2e/support/browser.mjs'
import { newPerson, persons, search, valuesOf } from '../e2e/support/persons.mjs'
import { until } from '../e2e/support/until.mjs'
import { openBridge, openToken, phpText, realBank, SECRET, tokenOf } from './support/bridge.mjs'

const bridge = await openBridge()
const { site, relay, visit, means, send, check, row, rows } = bridge
const PAY = 'Simuler le paiement'
const FAIL = 'Simuler un echec'

/** Where a return leads, and what it says. */
function returned(to) {
  const address = new URL(to)
  assert.equal(address.origin + address.pathname, `${site.address}/relais/payments/return`)
  assert.deepEqual([...address.searchParams.keys()], ['r'])
  return openToken(address.searchParams.get('r') ?? '', 'return/1')
}

/** Bank's number of an idx. */
const numberOf = async (idx) => Number((await row(idx)).id_transaction)

await means('simu', 'cheque', 'temoin')

test('a payer arrives, chooses, pays, and goes back to the relay, which learns of it once', async () => {
  const payer = visit()
  const claims = payer.claims()
  const arrived = await payer.arrive(claims)
  assert.equal(arrived.status, 303)
  assert.equal(arrived.headers.get('location'), `${site.address}/spip.php?page=campagnodon_paiement&lang=fr`)
  const cookie = arrived.headers.getSetCookie().find((line) => line.startsWith('campagnodon_p='))
  assert.match(cookie ?? '', /^campagnodon_p=[0-9a-f]{32};.*path=\/; HttpOnly; SameSite=Lax/i)
  const choice = await payer.page()
  assert.match(choice.headers.get('cache-control') ?? '', /no-store/)
  assert.equal(choice.headers.get('referrer-policy'), 'same-origin')
  assert.match(choice.html, /15,50.€/)
  assert.match(choice.html, /Rendre la rivière vivante/)
  assert.deepEqual(
    [...choice.html.matchAll(/name="moyen" value="(\w+)">([^<]+)</g)].map((m) => `${m[1]} ${m[2]}`),
    ['simu Simulation', 'cheque Chèque', 'temoin Témoin'],
  )
  const { html } = await payer.page('simu')
  const { to } = await payer.press(html, PAY)
  const said = returned(to)
  assert.doesNotMatch(JSON.stringify(said) + to, new RegExp(String((await row(claims.idx)).transaction_hash)))
  const data = {
    idx: claims.idx,
    attempt: 1,
    bank_id: await numberOf(claims.idx),
    state: 'ok',
    cents: 1550,
    cents_paid: 1550,
  }
  assert.deepEqual(said.data, { ...data, currency: 'EUR', mode: 'simu' })
  assert.equal(said.exp - said.iat, 600)
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
  const [event] = relay.events.filter(({ data }) => data.idx === claims.idx)
  assert.deepEqual([event.id, event.data], [said.id, said.data])
  assert.equal((await row(claims.idx)).finie, 1)
  // Once more, by the diff: nothing is left to say.
  await check()
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
})

// Report 4: two callbacks in one instant ran the settlement twice.
test('a second press only goes back, and three at once are one event', async () => {
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, 'simu')
  const presses = await Promise.all([1, 2, 3].map(() => payer.press(html, PAY)))
  for (const { to } of presses.filter(({ status }) => status === 302)) assert.equal(returned(to).data.idx, claims.idx)
  assert.equal(returned((await payer.press(html, PAY)).to).data.state, 'ok')
  await send()
  await check()
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
  assert.match((await payer.page()).html, /Ce paiement est fait/)
})

test('refused, then paid in the old tab: the money is told', async () => {
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, 'simu')
  assert.equal(returned((await payer.press(html, FAIL)).to).data.state, 'echec')
  await send()
  assert.match((await payer.page()).html, /n’a pas abouti/)
  assert.equal(returned((await payer.press(html, PAY)).to).data.state, 'ok')
  await send()
  assert.deepEqual(relay.told(claims.idx), ['echec', 'ok-1550'])
})

test('refused, then another attempt: a new row of Bank under the same idx', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'simu')).html, FAIL)
  const first = await numberOf(claims.idx)
  const { html } = await payer.choose(payer.claims({ idx: claims.idx, att: 2 }), 'simu')
  await payer.press(html, PAY)
  await send()
  assert.notEqual(await numberOf(claims.idx), first)
  assert.deepEqual(relay.told(claims.idx), ['echec', 'ok-1550'])
  assert.deepEqual(
    relay.events.filter(({ data }) => data.idx === claims.idx).map(({ data }) => data.attempt),
    [1, 2],
  )
})

test('a cheque: its instructions on the site, then by card after all', async () => {
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, 'cheque')
  const { to } = await payer.press(html, 'Régler par chèque')
  assert.equal(to, `${site.address}/spip.php?page=campagnodon_paiement&lang=fr`)
  const waiting = await payer.page()
  assert.match(waiting.html, /1 rue du Pont/)
  assert.match(waiting.html, /Ce paiement est en attente/)
  const back = waiting.html.match(/href="([^"]+\/payments\/return\?r=[^"]+)"/)?.[1] ?? ''
  assert.equal(returned(back.replaceAll('&amp;', '&')).data.state, 'attente')
  await send()
  await payer.press((await payer.page('simu')).html, PAY)
  await send()
  assert.deepEqual(relay.told(claims.idx), ['attente', 'ok-1550'])
})

test('a cheque cashed with another amount is refused by the relay: it stays, and a person is told', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'cheque')).html, 'Régler par chèque')
  await send()
  relay.answers = ({ data }) => (data.cents_paid === data.cents || data.cents_paid === 0 ? 204 : 409)
  await settle(await numberOf(claims.idx), '12.5')
  await send()
  relay.answers = () => 204
  assert.deepEqual(relay.told(claims.idx), ['attente'])
  const [parked] = await rows('spip_campagnodon_envois', `id_transaction=${await numberOf(claims.idx)}`)
  assert.deepEqual([parked.parked, parked.reponse], ['somme', 409])
  // Neither the diff nor the minute tries it again by itself.
  await check()
  assert.equal(await send(), 0)
  await site.php(
    "include_spip('inc/campagnodon_envois'); campagnodon_envois_reprendre(); return campagnodon_envoyer();",
  )
  assert.deepEqual(relay.told(claims.idx), ['attente', 'ok-1250'])
})

test('a refund is told, and twice is once', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'simu')).html, PAY)
  await send()
  const refund = `$f = charger_fonction('rembourser_transaction', 'bank'); return $f(${await numberOf(claims.idx)}, ['message' => 'x']);`
  assert.deepEqual([await site.php(refund), await site.php(refund)], [true, false])
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550', 'rembourse-1550'])
})

test('what no pipeline says is told by the diff', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.choose(claims, 'simu')
  await site.php(
    `sql_updateq('spip_transactions', ['statut' => 'abandon'], 'id_transaction=${await numberOf(claims.idx)}'); return 1;`,
  )
  await send()
  assert.deepEqual(relay.told(claims.idx), [])
  await check()
  await send()
  assert.deepEqual(relay.told(claims.idx), ['abandon'])
})

test('billing details are for the chosen means, in our page, until it is paid; then for nobody', async () => {
  const payer = visit()
  const claims = payer.claims()
  relay.payer = newPerson()
  const before = relay.billings.length
  await payer.choose(claims, '')
  await payer.page('simu')
  await payer.page('cheque')
  assert.equal(relay.billings.length, before, 'nothing is asked for means that need nothing')
  const { html } = await payer.page('temoin')
  assert.deepEqual(relay.billings.slice(before), [{ idx: claims.idx, attempt: 1 }])
  const shown = JSON.parse(unescaped(html.match(/<pre class="temoin">(.*?)<\/pre>/s)?.[1] ?? '{}'))
  const { email, first_name, last_name, street_address, supplemental_address_1, supplemental_address_2, city } =
    relay.payer
  assert.deepEqual([shown.email, shown.prenom, shown.nom, shown.ville], [email, first_name, last_name, city])
  assert.equal(shown.adresse, [street_address, supplemental_address_1, supplemental_address_2].join('\n'))
  // Another page of the site, with the number and what Bank calls its hash.
  const other = await (
    await fetch(`${site.address}/spip.php?page=temoin&id_transaction=${await numberOf(claims.idx)}`)
  ).text()
  assert.match(other, /webmestre@example\.org/)
  assert.deepEqual(
    valuesOf(relay.payer).filter((value) => other.includes(value)),
    [],
  )
  // In another's page, and in the ticket after the payment.
  const asked = `include_spip('inc/bank'); include_spip('inc/campagnodon_facturation');
    campagnodon_facturation_sue([${await numberOf(claims.idx)}, ['email' => 'ours']]);
    $row = sql_fetsel('*', 'spip_transactions', 'id_transaction=${await numberOf(claims.idx)}');
    $emails = fn (array $changed): string => bank_porteur_infos_facturation($changed + $row)['email'];
    return array_map($emails, [[], ['parrain' => 'autre'], ['id_transaction' => 99999], ['reglee' => 'oui'], ['statut' => 'ok']]);`
  const nobody = 'webmestre@example.org'
  assert.deepEqual(await site.php(asked), ['ours', nobody, nobody, nobody, nobody])
  relay.payer = undefined
})

test('without billing details, no means that needs them: cheques still work', async () => {
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, 'temoin')
  assert.match(html, /n’est pas disponible pour le moment/)
  assert.doesNotMatch(html, /<pre class="temoin">|value="temoin"/)
  assert.match(html, /value="cheque"/)
  const { to } = await payer.press((await payer.page('cheque')).html, 'Régler par chèque')
  assert.match(to, /page=campagnodon_paiement/)
})

test('a relay dead for three days: each state arrives once, in order', async () => {
  await send()
  relay.answers = () => undefined
  const idx = []
  for (const button of [PAY, FAIL, PAY]) {
    const payer = visit()
    const claims = payer.claims()
    await payer.press((await payer.choose(claims, 'simu')).html, button)
    idx.push(claims.idx)
    await later(2)
  }
  for (const hours of [1, 5, 10, 20, 36]) {
    await later(hours * 3600)
    await send()
  }
  assert.ok((await rows('spip_campagnodon_envois', "parked=''")).every(({ tries }) => tries >= 5))
  relay.answers = () => 204
  const before = relay.events.length
  await later(86_400)
  await send()
  assert.deepEqual(
    relay.events.slice(before).map(({ data }) => [data.idx, data.state]),
    [
      [idx[0], 'ok'],
      [idx[1], 'echec'],
      [idx[2], 'ok'],
    ],
  )
  assert.equal(await send(), 0)
})

test('the schedule, and what each answer does', async () => {
  const payer = visit()
  const claims = payer.claims()
  relay.answers = () => 500
  await payer.press((await payer.choose(claims, 'simu')).html, PAY)
  const number = await numberOf(claims.idx)
  const line = async () => (await rows('spip_campagnodon_envois', `id_transaction=${number}`))[0]
  const fresh = () =>
    site.php(
      `sql_updateq('spip_campagnodon_envois', ['tries' => 0, 'next_at' => 0, 'parked' => ''], 'id_transaction=${number}'); return 1;`,
    )
  const waits = []
  await fresh()
  for (let tries = 0; tries < 11; tries += 1) {
    const now = Date.now() / 1000
    await send()
    waits.push((await line()).next_at - now)
    await site.php(`sql_updateq('spip_campagnodon_envois', ['next_at' => 0], 'id_transaction=${number}'); return 1;`)
  }
  const expected = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400, 86_400]
  for (const [at, seconds] of expected.entries()) assert.ok(Math.abs(waits[at] - seconds) < 30, `${at}: ${waits[at]}`)
  for (const [status, parked] of /** @type {[number | undefined, string][]} */ ([
    [401, ''],
    [429, ''],
    [503, ''],
    [302, ''],
    [200, ''],
    [undefined, ''],
    [404, 'inconnu'],
    [409, 'somme'],
  ])) {
    await fresh()
    relay.answers = () => status
    await send()
    const { reponse, tries, ...kept } = await line()
    assert.deepEqual([kept.parked, reponse, tries], [parked, status ?? 0, 1], String(status))
  }
  await fresh()
  relay.answers = () => 500
  await site.php(
    `sql_updateq('spip_campagnodon_envois', ['depuis' => time() - 31 * 86400], 'id_transaction=${number}'); return 1;`,
  )
  await send()
  assert.equal((await line()).parked, 'delai')
  relay.answers = () => 204
  await fresh()
  await send()
  assert.deepEqual([await line(), relay.told(claims.idx)], [undefined, ['ok-1550']])
})

test('two configurations of one means are two choices; a means that only tries says so', async () => {
  await means('simu', 'caisse')
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, '')
  assert.deepEqual(
    [...html.matchAll(/name="moyen" value="(\w+)">([^<]+)</g)].map((m) => m[2]),
    ['Simulation', 'Autre caisse'],
  )
  await payer.press((await payer.page('caisse')).html, PAY)
  assert.match((await row(claims.idx)).mode, /^simu\/[0-9A-F]{4}$/)
  await site.php(
    `sql_updateq('spip_transactions', ['mode' => 'payzen_test/0A1B'], 'id_transaction=${await numberOf(claims.idx)}'); return 1;`,
  )
  await send()
  const [{ data }] = relay.events.filter(({ data }) => data.idx === claims.idx)
  assert.equal(data.mode, 'payzen_test')
  // Only one: no choice to make.
  await means('simu')
  const other = visit()
  const alone = await other.choose(other.claims(), '')
  assert.match(alone.html, /Simuler le paiement/)
  assert.doesNotMatch(alone.html, /name="moyen"/)
  await means('simu', 'cheque', 'temoin')
})

test('tokens: forged, expired, used, of another site, of another amount, of a series', async () => {
  const payer = visit()
  const claims = payer.claims()
  const refused = async (changed, status, phrase, options) => {
    const answer = await visit().arrive({ ...payer.claims(), ...changed }, options)
    const html = await answer.text()
    assert.equal(answer.status, status, phrase.source)
    assert.match(html, phrase)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    assert.equal(
      answer.headers.getSetCookie().some((line) => line.startsWith('campagnodon_p=')),
      false,
    )
    const back = html.match(/href="([^"]+\/payments\/return\?r=[^"]+)"/)?.[1]
    return back && returned(back.replaceAll('&amp;', '&')).data
  }
  const forged = { secret: 'another-secret-of-more-than-32-characters' }
  assert.equal(await refused({}, 400, /n’est pas valable/, forged), undefined)
  assert.equal(await refused({}, 400, /n’est pas valable/, { use: 'return/1' }), undefined)
  await refused({ cts: '1550' }, 400, /n’est pas valable/)
  await refused({ idx: "x' OR 1=1" }, 400, /n’est pas valable/)
  const old = { iat: claims.iat - 700, exp: claims.exp - 700 }
  const back = await refused({ ...old, idx: claims.idx }, 410, /a expiré/)
  assert.deepEqual([back?.idx, back?.bank_id, back?.state], [claims.idx, 0, 'commande'])
  await refused({ exp: claims.exp + 3600 }, 410, /a expiré/)
  await refused({ aud: 'https://example.net/spip.php?action=campagnodon_payer' }, 403, /autre site/)
  await refused({ ser: 'monthly' }, 501, /n’est pas disponible/)
  assert.equal((await payer.arrive(claims)).status, 303)
  await refused({ idx: claims.idx, jti: claims.jti }, 409, /a déjà servi/)
  await refused({ idx: claims.idx, cts: 100 }, 409, /La somme/)
  // The Back button of whoever used it.
  assert.equal((await payer.arrive(claims)).status, 303)
  assert.match((await payer.page()).html, /15,50/)
  // A new token for the same attempt: the same row of Bank.
  const number = await numberOf(claims.idx)
  assert.equal((await visit().arrive(payer.claims({ idx: claims.idx }))).status, 303)
  assert.equal(await numberOf(claims.idx), number)
  assert.doesNotMatch((await payer.page()).html, /15,50/)
})

test('ten arrivals at once with one token: one row of Bank, one browser', async () => {
  const claims = visit().claims()
  const answers = await Promise.all(Array.from({ length: 10 }, () => visit().arrive(claims)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, ...Array(9).fill(409)])
  assert.equal((await rows('spip_campagnodon_paiements', `idx='${claims.idx}'`)).length, 1)
})

test('ten arrivals at once with ten tokens for one attempt: one row of Bank that opens', async () => {
  const { idx } = visit().claims()
  const payers = Array.from({ length: 10 }, visit)
  const answers = await Promise.all(payers.map((payer) => payer.arrive(payer.claims({ idx }))))
  assert.ok(answers.some(({ status }) => status === 303))
  const lines = await rows('spip_campagnodon_paiements', `idx='${idx}'`)
  assert.equal(lines.length, 1)
  assert.ok(lines[0].id_transaction > 0)
})

test('nothing of ours opens by the number and the hash of Bank', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.choose(claims, 'simu')
  const { id_transaction, transaction_hash } = await row(claims.idx)
  for (const page of ['campagnodon_paiement', 'inclure/campagnodon_paiement_moyen']) {
    const address = `${site.address}/spip.php?page=${page}&id_transaction=${id_transaction}&transaction_hash=${transaction_hash}&hash=${transaction_hash}&moyen=simu`
    assert.doesNotMatch(await (await fetch(address)).text(), /15,50|Rendre la rivière|bank_response/, page)
  }
})

test('our handlers cannot stop Bank', async () => {
  const payer = visit()
  const claims = payer.claims()
  const { html } = await payer.choose(claims, 'simu')
  const number = await numberOf(claims.idx)
  const rename = (from, to) => site.php(`sql_query('ALTER TABLE ${from} RENAME TO ${to}'); return 1;`)
  await rename('spip_campagnodon_envois', 'spip_ailleurs')
  await payer.press(html, PAY)
  await rename('spip_ailleurs', 'spip_campagnodon_envois')
  const [{ finie, statut }] = await rows('spip_transactions', `id_transaction=${number}`)
  assert.deepEqual([finie, statut], [1, 'ok'])
  await check()
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
})

test('rows of other plugins stay as they are', async () => {
  const others = await site.php(`$f = charger_fonction('inserer_transaction', 'bank');
    $id = $f('20', ['parrain' => 'campagnodon', 'tracking_id' => 1]);
    sql_updateq('spip_transactions', ['autorisation_id' => '26/11/2026-12:00:00/192.0.2.7', 'id_auteur' => 1], "id_transaction=$id");
    return (int) $id;`)
  const before = relay.events.length
  await settle(others, '20')
  await check()
  await send()
  assert.equal(relay.events.length, before)
  const [{ autorisation_id, id_auteur, finie }] = await rows('spip_transactions', `id_transaction=${others}`)
  assert.deepEqual([autorisation_id, id_auteur, finie], ['26/11/2026-12:00:00/192.0.2.7', 1, 1])
})

test("a paid row keeps neither an address of the network, nor an account, nor a bank's list of who paid", async () => {
  const payer = visit()
  const claims = payer.claims()
  const person = newPerson()
  await payer.press((await payer.choose(claims, 'cheque')).html, 'Régler par chèque')
  const answer = { vads_trans_id: '123456', vads_cust_email: person.email, vads_cust_last_name: person.last_name }
  const number = await numberOf(claims.idx)
  for (const data of [
    `serialize(json_decode(${phpText(JSON.stringify(answer))}, true))`,
    phpText(JSON.stringify({ answer: { ...answer, vads_ship_to_city: person.city, other: person.email } })),
    phpText(new URLSearchParams(answer).toString()),
  ]) {
    await site.php(
      `sql_updateq('spip_transactions', ['data' => ${data}, 'id_auteur' => 1], 'id_transaction=${number}'); return 1;`,
    )
    if ((await row(claims.idx)).statut === 'attente') await settle(number, '15.5')
    await check()
    const cleaned = await row(claims.idx)
    assert.equal(cleaned.id_auteur, 0)
    assert.doesNotMatch(cleaned.autorisation_id, /127\.0\.0\.1/)
    assert.match(cleaned.data, /123456/)
    assert.doesNotMatch(cleaned.data, /cust|ship|Qmail|qmail/)
  }
  await send()
})

// Report 20: a copy of a site charged donors.
test('a copy of the site takes no payment, and says nothing', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'simu')).html, PAY)
  const before = relay.events.length
  await site.php("ecrire_meta('adresse_site', 'https://copie.example.org'); return 1;")
  assert.equal(await site.php("include_spip('inc/campagnodon_envois'); return campagnodon_envoyer();"), 0)
  assert.equal((await visit().arrive(payer.claims())).status, 503)
  assert.doesNotMatch((await payer.page()).html, /15,50/)
  assert.equal(relay.events.length, before)
  await site.php(`ecrire_meta('adresse_site', '${site.address}'); return 1;`)
  // The same base under another name.
  const { hostname, port } = new URL(site.address)
  const path = `/spip.php?action=campagnodon_payer&jeton=v1.x.y`
  const status = await new Promise((done) =>
    request({ hostname, port, path, headers: { Host: 'copie.example.org' } }, ({ statusCode }) =>
      done(statusCode),
    ).end(),
  )
  assert.equal(status, 503)
  await send()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
})

test('the minute of SPIP sends by itself', async () => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'simu')).html, PAY)
  await fetch(`${site.address}/spip.php?action=cron`)
  await until('the relay knows', () => relay.told(claims.idx).length === 1)
})

scene('whoever looks after the site is told what the relay did not take, and sends it again', {}, async (page) => {
  const payer = visit()
  const claims = payer.claims()
  await payer.press((await payer.choose(claims, 'simu')).html, PAY)
  relay.answers = () => 404
  await site.login(page)
  await later(60)
  await send()
  await page.goto(`${site.address}/ecrire/?exec=accueil`)
  await page.locator('.messages-alertes a[href*=campagnodon_paiements]').first().click()
  const number = await numberOf(claims.idx)
  await page.getByText(`Transaction ${number} : le relais ne connaît pas ce paiement (404)`).waitFor()
  relay.answers = () => 204
  await page.getByRole('button', { name: 'Envoyer de nouveau' }).click()
  await page.getByText('Le relais a tout appris.').waitFor()
  assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
  // A debit that Bank holds for paid, and whose date has passed.
  const past = "['refcb' => 'SEPA', 'date_paiement' => date('Y-m-d H:i:s', time() - 14 * 86400)]"
  await site.php(`sql_updateq('spip_transactions', ${past}, 'id_transaction=${number}'); return 1;`)
  await page.goto(`${site.address}/ecrire/?exec=campagnodon_paiements`)
  await page.getByText(`Transaction ${number}, prélevée le`).waitFor()
})

scene('saving the configuration pairs the site, and the secret is not shown', {}, async (page) => {
  await site.php(
    "include_spip('inc/config'); ecrire_config('campagnodon/adresse', 'https://ailleurs.example.org'); return 1;",
  )
  await site.login(page)
  await page.goto(`${site.address}/ecrire/?exec=configurer_campagnodon`)
  await page.locator('.messages-alertes').getByText('n’est pas à l’adresse').waitFor()
  assert.doesNotMatch(await page.content(), new RegExp(SECRET))
  await page.getByText(`${site.address}/spip.php?action=campagnodon_payer`).waitFor()
  await page.locator('[name=secret]').fill('court')
  await page.locator('[name=enregistrer]').click()
  await page.getByText('Un secret a au moins 32 caractères').waitFor()
  await page.locator('[name=secret]').fill('')
  await page.locator('[name=enregistrer]').click()
  await page.locator('.reponse_formulaire_ok').waitFor()
  assert.equal((await visit().arrive(visit().claims())).status, 303)
})

for (const [how, options] of Object.entries({ 'with scripts': {}, 'without scripts': { javaScriptEnabled: false } })) {
  // A site without an icon answers 404 to the browser's own wish for one.
  scene(
    `in a browser ${how}, on a phone`,
    { ...options, allow: refusedAnswer, viewport: { width: 360, height: 780 } },
    async (page) => {
      const payer = visit()
      const claims = payer.claims()
      await page.route(`${site.address}/relais/**`, (route) => route.fulfill({ body: 'the relay' }))
      await page.goto(`${payer.action}&jeton=${tokenOf(claims)}`)
      assert.equal(page.url(), `${site.address}/spip.php?page=campagnodon_paiement&lang=fr`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(wide <= 360, String(wide))
      await page.getByRole('button', { name: 'Simulation' }).click()
      await page.getByRole('button', { name: PAY }).click()
      await page.waitForURL(/\/relais\/payments\/return\?r=/)
      await page.goBack({ waitUntil: 'commit' })
      await page
        .getByText('Ce paiement est fait')
        .or(page.getByRole('button', { name: PAY }))
        .first()
        .waitFor()
      await send()
      assert.deepEqual(relay.told(claims.idx), ['ok-1550'])
    },
  )
}

test('every message that came was signed', () => assert.deepEqual(relay.wrong, []))

test('nothing of anybody stays in SPIP', () => {
  assert.ok(persons.length > 1)
  for (const folder of site.own) assert.deepEqual(search(folder, persons.flatMap(valuesOf)), [])
})

test('PHP has nothing to complain of in the plugin', () => {
  const ours = site.complaints().filter((line) => !realBank || /plugins\/campagnodon/.test(line))
  assert.deepEqual(ours, [])
})

/** Makes time pass for what waits. */
function later(seconds) {
  return site.php(
    `sql_query('UPDATE spip_campagnodon_envois SET next_at=next_at-${seconds}, depuis=depuis-${seconds}'); return 1;`,
  )
}

/** As a webmaster who cashes: the row, then Bank's own end of a settlement. */
function settle(number, amount) {
  return site.php(`$row = sql_fetsel('*', 'spip_transactions', 'id_transaction=${number}');
    sql_updateq('spip_transactions', ['statut' => 'ok', 'reglee' => 'oui', 'montant_regle' => '${amount}',
      'date_paiement' => date('Y-m-d H:i:s')], 'id_transaction=${number}');
    $f = charger_fonction('regler_transaction', 'bank'); return $f(${number}, ['row_prec' => $row]);`)
}

/** @param {string} html */
function unescaped(html) {
  const names = { '&quot;': '"', '&#039;': "'", '&amp;': '&', '&lt;': '<', '&gt;': '>' }
  return html.replace(/&(quot|#039|amp|lt|gt);/g, (name) => names[name])
}
