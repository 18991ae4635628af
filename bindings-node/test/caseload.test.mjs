// A whole practice in one object: the loop, a shared phone, a restart in the middle, a new revision, a forecast.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { Caseload, FollowUp, FollowthroughError, Playbook } from 'followthrough'
import { KEY, NOW, YAML, plan, recipient } from './support/job.mjs'

const playbook = Playbook.fromYaml(YAML).withLinkKeys([KEY])
const PEOPLE = ['r-77', 'r-78']
const PHONE = recipient().contacts[0]
const HOUR = 3_600_000
const DAY = 24 * HOUR
const DAY_1 = new Date('2026-03-03T15:00:00Z')
const after = (at, ms) => new Date(new Date(at).getTime() + ms)

const planOf = (person) => plan({ id: `tp-${person}`, patient: { id: `p-${person}` } }, { event_id: `plan-${person}` })
const reply = (text, at, id = 'e2') => ({ event_id: id, at, type: 'reply', channel: 'sms', from: PHONE.value, text })
const actionsOf = (answers) => answers.flatMap(({ recipient, actions }) => actions.map((action) => [recipient, action]))

function twoWithOnePhone (rules = playbook) {
  const caseload = new Caseload(rules)
  caseload.begin(PEOPLE.map((id) => recipient({ id })))
  const handled = caseload.handleMany(NOW, PEOPLE.map((id) => ({ recipient: id, event: planOf(id) })))
  assert.deepEqual(handled.map(({ type }) => type), ['answers', 'answers'])
  return caseload
}

/** The answers of everything that is due before `until`, with when. */
function * lived (caseload, until) {
  for (let wake = caseload.nextWake(); wake && wake < until; wake = caseload.nextWake()) {
    for (const answer of caseload.tick(wake)) yield [wake, answer]
  }
}

test('the STOP of one reaches the other, also across a restart', () => {
  let caseload = twoWithOnePhone()
  assert.deepEqual([caseload.length, caseload.recipients(), caseload.nextWake()], [2, PEOPLE, DAY_1])
  const [[whose, send], ...others] = actionsOf(caseload.tick(DAY_1))
  assert.deepEqual([whose, send.type, send.step, others], ['r-77', 'send', 'hello', []])

  caseload = Caseload.restore(playbook, caseload.snapshot())
  const later = after(DAY_1, HOUR)
  const said = caseload.handle(later, 'r-77', reply('STOP', later))
  assert.deepEqual(said.map(({ recipient }) => recipient), PEOPLE)
  assert.equal(actionsOf(said).filter(([, { type }]) => type === 'record_opt_out').length, 1)
  caseload = Caseload.restore(playbook, new Uint8Array(caseload.snapshot()))
  const rest = [...lived(caseload, after(DAY_1, 300 * DAY))].map(([, answer]) => answer)
  assert.deepEqual(actionsOf(rest).filter(([, { type }]) => type === 'send'), [])
})

test('a caseload answers as single follow-ups do', () => {
  const caseload = new Caseload(playbook)
  const people = Array.from({ length: 5 }, (_, i) => recipient({ id: `r-${i}`, contacts: [{ ...PHONE, value: `+1404555010${i}` }] }))
  caseload.begin(people)
  const rows = new Map(people.map((person) => [person.id, { followUp: new FollowUp(person) }]))
  const single = (id, text) => {
    rows.get(id).wakeAt = JSON.parse(text).wake_at
    return `{"recipient":"${id}",${text.slice(1)}`
  }
  people.forEach(({ id }, i) => {
    const at = after(NOW, i * HOUR)
    assert.equal(caseload.handleJson(at, id, planOf(id)), `[${single(id, playbook.handleJson(rows.get(id).followUp, at, planOf(id)))}]`)
  })
  let calls = 0
  for (let wake = caseload.nextWake(); wake && wake < after(DAY_1, 40 * DAY); wake = caseload.nextWake()) {
    const due = [...rows].filter(([, { wakeAt }]) => wakeAt && new Date(wakeAt) <= wake).map(([id]) => id)
    const expected = due.map((id) => single(id, playbook.tickJson(rows.get(id).followUp, wake)))
    assert.equal(caseload.tickJson(wake), `[${expected.join(',')}]`)
    for (const id of due) assert.equal(caseload.get(id).toJson(), rows.get(id).followUp.toJson())
    calls += due.length
  }
  assert.ok(calls > 20, `${calls} calls`)
})

