// What `tsc --strict` refuses: a key or a word that nobody knows, wherever it stands. Each mistake is expected, so that a type
// that lets one pass fails. scripts/typed.sh compiles it; nothing runs it.
import {
  Caseload, FollowUp, Playbook, changes, classify, contactRevoked, deferredInterest, lintCommercialEmail, monthlyReport, payment, replay, simulate, smsSegments
} from 'followthrough'
import type * as Hand from 'followthrough'
import type { Event, ImportOptions, Intent, PersonExport, ReplayLine } from 'followthrough'
import type * as Rust from './node_modules/followthrough/types.js'

const [at, event_id] = [new Date(), 'e1']
const patient = { id: 'p-77' }
const playbook = Playbook.fromYaml('')
const followUp = new FollowUp({ id: 'r-77' })

// As it should be: all of it is taken.
export const right: Event[] = [
  { event_id, at, type: 'plan', plan: { id: 'tp-1', patient, procedures: [{ id: 'pr-1', fee: '1.00', status: 'planned' }] } },
  { event_id, at, type: 'reply', channel: 'sms', from: '+14045550177', text: 'yes' },
  { event_id, at, type: 'receipt', action_id: 'a', result: 'failed', class: 'permanent' },
  { event_id, at, type: 'staff', outcome: 'booked', task_id: 't' },
  contactRevoked({ contact: '+14045550177', scope: 'all', at }, at)
]

// A key of what goes in may be there without a value, also with exactOptionalPropertyTypes.
const [maybe, yes]: [string | undefined, boolean | undefined] = [process.env['NAME'], process.env['NAME'] === 'yes' || undefined]
new FollowUp({ id: 'r-77', first_name: maybe, contacts: [{ kind: 'mobile', value: '+14045550177', consent: { type: 'granted', how: maybe } }] })
playbook.handle(followUp, at, { event_id, at, type: 'plan', plan: { id: 'tp-1', patient: { id: 'p-77', birth_date: maybe }, location: maybe, procedures: [] } })
playbook.handle(followUp, at, { event_id, at, type: 'plan_gone', plan_id: 'tp-1', moved_to: maybe })
playbook.tick(followUp, at, { confirmLeap: yes })
new Caseload(playbook).handleTable(at, new Uint8Array(), { begin: yes })
monthlyReport('', '', { month: maybe, costs: { email: maybe } })
simulate(playbook, {}, { from: maybe })
lintCommercialEmail({ subject: maybe })

// What nothing is made of.
// @ts-expect-error
new FollowUp({ id: 'r-77', contacts: [{ kind: 'mobile', value: '+14045550177', consent: { type: 'unknown', how: 'form' } }] })
// @ts-expect-error
new FollowUp({ id: 'r-77', contacts: [{ kind: 'email', value: 'a@example.com', consent: { type: 'denied', unencrypted_detail: true } }] })
// @ts-expect-error
Playbook.fromJson({ followthrough: 1, practise: {} })

// Keys of an event.
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'reply', channel: 'sms', from: '+14045550177', txt: 'yes' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'reply', channel: 'sms', from: '+14045550177', text: 'yes', urgent: true })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, att: at, type: 'plan_gone', plan_id: 'tp-1' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'plan_gone', plan_id: 'tp-1', moved: 'r-78' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'plan', plan: { id: 'tp-1', patient, procedures: [{ id: 'pr-1', fees: '1.00', status: 'planned' }] } })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'plan', plan: { id: 'tp-1', patient: { id: 'p-77', name: 'Ana' }, procedures: [] } })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'appointment', appointment: { id: 'a-1', status: 'scheduled', start: at } })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'history', sends: [{ channel: 'sms', to: '+14045550177', at, case: 'tp-1' }] })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'recipient', recipient: { id: 'r-77', contacts: [{ kind: 'mobile', value: '+14045550177', consents: { type: 'granted' } }] } })

