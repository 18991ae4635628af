// Arguments that are text, over everything that index.d.ts has: what is no whole text is one error in every function.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as followthrough from 'followthrough'
import { KEY, NOW, YAML, plan, recipient } from './support/job.mjs'

const { Caseload, FollowUp, FollowthroughError, Importer, Playbook, simulate } = followthrough
const TYPES = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8').replace(/\/\*\*[\s\S]*?\*\/|^ *\/\/.*$/gm, '')
const HALF = 'Ana S\ud800nchez'

/** What stands between this bracket and its own end. */
function inside (text, open) {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if ('([{<'.includes(text[i])) depth++
    if (')]}'.includes(text[i]) || (text[i] === '>' && text[i - 1] !== '=')) depth--
    if (depth === 0) return text.slice(open + 1, i)
  }
  throw new Error('a bracket without an end')
}

/** The arguments of a list, each with its type and whether it must be given. */
function argumentsOf (list) {
  const each = []
  let [depth, from] = [0, 0]
  for (let i = 0; i <= list.length; i++) {
    if ('([{<'.includes(list[i] ?? ' ')) depth++
    if (')]}>'.includes(list[i] ?? ' ')) depth--
    if (i < list.length && (depth > 0 || list[i] !== ',')) continue
    const [, name, left, type] = /^\s*(\w+)(\??):\s*([\s\S]*?)\s*$/.exec(list.slice(from, i)) ?? []
    if (name) each.push({ name, type, needed: left === '' })
    from = i + 1
  }
  return each
}

function callables () {
  const found = []
  for (const one of TYPES.matchAll(/^export function (\w+) \(/gm)) {
    found.push({ name: one[1], takes: argumentsOf(inside(TYPES, one.index + one[0].length - 1)) })
  }
  for (const one of TYPES.matchAll(/^export class (\w+)[^{]*\{/gm)) {
    const body = inside(TYPES, one.index + one[0].length - 1)
    for (const part of body.matchAll(/^ {2}(static )?(?!private|get )(\w+) \(/gm)) {
      found.push({ of: one[1], fixed: Boolean(part[1]), name: part[2], takes: argumentsOf(inside(body, part.index + part[0].length - 1)) })
    }
  }
  return found
}

const playbook = Playbook.fromYaml(YAML)
const none = { as_of: '2026-03-02', recipients: [], plans: [] }

/** One that is right for each argument that must be given. */
function values () {
  const followUp = new FollowUp(recipient())
  return {
    text: 'yes', document: {}, keys: [KEY], followUp, now: NOW, event: plan(), recipient: recipient(), recipients: [], actionId: 'act_' + '0'.repeat(26),
    plan: plan().plan, next: playbook, followUps: [], stored: followUp.toJson(), other: new FollowUp(recipient()), caseId: 'tp-1', contact: '+14045550177',
    playbook, snapshot: new Uint8Array(), recipientId: 'r-77', events: [], most: 1, from: NOW, to: NOW, system: 'csv', files: {}, options: {},
    file: 'a.csv', piece: '', before: undefined, after: {}, answers: {}, shape: 'dentrix.cases', news: [], journal: '', plans: '', cases: none,
    older: playbook, newer: playbook, scenario: {}, hits: 1, of: 2, first: [1, 2], second: [1, 2], observations: [], texts: [], source: 'yes', form: 'sms',
    headers: {}, dkimSignedHeaders: [], request: {}, email: {}, at: NOW, zones: ['America/New_York'], policy: 'federal', principal: '100.00', apr: '9.9',
    months: 12, promoMonths: 12, payments: [], token: 'valid', record: { contact: '+14045550177', scope: 'all', at: NOW }, action: {}
  }
}

function bound ({ of, fixed, name }) {
  if (of === undefined) return followthrough[name]
  if (name === 'constructor') return (...given) => new followthrough[of](...given)
  if (fixed) return (...given) => followthrough[of][name](...given)
  const made = { Playbook: () => playbook, FollowUp: () => new FollowUp(recipient()), Simulation: () => simulate(playbook, none) }
  made.Caseload = () => { const one = new Caseload(playbook); one.begin(recipient()); return one }
  made.Importer = () => new Importer('open_dental', { presented: 'charted', timeZone: 'none' })
  const one = made[of]()
  return (...given) => one[name](...given)
}

// Words of closed lists, and names of types that may be text.
const WORDS = '(?:string|Bytes|LinkKey|PracticeSystem|MessageForm|CreditProduct)'
const TEXT = new RegExp(`(^|\\| )(${WORDS}|'\\w+')( \\||$)`)
const LIST = new RegExp(`^readonly ${WORDS}\\[\\]$`)
const INSTANT = /^Instant$/

const takesText = callables().flatMap(callable => callable.takes
  .filter(({ type }) => [TEXT, LIST, INSTANT].some(form => form.test(type)))
  .map(argument => ({ callable, argument, label: `${callable.of ? `${callable.of}.` : ''}${callable.name}(${argument.name})` })))

function refuses (call, code, path) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof FollowthroughError, String(error))
    assert.deepEqual([error.code, error.path], [code, path], error.message)
    assert.match(error.reason, /surrogate/)
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /Ana/)
    return true
  })
}