test('pieces say what a whole tick says', () => {
  const [whole, pieces] = [twoWithOnePhone(), twoWithOnePhone()]
  const later = after(DAY_1, 4 * DAY)
  const got = []
  for (let more = true; more;) {
    const piece = pieces.advance(later, 1)
    got.push(...piece.answers)
    more = piece.more
  }
  assert.deepEqual(got, whole.tick(later))
  assert.ok(got.length > 2)
  assert.deepEqual(pieces.nextWake(), whole.nextWake())
})

test('a new revision', () => {
  const caseload = twoWithOnePhone()
  const quiet = Playbook.fromYaml(`${YAML}limits: {per_week: 1}\n`)
  assert.deepEqual(caseload.publish(quiet, after(NOW, HOUR)).map(({ recipient }) => recipient), PEOPLE)
  const week = actionsOf([...lived(caseload, after(DAY_1, 6 * DAY))].map(([, answer]) => answer))
  assert.equal(week.filter(([, { type }]) => type === 'send').length, 1, 'the phone is one')
  assert.ok(Caseload.restore(playbook, caseload.snapshot()).nextWake() <= DAY_1, 'under another revision all are due at once')
  assert.deepEqual(Caseload.restore(quiet, caseload.snapshot()).nextWake(), caseload.nextWake())
})

test('the agenda is what then happens', () => {
  const caseload = twoWithOnePhone()
  const [from, to] = [after(DAY_1, HOUR), after(DAY_1, 20 * DAY)]
  caseload.tick(DAY_1)
  caseload.handle(from, 'r-77', reply('how much is it?', from))
  const before = caseload.snapshot()
  const agenda = caseload.agenda(from, to)
  assert.deepEqual(caseload.snapshot(), before)
  const said = (at, recipient, { type, step, role }) => [new Date(at), recipient, type, step ?? role]
  const then = [...lived(caseload, to)].flatMap(([wake, { recipient, actions }]) => actions
    .filter(({ type }) => ['send', 'prompt'].includes(type))
    .map((action) => said(wake, recipient, action)))
  assert.deepEqual(agenda.map((item) => said(item.at, item.recipient, item)), then)
  assert.ok(then.length > 3)
  assert.deepEqual(new Set(agenda.map(({ type }) => type)), new Set(['send', 'prompt']))
})

test('pairs and objects are the same', () => {
  const at = after(NOW, HOUR)
  const inbox = [['r-77', reply('yes', at)], ['r-78', JSON.stringify(reply('no', at))], ['r-77'], []]
  const [pairs, objects] = [twoWithOnePhone(), twoWithOnePhone()]
  const handled = pairs.handleMany(at, inbox)
  assert.deepEqual(handled, objects.handleMany(at, inbox.map(([recipient, event]) => ({ recipient, event }))))
  assert.deepEqual(handled.map(({ type }) => type), ['answers', 'answers', 'error', 'error'])
  assert.deepEqual(pairs.snapshot(), objects.snapshot())
})

test('one bad event does not lose the others', () => {
  const caseload = twoWithOnePhone()
  const at = after(NOW, HOUR)
  const fine = reply('yes', at)
  const handled = caseload.handleMany(at, [
    { recipient: 'r-77', event: { ...fine, text: NaN } },
    { recipient: 'r-79', event: fine },
    { recipient: 'r-77', event: '{' },
    { recipient: '', event: fine },
    null,
    ['r-77', fine, { factsAsOf: at }],
    ['r-77'],
    { recipient: 'r-77', event: fine, factsAsOf: at },
    { recipient: 'r-78', event: fine, note: undefined }
  ])
  assert.deepEqual(handled.slice(0, -1).map(({ type, error: { code, path } }) => [type, code, path]), [
    ['error', 'FT-H001', 'text'],
    ['error', 'FT-H014', 'recipient.id'],
    ['error', 'FT-H001', ''],
    ['error', 'FT-H001', 'recipient.id'],
    ['error', 'FT-H001', ''],
    ['error', 'FT-H001', ''],
    ['error', 'FT-H001', ''],
    ['error', 'FT-H001', '']
  ])
  const [answer] = handled.at(-1).answers
  assert.equal(answer.recipient, 'r-78')
  assert.ok(answer.actions.length > 0)
})

