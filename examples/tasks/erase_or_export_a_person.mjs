// Erase or export a person.

import { Playbook, contactRevoked } from 'followthrough'
/** @import { Action, Event, FollowUp, Recipient } from 'followthrough' */
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE)
const followUps = new Map([['r-77', playbook.begin(ANA)]])
/** @typedef {Action & { recipient: string }} Row */
/** @type {Row[]} */
let outbox = []
/** @type {Array<Row & { type: 'record_opt_out' }>} */
const suppressed = []

/** @type {(recipient: string) => FollowUp} */
function of (recipient) {
  const followUp = followUps.get(recipient)
  if (!followUp) throw new Error('nobody')
  return followUp
}

/** @type {(recipient: string, now: string, event: Event) => void} */
function hear (recipient, now, event) {
  for (const action of playbook.handle(of(recipient), now, event).actions) {
    if (action.type === 'record_opt_out') suppressed.push({ recipient, ...action })
    else outbox.push({ recipient, ...action })
  }
}

hear('r-77', PRESENTED.at, PRESENTED)
/** @type {Event & { at: string }} */
const stop = { event_id: 'e2', at: '2026-03-04T16:00:00Z', type: 'reply', channel: 'sms', from: '+14045550177', text: 'STOP' }
hear('r-77', stop.at, stop)

// docs: export
/** All that is held about a person, for the person to read. As confidential as the state.
 * @param {string} recipient */
function exportPerson (recipient) {
  const held = of(recipient)
  return {
    follow_up: held.exportPerson(),
    outbox: outbox.filter(action => action.recipient === recipient),
    opt_outs: suppressed.filter(record => held.hasContactPoint(record.contact))
  }
}
// docs: end

// docs: erase
/** The suppression list stays, and so does the journal for six years: it holds ids and no more.
 * @param {string} recipient */
function erase (recipient) {
  followUps.delete(recipient)
  outbox = outbox.filter(action => action.recipient !== recipient)
}

/** Somebody new, or somebody who comes back with the next export: the STOP of before holds.
 * @type {(person: Recipient, now: string) => void} */
function begin (person, now) {
  const followUp = playbook.begin(person)
  followUps.set(person.id, followUp)
  for (const point of followUp.contactPoints()) {
    for (const record of [...suppressed]) {
      const everything = record.recipient === person.id && record.scope === 'all'
      if (everything || record.contact === point) {
        hear(person.id, now, contactRevoked({ ...record, contact: point }, record.at))
      }
    }
  }
}
// docs: end

const held = exportPerson('r-77')
/** @type {any} */
const found = held.follow_up.cases[0]
console.log(Object.entries(held).filter(([, part]) => Object.keys(part).length).map(([key]) => key).sort().join(' '), found.state.outcome)
erase('r-77')
console.log(followUps.size, 'people,', suppressed.length, 'opt-out')
begin(ANA, '2026-03-05T06:00:00Z')
for (const contact of playbook.explain(of('r-77'), '2026-03-05T06:00:00Z').contacts) {
  console.log(contact.kind, contact.consent)
}
