// What crosses is what was read, once; what cannot cross is refused with its place; what holds state is not lost in silence.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Caseload, FollowUp, FollowthroughError, Importer, Playbook, changes, compare, contactRevoked, deferredInterest, exportQuestions, lintMessage, monthlyReport, nextAllowed, payment, simulate, wilson } from 'followthrough'
import { NOW, YAML, plan, procedure, recipient } from './support/job.mjs'

const playbook = Playbook.fromYaml(YAML)
const handle = (event) => playbook.handle(new FollowUp(recipient()), NOW, event)
const NAME = 'Ana Sánchez'
const throws = () => { throw new Error(NAME) }
const made = (proto, own = {}) => Object.assign(Object.create(proto), own)
const calledDate = { get [Symbol.toStringTag] () { return 'Date' } }
const calledName = { get [Symbol.toStringTag] () { return NAME } }

function revoked (target) {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** Objects that stand in each other twice: 2^levels values, were they written out. */
const shared = (levels) => Array.from({ length: levels }).reduce((below) => ({ one: below, other: below }), 'a')

/** A list that goes round over so many objects. */
function ring (length) {
  const first = {}
  let last = first
  for (let i = 1; i < length; i++) last = last.next = {}
  last.next = first
  return first
}

const endless = () => ({ get next () { return endless() } })

const refused = [
  ['what calls itself a Date', { patient: made(calledDate, { id: 'p-77' }) }, 'plan.patient'],
  ['what calls itself by what a person wrote', { patient: made(calledName, { id: 'p-77' }) }, 'plan.patient'],
  ['a tag that throws', { patient: made({ get [Symbol.toStringTag] () { return throws() } }) }, 'plan.patient'],
  ['a revoked proxy of an object', { patient: revoked({}) }, 'plan.patient'],
  ['a revoked proxy of a list', { tags: revoked([]) }, 'plan.tags'],
  ['keys that throw', { patient: new Proxy({}, { ownKeys: throws }) }, 'plan.patient'],
  ['a description of a property that throws', { patient: new Proxy({ id: 'p-77' }, { getOwnPropertyDescriptor: throws }) }, 'plan.patient'],
  ['a length that is none', { tags: new Proxy(['a'], { get: (list, key) => key === 'length' ? 'two' : list[key] }) }, 'plan.tags'],
  ['half of a surrogate pair in a key', { custom: { ['a\ud800']: true } }, 'plan.custom'],
  ['a symbol as a key', { custom: { [Symbol('a')]: true } }, 'plan.custom'],
  ['toJSON without an end', { patient: { toJSON: () => endless() } }, 'plan.patient.next.next.next.next.next.next.next.next.next.next…'],
  ['toJSON that gives another toJSON', { patient: { toJSON: () => ({ toJSON: throws }) } }, 'plan.patient.?'],
  ['a ring of 60', { custom: ring(60) }, 'plan.custom.next.next.next.next.next.next.next.next.next.next…', /cyclic/],
  ['a ring of two', { custom: ring(2) }, 'plan.custom.next.next', /cyclic/],
  ['objects that unroll without measure', { custom: shared(90) }, undefined, /10000000 values/],
  ['lists that unroll without measure', { custom: Array.from({ length: 30 }).reduce((below) => [below, below, below], []) }, undefined, /10000000 values/]
]

for (const [what, more, path, message = /./] of refused) {
  test(`refused: ${what}`, () => {
    const began = performance.now()
    assert.throws(() => handle(plan(more)), (error) => {
      assert.ok(error instanceof FollowthroughError, String(error))
      assert.equal(error.code, 'FT-H001')
      if (path !== undefined) assert.equal(error.path, path)
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /Ana/)
      assert.ok(error.path.isWellFormed() && error.path.length < 100)
      return true
    })
    assert.ok(performance.now() - began < 1_000)
  })
}