// Words of closed lists, and values of another kind.
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'replied', channel: 'sms', from: '+14045550177', text: 'yes' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'staff', outcome: 'done' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'receipt', action_id: 'a', result: 'failed' })
// @ts-expect-error
playbook.handle(followUp, at, { event_id, at, type: 'plan', plan: { id: 'tp-1', patient, procedures: [{ id: 'pr-1', fee: 1, status: 'planned' }] } })

// Options.
// @ts-expect-error
playbook.tick(followUp, at, { facts_as_of: at })
// @ts-expect-error
playbook.check({ days: '2027-01-31' })
// @ts-expect-error
new Caseload(playbook).advance(at)
// @ts-expect-error
new Caseload(playbook).handleMany(at, [{ recipients: 'r-77', event: '{}' }])
// @ts-expect-error
payment(100, '0.1', 12)
// @ts-expect-error
payment('100.00', '0.1', 12, 'half_down')
// @ts-expect-error
deferredInterest('100.00', '0.1', '12', [])
// @ts-expect-error
smsSegments(5)
// @ts-expect-error
contactRevoked({ contact: '+14045550177', scope: 'calls', at }, at)
// @ts-expect-error
simulate(playbook, {}, { day: 30 })
// @ts-expect-error
replay({ scenario: 'a', timelines: [] })
// @ts-expect-error
replay({ scenario: 'a', timeline: [{ at, expect: { send: 1 } }] })
// @ts-expect-error
export const options: ImportOptions = { timezone: 'none' }

// Keys of answers.
// @ts-expect-error
export const intent = classify('yes').intent
// @ts-expect-error
export const encoding: 'ASCII' = smsSegments('yes').encoding
// @ts-expect-error
export const total = payment('100.00', '0.1', 12).total
// @ts-expect-error
export const interest = deferredInterest('100.00', '0.1', 12, []).interest
// @ts-expect-error
export const phone = followUp.exportPerson().recipient.phone
// @ts-expect-error
export const fate: 'sent' | undefined = followUp.exportPerson().cases[0]?.messages[0]?.fate
// @ts-expect-error
export const scope = contactRevoked({ contact: '+14045550177', scope: 'all', at }, at).scope
// @ts-expect-error: a line may be a refusal
export const decision = replay('')[0]!.decision

// Words tell the kinds apart.
export function until (intent: Intent, line: ReplayLine, person: PersonExport): unknown[] {
  const [first] = person.cases
  return [
    intent.type === 'not_now' ? intent.until : undefined,
    'decision' in line ? line.decision.actions : line.error.code,
    first?.state.type === 'closed' ? first.state.outcome : undefined,
    first?.subject.kind === 'plan' ? first.subject.plan.procedures[0]?.fee : first?.subject.due.due_on
  ]
}

// What index.d.ts has by hand, since a Date may stand there, has the keys that the Rust types have, and no other.
type Keys<Value> = Value extends unknown ? keyof Value : never
type Differ<Here, There> = Exclude<Keys<Here>, Keys<There>> | Exclude<Keys<There>, Keys<Here>>
type OfType<Name> = Differ<Extract<Event, { type: Name }>, Extract<Rust.Event, { type: Name }>>
type Differing =
  | Differ<Hand.Appointment, Rust.Appointment> | Differ<Hand.Contact, Rust.Contact> | Differ<Hand.Consent, Rust.Consent>
  | Differ<Hand.News, Rust.News> | Differ<Hand.Patient, Rust.Patient> | Differ<Hand.Plan, Rust.Plan>
  | Differ<Hand.Procedure, Rust.Procedure> | Differ<Hand.Recipient, Rust.Recipient> | Differ<Hand.Subject, Rust.Subject>
  | Differ<Hand.PastSend, Rust.PastSend> | Differ<Hand.PastOptOut, Rust.PastOptOut>
  | Differ<Hand.ContactRevoked, Rust.ConsentEvent> | Exclude<Rust.Event['type'], Event['type']>
  | { [Name in Event['type']]: OfType<Name> }[Event['type']]
export const differing: [Differing] extends [never] ? 'nothing' : Differing = 'nothing'

// What `changes` gives goes in as it is.
export const handled = new Caseload(playbook).handleMany(at, changes(undefined, '').events)
