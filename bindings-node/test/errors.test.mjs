// What is refused, with its code and place; and the process lives on.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { Caseload, FollowUp, FollowthroughError, Playbook, classify, classifyMany, readExport, readToken, smsSegments } from 'followthrough'
import { KEY, NOW, YAML, plan, procedure, recipient } from './support/job.mjs'

const playbook = Playbook.fromYaml(YAML)
const handle = (event, now = NOW, options) => playbook.handle(new FollowUp(recipient()), now, event, options)
const fee = (value) => () => handle(plan({ procedures: [procedure({ fee: value })] }))
const zoned = (zones, more) => () => Playbook.fromYaml(YAML, { timeZones: { version: '2026h', zones, ...more } })
const loop = {}
/** Bytes whose memory another thread has. */
function sent () {
  const bytes = new Uint8Array(8)
  structuredClone(bytes, { transfer: [bytes.buffer] })
  return bytes
}
/** An object with one prototype after the other. */
function endless () {
  return new Proxy({}, { getPrototypeOf: endless })
}
loop.self = loop

const refused = [
  ['money as a float', fee(12.5), 'FT-H001', 'plan.procedures[0].fee'],
  ['NaN', fee(NaN), 'FT-H001', 'plan.procedures[0].fee'],
  ['Infinity', fee(-Infinity), 'FT-H001', 'plan.procedures[0].fee'],
  ['a whole number beyond 2^53', () => handle(plan({ custom: { visits: 2 ** 53 } })), 'FT-H001', 'plan.custom.visits'],
  ['a getter that throws, deep inside', () => handle(plan({ patient: Object.defineProperty({ id: 'p-77' }, 'first_name', { enumerable: true, get () { throw new Error('Ana Sánchez') } }) })), 'FT-H001', 'plan.patient.first_name'],
  ['toJSON that throws', () => handle(plan({ patient: { toJSON () { throw new Error('Ana Sánchez') } } })), 'FT-H001', 'plan.patient'],
  ['a proxy that throws', () => handle(plan({ tags: new Proxy([], { get () { throw new Error('Ana Sánchez') } }) })), 'FT-H001', 'plan.tags'],
  ['BigInt', fee(2400n), 'FT-H001', 'plan.procedures[0].fee'],
  ['a function', fee(() => '1.00'), 'FT-H001', 'plan.procedures[0].fee'],
  ['a boxed text', fee(Object('12.50')), 'FT-H001', 'plan.procedures[0].fee'],
  ['a Map', () => handle(plan({ patient: new Map([['id', 'p-77']]) })), 'FT-H001', 'plan.patient'],
  ['a Set', () => handle(plan({ tags: new Set(['a']) })), 'FT-H001', 'plan.tags'],
  ['undefined in a list', () => handle(plan({ tags: ['a', undefined] })), 'FT-H001', 'plan.tags[1]'],
  // eslint-disable-next-line no-sparse-arrays
  ['a hole in a list', () => handle(plan({ tags: [, 'a'] })), 'FT-H001', 'plan.tags[0]'],
  ['a value that contains itself', () => handle(plan({ custom: loop })), 'FT-H001', 'plan.custom.self'],
  ['half of a surrogate pair', () => handle(plan({ id: 'tp-\ud800' })), 'FT-H001', 'plan.id'],
  ['an invalid Date in an event', () => handle(plan({}, { at: new Date('soon') })), 'FT-H001', 'at'],
  ['null for a required key', () => handle(plan({ id: null })), 'FT-H001', 'plan.id'],
  ['a missing key', () => handle(plan({ id: undefined })), 'FT-H001', 'plan'],
  ['an unknown type', () => handle({ event_id: 'e1', at: NOW, type: 'plam' }), 'FT-H001', 'type'],
  ['an unknown key', () => handle(plan({}, { urgent: true })), 'FT-H001', undefined],
  ['text that is not JSON', () => handle('{"event_id": '), 'FT-H001', ''],
  ['undefined as event', () => handle(undefined), 'FT-H001', ''],
  ['an invalid Date as now', () => handle(plan(), new Date(NaN)), 'FT-H010', 'now'],
  ['a number as now', () => handle(plan(), 1772463600000), 'FT-H010', 'now'],
  ['a time without an offset', () => handle(plan(), '2026-03-02T15:00:00'), 'FT-H010', 'now'],
  ['an unknown option', () => handle(plan(), NOW, { facts_as_of: NOW }), 'FT-H010', 'facts_as_of'],
  ['options of a class with a getter', () => handle(plan(), NOW, new (class { get holdUntil () { return NOW } })()), 'FT-H010', 'options'],
  ['options that are inherited', () => handle(plan(), NOW, Object.create({ holdUntil: NOW })), 'FT-H010', 'options'],
  ['an option that is hidden', () => handle(plan(), NOW, Object.defineProperty({}, 'holdUntil', { value: NOW })), 'FT-H010', 'options'],
  ['an option under a symbol', () => handle(plan(), NOW, { [Symbol('holdUntil')]: NOW }), 'FT-H010', 'options'],
  ['a playbook as options', () => handle(plan(), NOW, playbook), 'FT-H010', 'options'],
  ['an event of a class with a getter', () => handle(new (class { event_id = 'e1'; get type () { return 'plan_gone' } })()), 'FT-H001', ''],
  ['prototypes without an end', () => handle(endless()), 'FT-H001', ''],
  ['a key that may be a name', () => handle(plan({ custom: { 'Ana S': 1n } })), 'FT-H001', 'plan.custom.?'],
  ['a list of holes', () => classifyMany(Object.assign([], { length: 4294967295 })), 'FT-H001', 'texts'],
  ['bytes that went to another thread', () => readExport('open_dental', { 'patient.csv': sent() }, { presented: 'charted', timeZone: 'none' }), 'FT-I012', 'patient.csv'],
  ['a snapshot that went to another thread', () => Caseload.restore(playbook, sent()), 'FT-S003', ''],
  ['bytes that say where they are', () => readExport('open_dental', { 'patient.csv': new (class extends Uint8Array { get buffer () { throw new Error('SECRET') } })(8) }, { presented: 'charted', timeZone: 'none' }), 'FT-I002', undefined],
  ['a word for confirmLeap', () => handle(plan(), NOW, { confirmLeap: 'no' }), 'FT-H010', 'confirmLeap'],
  ['an invalid Date as holdUntil', () => playbook.tick(new FollowUp(recipient()), NOW, { holdUntil: new Date(NaN) }), 'FT-H010', 'holdUntil'],
  ['a receipt for an unknown action', () => handle({ event_id: 'e9', at: NOW, type: 'receipt', action_id: 'act_azzpr3817w4edchktef4ds5czw', result: 'delivered' }), 'FT-H003', undefined],
  ['a key that stands twice in a text', () => handle('{"event_id": "e1", "event_id": "e2", "at": "2026-03-02T15:00:00Z", "type": "plan_gone", "plan_id": "tp-1"}'), 'FT-H001', 'event_id'],
  ['a recipient in an unknown zone', () => new FollowUp(recipient({ time_zone: 'America/Atlanta' })), 'FT-T002', 'time_zone'],
  ['a playbook in an unknown zone', () => Playbook.fromYaml(YAML.replace('New_York', 'Atlanta')), undefined, 'practice.time_zone'],
  ['a recipient without an id', () => new FollowUp(recipient({ id: undefined })), undefined, undefined],
  ['no recipient', () => new FollowUp(), 'FT-H001', ''],
  ['stored state of a newer version', () => FollowUp.fromJson(new FollowUp(recipient()).toJson().replace(/"format":\d+/, '"format":9999')), 'FT-S002', undefined],
  ['stored state that is none', () => FollowUp.fromJson('{}'), 'FT-S001', undefined],
  ['stored state as an object', () => FollowUp.fromJson({ format: 1 }), 'FT-H001', 'stored'],
  ['a weak key', () => playbook.withLinkKeys(['short']), 'FT-T004', undefined],
  ['no key', () => playbook.withLinkKeys([]), 'FT-T004', undefined],
  ['a key that is a number', () => playbook.withLinkKeys([12345678901234567890]), 'FT-T004', 'keys[0]'],
  ['a forged token', () => readToken('V_9sDQE_COYB1539AwmXhpWL', [KEY]), 'FT-T001', undefined],
  ['an unknown system', () => readExport('softdent', {}, {}), 'FT-I011', undefined],
  ['an import without its answers', () => readExport('open_dental', {}, {}), 'FT-I010', 'options.presented'],
  ['a mapping that is none', () => readExport('csv', {}, { mapping: 'mapping: 1\ngrian: plan' }), 'FT-I015', undefined],
  ['a csv without a mapping', () => readExport('csv', {}, { timeZone: 'none' }), 'FT-I010', 'options.mapping'],
  ['an import with an unknown option', () => readExport('open_dental', {}, { zone: 'x' }), 'FT-I010', 'options'],
  ['an import without files', () => readExport('open_dental', {}, { presented: 'charted', timeZone: 'America/New_York' }), 'FT-I001', undefined],
  ['a file that is a number', () => readExport('open_dental', { 'patient.csv': 5 }, { presented: 'charted', timeZone: 'none' }), 'FT-I012', 'patient.csv'],
  ['zone data that is none', zoned({ 'America/New_York': Buffer.from('TZif') }), 'FT-T002', 'timeZones.zones.America/New_York'],
  ['zone data as text', zoned({ 'America/New_York': 'TZif' }), 'FT-T002', 'timeZones.zones.America/New_York'],
  ['zone data of no zone', zoned({}), 'FT-T002', 'timeZones.zones'],
  ['zone data as a list', zoned([]), 'FT-T002', 'timeZones.zones'],
  ['zone data without a version', zoned({ UTC: Buffer.from('') }, { version: undefined }), 'FT-T002', 'timeZones.version'],
  ['zone data with another key', zoned({ UTC: Buffer.from('') }, { folder: '/usr/share/zoneinfo' }), 'FT-T002', 'timeZones'],
  ['a folder as zone data', () => Playbook.fromYaml(YAML, { timeZones: '/usr/share/zoneinfo' }), 'FT-T002', 'timeZones'],
  ['an unknown option of a playbook', () => Playbook.fromYaml(YAML, { time_zones: {} }), 'FT-T002', 'options'],
  ['an empty SMS', () => smsSegments(''), 'FT-T006', undefined],
  ['a message that is a number', () => classify(5), 'FT-H001', 'text']
]

