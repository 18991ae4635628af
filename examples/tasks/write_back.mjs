// Write back to the practice system.

import { FollowUp, Playbook } from 'followthrough'
/** @import { Action, Decision, Event } from 'followthrough' */
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE)
const ana = new FollowUp(ANA)
/** @typedef {Action & { type: 'tell_practice_system' }} Tell */
/** @type {Map<string, Tell>} */
const outbox = new Map()

// docs: words
const NOTES = {
  re_engaged: 'wants to come in after our message',
  followed_up: 'was followed up, no answer',
  declined: 'does not want this treatment',
  opted_out: 'asked not to be contacted'
}

/** Carries out one `tell_practice_system`. The id keeps a repeat from writing the note twice.
 * @type {(action: Tell, chart: Map<string, string>) => void} */
function writeBack (action, chart) {
  const about = action.plan_id ?? `${action.subject_kind} ${action.subject_id}`
  if (!chart.has(action.id)) chart.set(action.id, `${about}: ${NOTES[action.status]}`)
}
// docs: end

// docs: outbox
/** @type {(decision: Decision) => void} */
function store (decision) {
  for (const action of decision.actions) {
    if (action.type === 'tell_practice_system') outbox.set(action.id, action)
    else if (action.type === 'cancel') outbox.delete(action.action_id) // not carried out yet: an undo, say
  }
}
// docs: end

/** @type {(id: string, at: string, text: string) => Decision} */
function reply (id, at, text) {
  return playbook.handle(ana, at, { event_id: id, at, type: 'reply', channel: 'sms', from: '+14045550177', text })
}

playbook.handle(ana, PRESENTED.at, PRESENTED)
playbook.tick(ana, '2026-03-03T15:00:00Z')
store(reply('e2', '2026-03-03T18:00:00Z', 'yes'))
/** @type {Event & { at: string }} */
const undo = { event_id: 'e3', at: '2026-03-03T18:05:00Z', type: 'staff', case_id: 'tp-1', outcome: 'undo' }
store(playbook.handle(ana, undo.at, undo))
console.log(outbox.size, 'to write after the undo')
store(reply('e4', '2026-03-03T19:00:00Z', 'STOP'))
/** @type {Map<string, string>} */
const chart = new Map()
for (const action of [...outbox.values(), ...outbox.values()]) writeBack(action, chart)
for (const note of chart.values()) console.log(note)
