// A whole practice in one object. Two people share a phone; one of them writes STOP after a restart.
import { readFileSync } from 'node:fs'
import { Caseload, Playbook } from 'followthrough'
/** @import { Answer, Contact, Event } from 'followthrough' */

const practice = readFileSync(new URL('practice.yaml', import.meta.url), 'utf8')
const DAY = 86_400_000
/** @type {(instant: Date, ms: number) => Date} */
const after = (instant, ms) => new Date(instant.getTime() + ms)
/** @type {(instant: Date) => string} */
const at = (instant) => instant.toISOString().replace('.000', '')

/** A host writes the actions, the journal and the caseload here, in one transaction.
 * @type {(now: Date, answers: Answer[]) => void} */
function store (now, answers) {
  for (const { recipient, actions } of answers) {
    for (const { type } of actions) console.log(at(now), recipient, type)
  }
}

let now = new Date('2026-03-02T15:00:00Z')
/** @type {Contact} */
const phone = { kind: 'mobile', value: '+14045550177', consent: { type: 'granted', at: '2025-11-03T15:00:00Z' } }
const people = ['r-1', 'r-2'].map((id) => ({ id, time_zone: 'America/New_York', contacts: [phone] }))
/** @type {(id: string) => Event} */
const plan = (id) => ({
  event_id: `plan-${id}`,
  at: now,
  type: 'plan',
  plan: {
    id: `tp-${id}`,
    patient: { id: `p-${id}` },
    presented_at: now,
    procedures: [{ id: `pr-${id}`, code: 'D7210', fee: '2400.00', status: 'planned' }]
  }
})
const inbox = ['1', '2'].map((id) => ({ recipient: `r-${id}`, event: plan(id) }))

// docs: begin
const playbook = Playbook.fromYaml(practice)
let caseload = new Caseload(playbook)
store(now, caseload.begin(people)) // one, or an array: all of them or none
// docs: end

// docs: events
for (const [i, handled] of caseload.handleMany(now, inbox).entries()) {
  if (handled.type === 'answers') store(now, handled.answers)
  else console.log(inbox[i]?.recipient, handled.error.code)
}
// docs: end

// docs: agenda
for (const item of caseload.agenda(now, after(now, 2 * DAY))) {
  if (item.type === 'send') console.log(item.at, item.recipient, 'will get', item.step)
  else console.log(item.at, item.role, 'will be asked about', item.recipient)
}
// docs: end

const until = after(now, 4 * DAY)
// docs: loop
for (let wakeAt = caseload.nextWake(); wakeAt && wakeAt < until; wakeAt = caseload.nextWake()) {
  now = wakeAt // a host sleeps until then, or until something happens, and looks at its clock
  for (let more = true; more;) {
    const piece = caseload.advance(now, 500)
    store(now, piece.answers)
    more = piece.more
  }
}
// docs: end

// docs: restart
const snapshot = caseload.snapshot()
caseload = Caseload.restore(playbook, snapshot)
// docs: end

now = after(now, 3_600_000)
/** @type {Event} */
const stop = { event_id: 'm-1', at: now, type: 'reply', channel: 'sms', from: '+14045550177', text: 'STOP' }
store(now, caseload.handle(now, 'r-1', stop))
const revised = `${practice}limits: {per_week: 1}\n`

// docs: publish
const answers = caseload.publish(Playbook.fromYaml(revised), now)
store(now, answers)
// docs: end

const ahead = caseload.agenda(now, after(now, 90 * DAY))
console.log(ahead.filter(({ type }) => type === 'send').length, 'more messages')
