import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { Worker } from 'node:worker_threads'
import * as esm from 'followthrough'
import { KEY, NOW, YAML, plan, recipient } from './support/job.mjs'

const { FollowUp, Playbook, classify, classifyMany, contactRevoked, errorCodes, lintMessage, newsOf, payment, readToken, smsSegments, tzVersion } = esm
const DAY_1 = '2026-03-03T15:00:00Z'

function sent (playbook, followUp = new FollowUp(recipient())) {
  const { wake_at: wakeAt } = playbook.handle(followUp, NOW, plan())
  assert.equal(playbook.tick(followUp, NOW).wake_at, wakeAt)
  assert.equal(wakeAt, DAY_1)
  return { followUp, decision: playbook.tick(followUp, wakeAt) }
}

test('a plan, the SMS of day 1, and the same from storage', () => {
  const playbook = Playbook.fromYaml(YAML).withLinkKeys([KEY])
  assert.equal(playbook.practiceName, 'Peachtree Family Dental')
  assert.equal(typeof playbook.revision, 'string')
  const { followUp, decision } = sent(playbook)
  assert.equal(decision.actions[0].type, 'send')
  assert.equal(decision.actions[0].channel, 'sms')
  assert.equal(followUp.recipientId, 'r-77')
  assert.deepEqual([...followUp.states()], [['tp-1', 'active']])
  assert.deepEqual([...followUp.outcomes()], [])
  const again = FollowUp.fromJson(followUp.toJson())
  assert.equal(again.toJson(), followUp.toJson())
  assert.equal(playbook.tickJson(again, decision.wake_at), playbook.tickJson(followUp, decision.wake_at))
  assert.equal(again.toJson(), followUp.toJson())
})

test('a link of a message is read back, with any of the keys', () => {
  const { decision } = sent(Playbook.fromYaml(YAML).withLinkKeys([Buffer.from(KEY)]))
  const [{ token, purpose }] = decision.actions[0].links
  const read = readToken(token, ['another key, newer than that one', new TextEncoder().encode(KEY)])
  assert.equal(read.purpose, purpose)
  assert.match(read.action, /^[0-9a-f]{16}$/)
})

test('a Date, an offset and JSON text mean the same', () => {
  const playbook = Playbook.fromYaml(YAML)
  const answers = [
    [NOW, plan()],
    [new Date(NOW), plan({ presented_at: new Date(NOW) }, { at: new Date(NOW) })],
    ['2026-03-02T10:00:00-05:00', JSON.stringify(plan())]
  ].map(([now, event]) => {
    const followUp = new FollowUp(recipient())
    return playbook.handleJson(followUp, now, event) + followUp.toJson()
  })
  assert.equal(answers[1], answers[0])
  assert.equal(answers[2], answers[0])
})

test('a playbook as an object', () => {
  const practice = {
    name: 'Peachtree Family Dental',
    time_zone: 'America/New_York',
    phone: '+14045550123',
    postal_address: '1 Peachtree St, Atlanta, GA 30303',
    booking_url: 'https://book.example.com/peachtree'
  }
  const document = { followthrough: 1, extends: 'dental', practice }
  assert.equal(Playbook.fromJson(document).revision, Playbook.fromJson(JSON.stringify(document)).revision)
})

test('the brake holds, and a leap must be confirmed', () => {
  const playbook = Playbook.fromYaml(YAML)
  const followUp = new FollowUp(recipient())
  playbook.handle(followUp, NOW, plan())
  assert.deepEqual(playbook.tick(followUp, DAY_1, { holdUntil: '2026-03-04T15:00:00Z' }).actions, [])
  const far = '2028-01-01T00:00:00Z'
  assert.throws(() => playbook.tick(followUp, far), { code: 'FT-H005' })
  playbook.tick(followUp, far, { confirmLeap: true, factsAsOf: new Date(far) })
})