for (const [what, call, code, path] of refused) {
  test(`refused: ${what}`, () => {
    assert.throws(call, (error) => {
      assert.ok(error instanceof FollowthroughError && error instanceof Error, String(error))
      assert.equal(error.name, 'FollowthroughError')
      assert.match(error.code, /^FT-[PHISTX]\d{3}$/)
      if (code !== undefined) assert.equal(error.code, code, error.message)
      if (path !== undefined) assert.equal(error.path, path, error.message)
      assert.ok(error.message.startsWith(error.code))
      assert.doesNotMatch(error.message, /Ana/)
      return true
    })
  })
}

test('a playbook tells all its problems, with line and column', () => {
  assert.throws(() => Playbook.fromYaml(YAML.replace('phone:', 'fone:').replace('extends: dental', 'extends: dentel')), (error) => {
    assert.ok(error.errors.length > 1, error.message)
    for (const problem of error.errors) {
      assert.match(problem.code, /^FT-P\d{3}$/)
      assert.ok(problem.line > 0 && problem.column > 0, JSON.stringify(problem))
      assert.ok(error.message.includes(problem.message))
    }
    assert.equal(error.line, error.errors[0].line)
    return true
  })
})

test('what to do is told', () => {
  for (const [call, help] of [
    [() => handle(plan({ id: 'tp-\ud800' })), /replace it/],
    [() => classify('\ud800'), /replace it/],
    [() => handle(plan({ custom: loop })), /take out what leads back/],
    [fee(12.5), /write it as text/],
    [() => handle(plan(), '2026-03-02T15:00:00'), /offset/],
    [() => handle(plan(), 5), /give a Date/]
  ]) assert.throws(call, (error) => help.test(error.help))
})