for (const { callable, argument, label } of takesText) {
  test(`half of a surrogate pair: ${label}`, () => {
    const right = values()
    const isList = LIST.test(argument.type)
    // All before it has to be given, in JavaScript.
    const last = callable.takes.indexOf(argument)
    const needed = callable.takes.filter((one, i) => one.needed || i <= last)
    const given = needed.map(one => one === argument ? (isList ? [HALF] : HALF) : one.needed ? right[one.name] : undefined)
    refuses(() => bound(callable)(...given), INSTANT.test(argument.type) ? 'FT-H010' : 'FT-H001', isList ? `${argument.name}[0]` : argument.name)
  })
}

test('every function that takes text is tried', () => {
  const tried = new Set(takesText.map(({ label }) => label))
  for (const name of ['Playbook.fromYaml(text)', 'Playbook.fromJson(document)', 'FollowUp.fromJson(stored)', 'Caseload.remove(recipientId)', 'classify(text)',
    'smsSegments(text)', 'classifyMany(texts)', 'readExport(system)', 'payment(rounding)', 'readToken(keys)', 'writeBack(shape)', 'nextAllowed(zones)',
    'Importer.push(piece)', 'simulate(cases)', 'replay(scenario)']) assert.ok(tried.has(name), name)
  assert.ok(tried.size > 90, String(tried.size))
})

// Texts inside of an object of options.
const parts = [
  ['Playbook.check(options)', 'day', () => playbook.check({ day: HALF })],
  ['lintMessage(names)', 'practiceName', () => followthrough.lintMessage('Hi', 'sms', { practiceName: HALF })],
  ['lintMessage(names)', 'exempt[1]', () => followthrough.lintMessage('Hi', 'sms', { exempt: ['a', HALF] })],
  ['writeMapping(options)', 'base', () => followthrough.writeMapping('csv', {}, { base: HALF })],
  ['writeBack(options)', 'language', () => followthrough.writeBack('dentrix.cases', [], { language: HALF })],
  ['writeBack(options)', 'mapping', () => followthrough.writeBack('dentrix.cases', [], { mapping: HALF })],
  ['unsubscribeRequest(request)', 'method', () => followthrough.unsubscribeRequest({ method: HALF, token: 'valid' })],
  ['unsubscribeRequest(request)', 'body', () => followthrough.unsubscribeRequest({ method: 'POST', token: 'valid', body: HALF })],
  ['contactRevoked(record)', 'contact', () => followthrough.contactRevoked({ contact: HALF, scope: 'all', at: NOW }, NOW)],
  ['readExport(options)', 'options.mapping', () => followthrough.readExport('csv', {}, { mapping: HALF })],
  ['readExportTables(options)', 'options.timeZone', () => followthrough.readExportTables('csv', {}, { timeZone: HALF })],
  ['exportQuestions(options)', 'options.mapping', () => followthrough.exportQuestions('csv', {}, { mapping: HALF })],
  ['Importer.constructor(options)', 'options.mapping', () => new Importer('csv', { mapping: HALF })],
  ['audit(answers)', 'answers.mapping', () => followthrough.audit('csv', {}, { mapping: HALF })],
  ['backtest(answers)', 'answers.mapping', () => followthrough.backtest(playbook, 'csv', {}, { mapping: HALF })]
]
for (const [label, path, call] of parts) test(`half of a surrogate pair: ${path} of ${label}`, () => refuses(call, 'FT-H001', path))