test('the look right before a message leaves', () => {
  const playbook = Playbook.fromYaml(YAML)
  const { followUp, decision: { actions: [send] } } = sent(playbook)
  const before = followUp.toJson()
  assert.deepEqual(playbook.mayStillSend(followUp, send.id, DAY_1), { type: 'yes', until: send.expires_at })
  assert.deepEqual(playbook.mayStillSend(followUp, send.id, new Date('2026-03-04T03:00:00Z')), { type: 'no', reason: 'expired' })
  const braked = playbook.mayStillSend(followUp, send.id, DAY_1, { holdUntil: '2026-03-03T16:00:00Z' })
  assert.deepEqual(braked, { type: 'no', reason: 'braked' })
  assert.equal(playbook.mayStillSend(followUp, 'no id', DAY_1).reason, 'unknown_action')
  assert.equal(followUp.toJson(), before)
  assert.throws(() => playbook.mayStillSend(followUp, send.id, 'today'), { code: 'FT-H010' })
  assert.throws(() => playbook.mayStillSend(followUp, undefined, DAY_1), { code: 'FT-H001' })
})

test('checked before it is published', () => {
  assert.deepEqual(Playbook.fromYaml(YAML).check(), { findings: [] })
  const gap = 'sequences:\n  - {id: general, where: {pending_value: {above: 3000}}}\n'
  const [finding, ...others] = Playbook.fromYaml(`${YAML}\n${gap}`).check().findings
  assert.deepEqual([finding.code, finding.severity, others.length], ['FT-C001', 'error', 0])
  assert.equal(finding.witness.timeline.at(-1).expect.journal_has[0].type, 'enrolled')
  const late = Playbook.fromYaml(YAML).check({ day: '2030-01-01' }).findings
  assert.deepEqual(late.map(({ code }) => code), ['FT-C013'])
  assert.throws(() => Playbook.fromYaml(YAML).check({ day: 'soon' }), { code: 'FT-T003' })
})

test('why, and what next', () => {
  const playbook = Playbook.fromYaml(YAML)
  const followUp = new FollowUp(recipient())
  playbook.handle(followUp, NOW, plan())
  const before = followUp.toJson()
  const explanation = playbook.explain(followUp, new Date('2026-03-02T15:12:00Z'))
  assert.equal(explanation.revision, playbook.revision)
  const [one] = explanation.cases
  assert.deepEqual([one.case_id, one.stands.type], ['tp-1', 'waiting'])
  const deciding = one.gates.find(gate => gate.deciding)
  assert.deepEqual([deciding.gate, deciding.verdict, deciding.changes_at], ['pending_for', 'fails', DAY_1])
  assert.deepEqual(explanation.says, [
    'It is Monday, March 2, 2026, 10:12 AM in New York.',
    'Plan tp-1 was presented today at 10:00 AM and waits.',
    'Its follow-up may begin tomorrow at 10:00 AM at the earliest.',
    'A text goes out tomorrow at 10:00 AM.'
  ])
  assert.equal(followUp.toJson(), before)
  const { journal } = playbook.tick(followUp, one.contact.at)
  assert.deepEqual(journal.filter(entry => entry.type === 'step_sent'), [one.contact])
  const held = playbook.explain(followUp, DAY_1, { holdUntil: '2026-03-09T15:00:00Z' })
  assert.equal(held.wake_at, '2026-03-09T15:00:00Z')
  assert.throws(() => playbook.explain(followUp, 'today'), { code: 'FT-H010' })
})

test('ids that look like numbers keep their order', () => {
  const playbook = Playbook.fromYaml(YAML)
  const followUp = new FollowUp(recipient())
  for (const id of ['b', '7', '10']) playbook.handle(followUp, NOW, plan({ id }, { event_id: `e-${id}` }))
  assert.deepEqual([...followUp.states().keys()], ['10', '7', 'b'])
})

test('small things', () => {
  assert.equal(classify('STOP').intents[0].type, 'opt_out')
  const texts = ['please stop texting me', 'Yes please', '']
  assert.deepEqual(classifyMany(texts), texts.map(classify))
  assert.deepEqual(classifyMany([]), [])
  assert.deepEqual(smsSegments('está'), { encoding: 'UCS-2', units: 4, segments: 1, segment_units: [4] })
  assert.match(tzVersion(), /^20\d\d[a-z]$/)
  assert.ok(errorCodes().includes('FT-H001'))
  const record = { type: 'record_opt_out', contact: '+14045550177', scope: 'all', wording: 'STOP', at: NOW }
  const event = contactRevoked(record, NOW)
  assert.equal(event.type, 'consent')
  assert.equal(event.change, 'revoked')
})