const options = [
  ['a revoked proxy as the moment', () => playbook.tick(new FollowUp(recipient()), NOW, revoked({})), 'FT-H010'],
  ['what calls itself a Date as now', () => playbook.tick(new FollowUp(recipient()), made(calledDate)), 'FT-H010'],
  ['an option that throws', () => playbook.tick(new FollowUp(recipient()), NOW, { get factsAsOf () { return throws() } }), 'FT-H010'],
  ['null as the moment', () => playbook.tick(new FollowUp(recipient()), NOW, null), 'FT-H010'],
  ['a revoked proxy as zone data', () => Playbook.fromYaml(YAML, revoked({})), 'FT-T002'],
  ['an unknown option of check', () => playbook.check({ days: '2027-01-31' }), 'FT-T003'],
  ['a revoked proxy as link keys', () => playbook.withLinkKeys(revoked([])), 'FT-T004'],
  ['files that throw', () => exportQuestions('open_dental', { get 'patient.csv' () { return throws() } }), 'FT-I012'],
  ['a revoked proxy as names', () => lintMessage('Hi', 'sms', revoked({})), 'FT-H001'],
  ['no record of an opt-out', () => contactRevoked(undefined, NOW), 'FT-H001'],
  ['a revoked proxy as an inbox', () => new Caseload(playbook).handleMany(NOW, revoked([])), 'FT-H001'],
  ['a value of an export that throws', () => changes(undefined, { get plans () { return throws() } }), 'FT-S001']
]

for (const [what, call, code] of options) {
  test(`refused: ${what}`, () => assert.throws(call, (error) => {
    assert.ok(error instanceof FollowthroughError, String(error))
    assert.equal(error.code, code, error.message)
    assert.doesNotMatch(error.message, /Ana/)
    return true
  }))
}

const none = { as_of: '2026-03-02', recipients: [], plans: [] }
const counts = [
  ['advance', (n) => new Caseload(playbook).advance(NOW, n), 'FT-H010', 'most'],
  ['advanceTable', (n) => new Caseload(playbook).advanceTable(NOW, n), 'FT-H010', 'most'],
  ['payment', (n) => payment('100.00', '0.1', n), 'FT-T005', 'months'],
  ['deferredInterest', (n) => deferredInterest('100.00', '0.1', n, []), 'FT-T005', 'promoMonths'],
  ['wilson', (n) => wilson(n, 10), 'FT-X001', 'hits'],
  ['simulate', (n) => simulate(playbook, none, { days: n }), 'FT-X001', 'options.days'],
  ['compare', (n) => compare(playbook, playbook, none, { seed: n }), 'FT-X001', 'options.seed'],
  ['monthlyReport', (n) => monthlyReport('', '', { month: '2026-03', time_zone: 'America/New_York', window_days: n }), 'FT-X001', 'options.window_days']
]

for (const [name, call, code, path] of counts) {
  for (const wrong of [-1, 1.5, NaN, Infinity, 2 ** 53, '3', 3n]) {
    test(`refused: ${name} of ${typeof wrong === 'string' ? 'a text' : String(wrong)}`, () => assert.throws(() => call(wrong), (error) => {
      assert.ok(error instanceof FollowthroughError, String(error))
      assert.deepEqual([error.code, error.path], [code, path], error.message)
      assert.match(error.reason, /expected/)
      return true
    }))
  }
}

test('each property is read once', () => {
  const looks = new Map()
  /** Tells the truth once. */
  const once = (object) => new Proxy(object, {
    get (target, key, receiver) {
      const value = Reflect.get(target, key, receiver)
      if (typeof key === 'symbol') return value
      const before = looks.get(`${target.id}.${key}`) ?? 0
      looks.set(`${target.id}.${key}`, before + 1)
      return before === 0 ? value : [NaN, new Map([['id', 'other']]), undefined][before % 3]
    }
  })
  const honest = handle(plan({ patient: { id: 'p-77', first_name: 'Ana' }, procedures: [procedure()] }))
  const both = once({ id: 'p-77', first_name: 'Ana' })
  assert.deepEqual(handle(once(plan({ patient: both, procedures: [once(procedure())] }))), honest)
  assert.deepEqual([...looks].filter(([, times]) => times > 1), [])
  const own = { id: 'p-77', toJSON: () => ({ id: 'p-77', first_name: 'Ana' }) }
  assert.deepEqual(handle(plan({ patient: own })), honest)
})