test('every object of texts is tried', () => {
  const given = callables().flatMap(({ of, name, takes }) => takes
    .filter(({ type }) => /^(ImportOptions|LintNames|UnsubscribeRequest)$|^\{[^}]*\bstring\b/.test(type))
    .map(argument => `${of ? `${of}.` : ''}${name}(${argument.name})`))
  assert.deepEqual([...new Set(parts.map(([label]) => label))].sort(), given.sort())
})

test('what is refused has the names of this package', () => {
  const { audit, monthlyReport, readExport, readExportTables, wilson } = followthrough
  const followUp = new FollowUp(recipient())
  const click = { event_id: 'e9', at: NOW, type: 'click', token: 'A'.repeat(24), kind: 'landed' }
  const presented = { presented: 'charted' }
  const said = [
    [() => playbook.tick(followUp, NOW, { factsAsOf: 5 }), 'FT-H010', 'factsAsOf'],
    [() => playbook.tick(followUp, NOW, { factsAsOf: 'today' }), 'FT-H010', 'factsAsOf'],
    [() => new Caseload(playbook).tick(NOW, { holdUntil: 'today' }), 'FT-H010', 'holdUntil'],
    [() => new Caseload(playbook).advanceTable(NOW, 1, { holdUntil: 'today' }), 'FT-H010', 'holdUntil'],
    [() => playbook.handle(followUp, NOW, click), 'FT-T001', 'token'],
    [() => followUp.carry('', new FollowUp(recipient({ id: 'r-78' }))), 'FT-H001', 'caseId'],
    [() => readExport('open_dental', {}, presented), 'FT-I010', 'options.timeZone'],
    [() => readExport('open_dental', {}, { time_zone: 'none' }), 'FT-I010', 'options', /one of: presented, timeZone, mapping, listRecords, asOf, state$/],
    [() => readExportTables('open_dental', {}, { ...presented, asOf: 'today' }), 'FT-I010', 'options.asOf'],
    [() => new Importer('open_dental', { ...presented, timeZone: 'Mars' }), 'FT-T002', 'options.timeZone'],
    [() => audit('open_dental', {}, presented), 'FT-I010', 'answers.timeZone'],
    [() => monthlyReport('', '', { month: '2026-03', timeZone: HALF.slice(0, 4) }), 'FT-X001', 'options.?', /`time_zone`/],
    [() => monthlyReport('', '', { month: '2026-03', window_days: 'Ana' }), 'FT-X001', 'options.window_days', /a whole number/],
    [() => wilson(1, 3, '0.95'), 'FT-X001', 'confidence', /expected a number$/]
  ]
  for (const [call, code, path, says = /./] of said) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof FollowthroughError, String(error))
      assert.deepEqual([error.code, error.path], [code, path], error.message)
      assert.match(error.message, says)
      assert.doesNotMatch(error.message, /Ana|facts_as_of|hold_until|with_link_keys|f64|line 1/)
      return true
    })
  }
})