test('what others at the same point hear', () => {
  const playbook = Playbook.fromYaml(YAML).withLinkKeys([KEY])
  const leo = new FollowUp(recipient({ id: 'r-78' }))
  const { followUp: ana, decision: { actions: [send] } } = sent(playbook)
  playbook.handle(leo, NOW, plan())
  const [point] = ana.contactPoints()
  assert.deepEqual([point, ana.hasContactPoint(point), ana.hasContactPoint('+14045550178')], ['+14045550177', true, false])
  const news = newsOf(send, new Date(DAY_1))
  const told = { type: 'receipt', result: 'elsewhere', contact: point, channel: 'sms' }
  assert.deepEqual(news, { contact: point, event: { event_id: `elsewhere:${send.id}`, at: DAY_1, ...told } })
  assert.deepEqual(ana.newsAt(point), [news])
  playbook.handle(leo, DAY_1, news.event)
  assert.deepEqual(playbook.tick(leo, DAY_1).actions, [], 'one was just sent there')

  const stop = { event_id: 'e2', at: DAY_1, type: 'reply', channel: 'sms', from: point, text: 'STOP' }
  const { actions } = playbook.handle(ana, DAY_1, stop)
  const heard = actions.map((action) => newsOf(JSON.stringify(action), DAY_1))
  const record = actions.findIndex(({ type }) => type === 'record_opt_out')
  assert.deepEqual(heard.flatMap((news, i) => news ? [i] : []), [record], 'the confirmation counts toward nothing')
  assert.deepEqual(heard[record], { contact: point, event: contactRevoked(actions[record], DAY_1) })
  playbook.handle(leo, DAY_1, heard[record].event)
  assert.deepEqual([...leo.outcomes()], [['tp-1', 'opted_out']])
  for (const wrong of [{ type: 'sent' }, { type: 'send', id: 'act_1' }, 7, { ...send, to: 1 }]) {
    assert.throws(() => newsOf(wrong, DAY_1), ({ code, path }) => code === 'FT-H001' && path.startsWith('action'))
  }
  assert.throws(() => newsOf(undefined, DAY_1), { code: 'FT-H001' })
  assert.throws(() => newsOf(send, 'today'), { code: 'FT-T003', path: 'at' })
  assert.throws(() => ana.newsAt(undefined), { code: 'FT-H001', path: 'contact' })
})

test('what a text discloses', () => {
  const text = '😀 Smile Implant Center saved your implant plan, $1,250.'
  const found = lintMessage(text, 'sms', { practiceName: 'Smile Implant Center' })
  assert.deepEqual(found.map((finding) => [finding.class, finding.excerpt]), [['procedure', 'implant'], ['amount', '$1,250']])
  for (const { start, end, excerpt } of found) assert.equal(text.slice(start, end), excerpt)
  assert.deepEqual(lintMessage(text, 'detailed', { practiceName: 'Smile Implant Center' }), [])
  assert.deepEqual(lintMessage('your implant', 'sms', { exempt: ['implant'] }), [])
  assert.throws(() => lintMessage(text, 'fax'), { code: 'FT-H001', path: 'form' })
  assert.throws(() => lintMessage(text, 'sms', { practice: 'x' }), { code: 'FT-H001', path: 'names' })
})

test('a payment is exact', () => {
  const schedule = payment('1200.00', '0', 12)
  assert.equal(schedule.payment, '100.00')
  assert.equal(schedule.schedule.length, 12)
  assert.deepEqual(payment('1200', '9.99', 12), payment('1200.00', '9.99', 12, 'half_up'))
  for (const [wrong, path] of [[['1200', '0', 1.5], 'months'], [['1200', '0', -1], 'months'], [['1200', '0', 12, 'down'], 'rounding']]) {
    assert.throws(() => payment(...wrong), { code: 'FT-T005', path })
  }
  for (const [wrong, path] of [[[1200, '0', 12], 'principal'], [['1200', 9.99, 12], 'apr']]) {
    assert.throws(() => payment(...wrong), { code: 'FT-H001', path })
  }
})