test('what a value throws in an inbox is no refusal of one event', () => {
  const locked = new Error('database is locked')
  const caseload = new Caseload(playbook)
  caseload.begin(recipient())
  const before = caseload.snapshot()
  const row = Object.defineProperty({ ...plan() }, 'event_id', { enumerable: true, get () { throw locked } })
  assert.throws(() => caseload.handleMany(NOW, [['r-77', plan()], ['r-77', row]]), (error) => {
    assert.deepEqual([error.code, error.path, error.cause], ['FT-H001', 'events[1].event_id', locked])
    assert.match(error.help, /try again/)
    return true
  })
  assert.deepEqual(caseload.snapshot(), before)
})

test('a refusal changes nothing', () => {
  const followUp = new FollowUp(recipient())
  const before = followUp.toJson()
  assert.throws(() => playbook.handle(followUp, NOW, plan({ procedures: [procedure({ fee: 1.5 })] })), FollowthroughError)
  assert.equal(followUp.toJson(), before)
})

test('what is no follow-up is a TypeError', () => {
  for (const wrong of [undefined, null, {}, playbook, Object.create(FollowUp.prototype)]) {
    assert.throws(() => playbook.tick(wrong, NOW), TypeError)
  }
  assert.throws(() => new Playbook(), TypeError)
})

test('a panic is an error that tells nothing of the data, and the process lives on', () => {
  const native = createRequire(import.meta.url)('../followthrough.node')
  const answer = JSON.parse(native.panicForTest())
  assert.equal(answer.error.code, 'FT-X002')
  assert.doesNotMatch(JSON.stringify(answer), /Ana/)
  assert.equal(classify('yes').intents[0].type, 'affirm')
})
