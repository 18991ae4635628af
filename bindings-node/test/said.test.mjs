import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import {
  checkTemplate, checkUnsubscribe, classifyMany, deferredInterest, FollowUp, lintCommercialEmail, lintCreditTerms, lintMessage,
  payment, Playbook, smsSegments, transliterate, unsubscribeRequest
} from 'followthrough'
import { KEY, NOW, plan, recipient, YAML } from './support/job.mjs'
import { SHARED } from './support/root.mjs'

// What is said and heard: the vectors of independent implementations, asked as a service would.
const FOLDER = path.join(SHARED, 'data')
const skip = existsSync(FOLDER) ? false : `no ${FOLDER}; set FOLLOWTHROUGH_SHARED to run them`
const cases = (name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')).cases
const only = (found, keys) => Object.fromEntries(keys.filter((key) => found[key] != null).map((key) => [key, found[key]]))

test('segments', { skip }, () => {
  const keys = ['encoding', 'units', 'segments', 'segment_units']
  for (const { id, ...expected } of cases('sms/segments.json')) {
    assert.deepEqual(only(smsSegments(expected.text), keys), only(expected, keys), id)
  }
})

test('credit terms', { skip }, () => {
  const keys = ['triggers', 'required', 'problem', 'compliant']
  for (const { id, text, product, facts, ...expected } of cases('law/reg_z.json')) {
    assert.deepEqual(only(lintCreditTerms(text, product, facts), keys), only(expected, keys), id)
  }
})

test('payments', { skip }, () => {
  for (const each of cases('finance/amortization.json').filter(({ kind }) => kind === 'amortized')) {
    const found = payment(each.principal, each.apr_percent, each.months, each.rounding)
    assert.deepEqual([found.payment, found.total_of_payments], [each.payment, each.total_of_payments], each.id)
  }
})

test('promotions', { skip }, () => {
  for (const each of cases('finance/amortization.json').filter(({ kind }) => kind === 'deferred_interest')) {
    const found = deferredInterest(each.principal, each.apr_percent, each.promo_months, each.payments)
    assert.deepEqual(found, only(each, Object.keys(found)), each.id)
  }
})

const formOf = ({ channel, email_consent: consent }) => {
  const forms = { sms_body: 'sms', email_subject: 'subject', email_body: consent ? 'detailed' : 'plain', staff: 'text' }
  return forms[channel] ?? channel
}

test('templates', { skip }, () => {
  for (const each of cases('phi/lint.json').filter(({ kind }) => kind === 'template')) {
    const problems = checkTemplate(each.template, formOf(each)).map(({ message }) => message)
    for (const field of each.denied_fields) assert.ok(problems.some((problem) => problem.includes(field)), `${each.id} ${field}`)
    const denied = problems.filter((problem) => problem.includes('may not carry'))
    assert.ok(denied.length === 0 || !each.allowed, `${each.id} ${denied}`)
  }
})

test('disclosures', { skip }, () => {
  for (const each of cases('phi/lint.json').filter(({ kind }) => kind === 'text')) {
    const form = formOf(each)
    const { practice_name: practiceName, provider_name: providerName, first_name: firstName } = each.context
    const found = lintMessage(each.text, form, { practiceName, providerName: providerName ?? undefined, firstName: firstName ?? undefined })
    assert.deepEqual([...new Set(found.map((finding) => finding.class))].sort(), [...each.denied_classes].sort(), each.id)
  }
})

test('replies', { skip }, () => {
  const labelled = cases('replies/intents.json')
  classifyMany(labelled.map(({ text }) => text)).forEach(({ intents }, i) => {
    const { id, opt_out: optOut, affirm } = labelled[i]
    const kinds = intents.map(({ type }) => type)
    assert.ok(optOut !== 'forbidden' || !kinds.includes('opt_out'), id)
    assert.ok(optOut !== 'required' || kinds.includes('opt_out'), id)
    assert.ok(affirm !== 'forbidden' || !kinds.includes('affirm'), id)
  })
})

const emailCases = (kind, least) => {
  const found = cases('email/list_unsubscribe.json').filter((each) => each.kind === kind)
  assert.ok(found.length >= least, `${found.length} cases of ${kind}`)
  return found
}

test('unsubscribe headers', { skip }, () => {
  for (const each of emailCases('headers', 19)) {
    const headers = { 'List-Unsubscribe': each.list_unsubscribe, 'List-Unsubscribe-Post': each.list_unsubscribe_post }
    const { rfc2369_valid: valid, rfc8058_one_click: oneClick, problems } = each
    const expected = { rfc2369_valid: valid, one_click: oneClick, problems }
    assert.deepEqual(checkUnsubscribe(headers, each.dkim_signed_headers), expected, each.id)
    const pairs = Object.entries(headers).filter(([, value]) => value !== null)
    assert.deepEqual(checkUnsubscribe(pairs, each.dkim_signed_headers), expected, each.id)
  }
})

test('requests at the unsubscribe link', { skip }, () => {
  const answers = {
    200: ['done'],
    '200_page': ['done_page', 'ask_page'],
    '200_empty': ['ask_headers'],
    '204_or_405': ['options'],
    '404_or_400': ['bad_request', 'not_found'],
    405: ['method_not_allowed']
  }
  for (const { id, method, content_type: contentType, body, token, expect } of emailCases('request', 15)) {
    for (const sent of [body, Buffer.from(body)]) {
      const found = unsubscribeRequest({ method, contentType, body: sent, token: token.replace(/^valid_age_.*/, 'valid') })
      assert.equal(found.unsubscribe, expect.unsubscribe, id)
      assert.ok(answers[expect.response].includes(found.answer), id)
      assert.ok(expect.response.includes(String(found.status)), id)
    }
  }
})

test('commercial content: an e-mail of which the facts of the case are true', { skip }, () => {
  const facts = ['commercial', 'postal_address', 'optout_in_body', 'subject_misleading']
  const url = 'https://book.example.com/peachtree?ft=V_9sDQE_COYB1539AwmXhpWL'
  for (const each of emailCases('commercial_content', 7)) {
    const lines = ['Your plan is ready.']
    if (each.postal_address) lines.push('1 Peachtree St', 'Atlanta, GA 30303')
    if (each.optout_in_body) lines.push(`Unsubscribe: ${url}`)
    const found = lintCommercialEmail({
      subject: each.subject_misleading ? 'Fwd: your plan' : 'Your plan',
      text: lines.join('\n'),
      postal_address: '1 Peachtree St, Atlanta, GA 30303',
      unsubscribe_url: url,
      commercial: each.commercial,
      optout_requires_login: each.optout_requires_login ?? false,
      optout_requires_reason: each.optout_requires_reason ?? false
    })
    assert.deepEqual(only(found, facts), only(each, facts), each.id)
    assert.equal(found.allowed, each.allowed, `${each.id} ${found.problems}`)
  }
})

/** A follow-up whose first e-mail has left. */
function mailed () {
  const playbook = Playbook.fromYaml(YAML).withLinkKeys([KEY])
  const consent = { type: 'granted', at: '2025-11-03T15:00:00Z' }
  const followUp = new FollowUp(recipient({ contacts: [{ kind: 'email', value: 'ana@example.com', consent }] }))
  let now = Date.parse(NOW)
  playbook.handle(followUp, NOW, plan())
  const later = () => new Date(now += 3_600_000).toISOString()
  let mail
  while (!mail) mail = playbook.tick(followUp, later()).actions.find(({ channel }) => channel === 'email')
  const hear = (event) => {
    const at = later()
    playbook.handle(followUp, at, { event_id: `m-${at}`, at, ...event })
  }
  const stands = () => {
    const { cases, contacts, opted_out_of_everything_at: everything } = followUp.exportPerson()
    return JSON.stringify([cases.map(({ state }) => state), contacts, everything])
  }
  const receipt = (what) => hear({ type: 'receipt', action_id: mail.id, ...what })
  const click = (purpose, kind) => hear({ type: 'click', kind, token: mail.links.find((link) => link.purpose === purpose).token })
  return { mail, stands, receipt, click }
}

test('events after an e-mail', { skip }, () => {
  for (const purpose of ['book', 'unsubscribe']) {
    const events = {
      open_pixel: ({ receipt }) => receipt({ result: 'opened' }),
      link_get: ({ click }) => click(purpose, 'landed'),
      landing_page_post: ({ click }) => click(purpose, 'confirmed'),
      // The host takes it for a machine's: it tells of fetches.
      link_get_then_post_within_1s_same_ua: ({ click }) => click(purpose, 'landed'),
      complaint_feedback_loop: ({ receipt }) => receipt({ result: 'complained' }),
      hard_bounce: ({ receipt }) => receipt({ result: 'bounced' }),
      soft_bounce: ({ receipt }) => receipt({ result: 'failed', class: 'temporary' })
    }
    for (const { id, event, expect } of emailCases('event', 9)) {
      const one = mailed()
      const before = one.stands()
      events[event](one)
      assert.equal(one.stands() !== before, expect.engagement_state_change, `${id} ${purpose}`)
    }
  }
})

test('the headers of a send are those that are asked for', () => {
  const signed = ['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']
  assert.deepEqual(checkUnsubscribe(mailed().mail.headers, signed), { rfc2369_valid: true, one_click: true, problems: [] })
})

test('what is no e-mail', () => {
  const refused = (call, path) => assert.throws(call, { code: 'FT-H001', path })
  refused(() => checkUnsubscribe({ 'List-Unsubscribe': 1 }, []), 'headers')
  refused(() => checkUnsubscribe({}, 'from'), 'dkimSignedHeaders')
  refused(() => unsubscribeRequest({ method: 'GET', token: 'expired' }), 'token')
  refused(() => unsubscribeRequest({ method: 'POST', token: 'valid', body: 7 }), 'body')
  refused(() => unsubscribeRequest({ method: 'POST', token: 'valid', content_type: 'x' }), 'request')
  refused(() => lintCommercialEmail({ subjct: 'x' }), 'email.subjct')
})

test('an SMS in other letters', () => {
  const text = 'Hola María, ¿cómo está? Para agendar su cita: https://book.example.com/peachtree/7k2m'
  const { segments, ...offer } = transliterate(text)
  assert.deepEqual(offer, { text: text.replace('í', 'i').replace('ó', 'o').replace('á', 'a'), saved: 1 })
  assert.deepEqual([segments.encoding, segments.segments], ['GSM-7', 1])
  assert.equal(transliterate('Hola María'), undefined)
})

test('what is no credit product', () => {
  assert.throws(() => lintCreditTerms('0% APR', 'loan'), { code: 'FT-H001', path: 'product' })
  assert.throws(() => lintCreditTerms('0% APR', 'open_end', { introductory: true }), { code: 'FT-H001', path: 'facts.introductory' })
})