test('ESM and CJS are one', () => {
  const cjs = createRequire(import.meta.url)('followthrough')
  const { default: whole, ...names } = esm
  assert.equal(whole, cjs)
  assert.deepEqual(Object.keys(names).sort(), Object.keys(cjs).sort())
  for (const [name, value] of Object.entries(names)) assert.equal(value, cjs[name], name)
})

test('four workers give the same bytes', async () => {
  const code = `
    import { parentPort, workerData } from 'node:worker_threads'
    import { FollowUp, Playbook } from 'followthrough'
    const { yaml, key, recipient, plan, now, later } = workerData
    const playbook = Playbook.fromYaml(yaml).withLinkKeys([key])
    const texts = []
    for (let i = 0; i < 50; i++) {
      const followUp = new FollowUp(recipient)
      texts.push(playbook.handleJson(followUp, now, plan) + playbook.tickJson(followUp, later) + followUp.toJson())
    }
    parentPort.postMessage([...new Set(texts)])`
  const { pathToFileURL, fileURLToPath } = await import('node:url')
  const entry = pathToFileURL(fileURLToPath(new URL('../index.mjs', import.meta.url))).href
  const source = new URL(`data:text/javascript,${encodeURIComponent(code.replace("'followthrough'", JSON.stringify(entry)))}`)
  const workerData = { yaml: YAML, key: KEY, recipient: recipient(), plan: plan(), now: NOW, later: DAY_1 }
  const answers = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(source, { workerData })
    worker.once('message', resolve).once('error', reject)
  })))
  assert.equal(new Set(answers.flat()).size, 1)
})

test('two charts become one', () => {
  const playbook = Playbook.fromYaml(YAML)
  const [kept, gone] = [new FollowUp(recipient()), new FollowUp(recipient({ id: 'r-78' }))]
  const { contacts } = recipient()
  const stop = { event_id: 'e2', at: NOW, type: 'reply', channel: 'sms', from: contacts[0].value, text: 'STOP' }
  const snapshot = { event_id: 'm1', at: NOW, type: 'recipient', recipient: recipient(), merged_from: 'r-78' }
  playbook.handle(gone, NOW, plan())
  playbook.handle(gone, NOW, stop)
  assert.throws(() => playbook.handle(kept, NOW, snapshot), { code: 'FT-H012', path: 'merged_from' })
  const before = gone.toJson()
  kept.merge(gone)
  assert.equal(gone.toJson(), before)
  assert.equal(kept.recipientId, 'r-77')
  assert.deepEqual([...kept.outcomes()], [['tp-1', 'opted_out']])
  assert.deepEqual(playbook.handle(kept, NOW, stop).actions, [], 'seen by the other chart')
  assert.deepEqual(playbook.handle(kept, NOW, snapshot).journal.map(({ type, from }) => [type, from]), [['merged', 'r-78']])
  assert.throws(() => kept.merge(kept), { code: 'FT-H011' })
  assert.throws(() => kept.merge(kept.toJson()), TypeError)
})

test('a case that moved is carried', () => {
  const playbook = Playbook.fromYaml(YAML)
  const { followUp: old } = sent(playbook)
  const moved = new FollowUp(recipient({ id: 'r-78' }))
  assert.throws(() => moved.carry('tp-9', old), { code: 'FT-H002' })
  assert.throws(() => moved.carry(7, old), { code: 'FT-H001' })
  moved.carry('tp-1', old)
  const { wake_at: wakeAt } = playbook.handle(moved, DAY_1, plan())
  const enrolled = playbook.tick(moved, wakeAt)
  assert.deepEqual(enrolled.actions, [], 'hello is done')
  assert.deepEqual(playbook.tick(moved, enrolled.wake_at).journal.map(({ step }) => step), ['details'])
})

test('what is held about a person', () => {
  const { followUp } = sent(Playbook.fromYaml(YAML))
  const held = followUp.exportPerson()
  assert.equal(held.recipient.first_name, 'Ana')
  assert.deepEqual(held.contacts[0].consent, { type: 'granted', at: '2025-11-03T15:00:00Z' })
  assert.equal(held.cases[0].id, 'tp-1')
  assert.equal(held.cases[0].messages[0].step, 'hello')
})