test('what a stored follow-up answers when it is added is given', () => {
  const caseload = twoWithOnePhone()
  const gone = caseload.remove('r-78')
  const [send] = playbook.tick(gone, DAY_1).actions
  caseload.handle(DAY_1, 'r-77', reply('STOP', DAY_1))
  const answers = caseload.add(gone)
  assert.equal(answers[0].recipient, 'r-78')
  assert.ok(actionsOf(answers).some(([who, { type, action_id: id }]) => who === 'r-78' && type === 'cancel' && id === send.id))
  assert.equal(caseload.mayStillSend('r-78', send.id, DAY_1).type, 'no')
  assert.deepEqual(caseload.mayStillSend('r-78', 'none', DAY_1), { type: 'no', reason: 'unknown_action' })
  assert.deepEqual(caseload.explain('r-78', DAY_1), playbook.explain(caseload.get('r-78'), DAY_1))
  for (const ask of [() => caseload.explain('r-9', DAY_1), () => caseload.mayStillSend('r-9', send.id, DAY_1)]) {
    assert.throws(ask, { code: 'FT-H014' })
  }
})

test('people come and go', () => {
  const caseload = twoWithOnePhone()
  const kept = caseload.get('r-78').toJson()
  const gone = caseload.remove('r-78')
  assert.deepEqual([caseload.length, gone.toJson()], [1, kept])
  assert.deepEqual([caseload.get('r-78'), caseload.remove('r-78')], [undefined, undefined])
  assert.deepEqual(caseload.add(gone), [])
  caseload.tick(DAY_1)
  assert.equal(gone.toJson(), kept, 'a copy was taken in')
  assert.notEqual(caseload.get('r-78').toJson(), kept)
})

test('a list of people begins whole or not at all', () => {
  const caseload = twoWithOnePhone()
  const people = ['r-79', 'r-80'].map((id) => recipient({ id }))
  const before = caseload.snapshot()
  for (const [wrong, path] of [
    [recipient(), '[2].recipient.id'],
    [people[0], '[2].recipient.id'],
    [recipient({ id: 'r-81', time_zone: 'America/Atlanta' }), '[2].time_zone'],
    [{ id: 5 }, '[2].id']
  ]) assert.throws(() => caseload.begin([...people, wrong]), { path })
  assert.deepEqual([caseload.length, caseload.snapshot()], [2, before])
  caseload.begin(people)
  caseload.begin('[]')
  assert.deepEqual(caseload.recipients(), [...PEOPLE, 'r-79', 'r-80'])
})

test('what waits for facts, and the brake', () => {
  const caseload = twoWithOnePhone()
  const holdUntil = after(DAY_1, HOUR)
  assert.deepEqual(caseload.tick(DAY_1, { holdUntil }), [])
  assert.deepEqual(caseload.nextWake(), holdUntil)
  const sends = (answers) => actionsOf(answers).filter(([, { type }]) => type === 'send')
  assert.deepEqual(sends(caseload.tick(holdUntil, { factsAsOf: after(NOW, -9 * DAY) })), [])
  const [[, send]] = sends(caseload.tick(holdUntil, { factsAsOf: holdUntil }))
  assert.equal(playbook.mayStillSend(caseload.get('r-77'), send.id, holdUntil).type, 'yes')
})

