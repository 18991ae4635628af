// Each error code is reached from Node, by the calls that Rust and Python make too.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import {
  Caseload, FollowUp, FollowthroughError, Importer, Playbook, changes, checkScenario, errorCodes, payment, readExport, readToken, smsSegments
} from 'followthrough'

const folder = new URL('../../core/engine/conformance/codes/', import.meta.url)
const read = (name) => readFileSync(new URL(name, folder), 'utf8')
const corpus = JSON.parse(read('cases.json'))
const camel = (name) => name.replace(/_./g, (two) => two[1].toUpperCase())
const options = (given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value]))

function playbook (call, append = call.append ?? '') {
  const [from, to] = call.replace ?? ['', '']
  const more = append.startsWith('@') ? read(append.slice(1)) : append
  return Playbook.fromYaml(`${corpus.playbook.replace(from, to)}${more}\n`).withLinkKeys(corpus.keys)
}

function presented (changes) {
  const followUp = new FollowUp({ ...corpus.recipient, ...changes })
  playbook({}).handle(followUp, corpus.plan.at, corpus.plan)
  return followUp
}

const calls = {
  playbook,
  check (call) {
    const before = call.before === undefined ? undefined : playbook({}, call.before)
    return playbook(call).check({ day: call.day, before }).findings.map(finding => finding.code)
  },
  handle (call) {
    const under = call.under === undefined ? playbook({}) : Playbook.fromYaml(call.under)
    const followUp = presented()
    for (const event of call.events) under.handle(followUp, event.at, event)
  },
  click_of_another ({ now }) {
    const [send] = playbook({}).tick(presented({ id: 'r-78' }), now).actions
    const click = { event_id: 'e2', at: now, type: 'click', kind: 'landed', token: send.links[0].token }
    playbook({}).handle(presented(), now, click)
  },
  tick: (call) => playbook({}).tick(presented(), call.now),
  load: (call) => FollowUp.fromJson(call.text),
  begin: (call) => new FollowUp(call.recipient),
  caseload (call) {
    const made = new Caseload(playbook({}))
    made.begin(call.begin)
    made.handle(corpus.plan.at, ...call.handle)
  },
  restore: (call) => Caseload.restore(playbook({}), Buffer.from(call.text)),
  read_export (call) {
    const files = { ...(call.files ?? corpus.files) }
    delete files[call.drop]
    for (const [name, text] of Object.entries(call.add ?? {})) files[name] += text
    for (const [name, [from, to]] of Object.entries(call.replace ?? {})) files[name] = files[name].replace(from, to)
    return readExport(call.system ?? corpus.system, files, options(call.options ?? corpus.options)).rejected.map(record => record.code)
  },
  importer (call) {
    const made = new Importer(corpus.system, options(corpus.options))
    for (const name of call.push) made.push(name, corpus.files[name])
    made.finish()
    made.push('provider.csv', '')
  },
  changes: (call) => changes(call.before, call.after),
  read_token: (call) => readToken(call.token, corpus.keys),
  link_keys: (call) => playbook({}).withLinkKeys(call.keys),
  payment: (call) => payment(call.principal, call.apr, call.months),
  sms_segments: (call) => smsSegments(call.text),
  check_scenario: (call) => checkScenario(call.text),
  panic: () => [JSON.parse(createRequire(import.meta.url)('../followthrough.node').panicForTest()).error.code]
}

for (const { code, about, call, but } of corpus.cases) {
  if (but?.node) continue
  test(`${code} is reached: ${about}`, () => {
    let found
    try {
      found = calls[call.do](call)
    } catch (error) {
      if (!(error instanceof FollowthroughError)) throw error
      found = error.errors.map(problem => problem.code)
    }
    assert.ok(Array.isArray(found) && found.includes(code), String(found))
  })
}

test('each code has a case', () => {
  assert.deepEqual(corpus.cases.map(one => one.code).sort(), errorCodes().sort())
})