test('the same object in several places, an object of a class and one with keys of objects are plain values', () => {
  class Patient { id = 'p-77'; first_name = 'Ana' }
  const provider = { id: 'dr-1', name: 'Dr. Lee' }
  const [at, fee] = [new Date(NOW), procedure()]
  const event = { ...plan({ patient: new Patient(), provider, presented_at: at, procedures: [fee, { ...fee, id: 'pr-2' }] }), at }
  assert.deepEqual(handle(event), handle(JSON.parse(JSON.stringify(event))))
  assert.throws(() => handle(plan({ custom: JSON.parse('{"__proto__": {"a": 1}}') })), { code: 'FT-H001', path: 'plan.custom.__proto__' })
  assert.equal(nextAllowed(NOW, ['America/New_York'], { windows: Object.assign(Object.create(null), { mon: [['09:00', '20:00']] }) }).toISOString(), '2026-03-02T15:00:00.000Z')
})

test('JSON.stringify of a follow-up is its state', () => {
  // Ids that look like numbers: an object has them in another order than Rust wrote them.
  const followUp = new FollowUp(recipient())
  for (const id of ['20', '3', 'tp-1']) playbook.handle(followUp, NOW, plan({ id, procedures: [procedure({ id: `pr-${id}` })] }, { event_id: `e-${id}` }))
  playbook.tick(followUp, '2026-03-03T15:00:00Z')
  assert.deepEqual(followUp.toJSON(), JSON.parse(followUp.toJson()))
  assert.deepEqual(JSON.parse(JSON.stringify({ followUp })), { followUp: JSON.parse(followUp.toJson()) })
  assert.equal(FollowUp.fromJson(JSON.stringify(followUp)).toJson(), followUp.toJson())
  assert.throws(() => FollowUp.fromJson(followUp.toJSON()), (error) => error.code === 'FT-H001' && /JSON.stringify/.test(error.help))
})

test('JSON.stringify of a report is its figures, and of what has no JSON an error that says what to do', () => {
  const simulation = simulate(playbook, none, { days: 1 })
  const report = simulation.report()
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report.data())
  const without = [playbook, new Caseload(playbook), simulation, new Importer('open_dental', { presented: 'charted', timeZone: 'none' })]
  for (const one of without) {
    assert.throws(() => JSON.stringify({ one }), (error) => {
      assert.ok(error instanceof FollowthroughError)
      assert.equal(error.code, 'FT-S001')
      assert.match(error.help, /`\w+(\(\))?`/)
      return true
    })
  }
})

const [major, minor] = process.versions.node.split('.').map(Number)
const clones = major > 22 || (major === 22 && minor >= 10)
test('structuredClone makes no empty object', { skip: !clones && 'before Node 22.10 there is no way to say so' }, () => {
  const each = [playbook, new FollowUp(recipient()), new Caseload(playbook), simulate(playbook, none, { days: 1 })]
  each.push(each[3].report(), new Importer('open_dental', { presented: 'charted', timeZone: 'none' }))
  for (const one of each) assert.throws(() => structuredClone({ one }), { name: 'DataCloneError' })
})

test('memory comes back when the event loop has its turn', async () => {
  const stored = new FollowUp(recipient()).toJson()
  const round = async () => {
    for (let i = 0; i < 10_000; i++) {
      FollowUp.fromJson(stored)
      if (i % 100 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    return process.memoryUsage().rss
  }
  const settled = await round()
  for (let i = 0; i < 3; i++) await round()
  const grown = (await round()) - settled
  assert.ok(grown < 20e6, `${Math.round(grown / 1e6)} MB more`)
})