const edited = (at, value) => {
  const snapshot = twoWithOnePhone().snapshot()
  snapshot[(at + snapshot.length) % snapshot.length] ^= value
  return snapshot
}
const FAR = '2028-03-02T00:00:00Z'
const refused = [
  ['somebody who is here', () => twoWithOnePhone().begin(recipient()), 'FT-H013', 'recipient.id'],
  ['a follow-up that is here', () => twoWithOnePhone().add(new FollowUp(recipient())), 'FT-H013', 'recipient.id'],
  ['somebody who is not', () => twoWithOnePhone().handle(NOW, 'r-79', plan()), 'FT-H014', 'recipient.id'],
  ['an id that is none', () => twoWithOnePhone().get(''), 'FT-H001', 'recipient.id'],
  ['an id that is a number', () => twoWithOnePhone().get(77), 'FT-H001', 'recipientId'],
  ['NaN in an event', () => twoWithOnePhone().handle(NOW, 'r-77', plan({ custom: { x: NaN } })), 'FT-H001', 'plan.custom.x'],
  ['events that are no list', () => twoWithOnePhone().handleMany(NOW, new Map()), 'FT-H001', 'events'],
  ['a damaged snapshot', () => Caseload.restore(playbook, edited(-1, 1)), 'FT-S003', ''],
  ['no snapshot', () => Caseload.restore(playbook, Buffer.from('{}')), 'FT-S003', ''],
  ['a snapshot as text', () => Caseload.restore(playbook, '{}'), 'FT-S003', ''],
  ['a newer snapshot', () => Caseload.restore(playbook, edited(8, 8)), 'FT-S002', 'format'],
  ['a leap', () => twoWithOnePhone().tick(FAR), 'FT-H005', 'now'],
  ['a leap in pieces', () => twoWithOnePhone().advance(FAR, 5), 'FT-H005', 'now'],
  ['a leap at publication', () => twoWithOnePhone().publish(playbook, FAR), 'FT-H005', 'now'],
  ['pieces of nothing', () => twoWithOnePhone().advance(DAY_1, 0), 'FT-H010', 'most'],
  ['pieces of less than nothing', () => twoWithOnePhone().advance(DAY_1, -1), 'FT-H010', 'most'],
  ['pieces of a part', () => twoWithOnePhone().advance(DAY_1, 1.5), 'FT-H010', 'most'],
  ['an invalid Date as now', () => twoWithOnePhone().tick(new Date(NaN)), 'FT-H010', 'now'],
  ['an agenda from nowhere', () => twoWithOnePhone().agenda(undefined, DAY_1), 'FT-H010', 'from'],
  ['an agenda to a day', () => twoWithOnePhone().agenda(DAY_1, '2026-03-09'), 'FT-H010', 'to']
]

for (const [what, call, code, path] of refused) {
  test(`refused: ${what}`, () => assert.throws(call, (error) => {
    assert.ok(error instanceof FollowthroughError, String(error))
    assert.deepEqual([error.code, error.path], [code, path], error.message)
    return true
  }))
}

test('a leap is vouched for', () => {
  assert.ok(twoWithOnePhone().tick(FAR, { confirmLeap: true }).length > 0)
})

test('what is no playbook or follow-up is a TypeError', () => {
  const caseload = twoWithOnePhone()
  for (const wrong of [undefined, null, {}, YAML, caseload]) {
    assert.throws(() => new Caseload(wrong), TypeError)
    assert.throws(() => Caseload.restore(wrong, caseload.snapshot()), TypeError)
    assert.throws(() => caseload.publish(wrong, NOW), TypeError)
    assert.throws(() => caseload.add(wrong), TypeError)
  }
  assert.equal(String(caseload), 'Caseload')
})

test('after a defect it answers no more', () => {
  const native = createRequire(import.meta.url)('../followthrough.node')
  const caseload = new native.NativeCaseload()
  assert.match(native.panicInForTest(caseload), /FT-X002/)
  const inner = new native.NativePlaybook()
  inner.readYaml(YAML)
  assert.equal(caseload.open(inner), '{"ok":null}')
  const said = native.panicInForTest(caseload)
  assert.match(said, /FT-X002.*a defect/)
  assert.doesNotMatch(said, /Ana/)
  for (const answer of [caseload.count(), caseload.snapshot(), caseload.tick('{"now":"2026-03-03T15:00:00Z"}')]) {
    assert.match(answer, /FT-X002.*restore its last snapshot/)
  }
})
