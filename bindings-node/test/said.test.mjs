import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { checkTemplate, classifyMany, deferredInterest, lintCreditTerms, lintMessage, payment, smsSegments, transliterate } from 'followthrough'
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
