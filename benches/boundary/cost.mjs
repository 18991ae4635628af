// What the calls of main.rs cost from Node, in nanoseconds as one line of JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { Caseload, FollowUp, Playbook, tzVersion } = createRequire(import.meta.url)(process.env.FOLLOWTHROUGH ?? '../../bindings-node')
const { tableFromArrays, tableToIPC } = createRequire(new URL('../../bindings-node/index.js', import.meta.url))('apache-arrow')
const [NOW, DAY_1, MANY] = ['2026-03-02T15:00:00Z', '2026-03-03T15:00:00Z', 1_000]
const numbers = Array.from({ length: MANY }, (_, n) => n)
const playbook = Playbook.fromYaml(readFileSync(new URL('practice.yaml', import.meta.url), 'utf8'))
const people = numbers.map(n => ({
  id: `r-${n}`,
  time_zone: 'America/New_York',
  state: 'GA',
  contacts: [{ kind: 'mobile', value: `+1404555${String(n).padStart(4, '0')}`, consent: { type: 'granted', at: '2025-11-03T15:00:00Z' } }]
}))
const events = numbers.map(n => ({
  event_id: `e-${n}`,
  at: NOW,
  type: 'plan',
  plan: {
    id: `tp-${n}`,
    patient: { id: `p-${n}`, first_name: 'Ana' },
    presented_at: NOW,
    status: 'presented',
    procedures: [{ id: `pr-${n}`, code: 'D7210', fee: '2400.00', status: 'planned' }]
  }
}))
const stored = people.map(person => new FollowUp(person).toJson())
const caseload = new Caseload(playbook)
caseload.begin(people)
const snapshot = caseload.snapshot()
const inbox = events.map((event, n) => [`r-${n}`, event])
// The bytes lie ready, as they do where a table comes from elsewhere.
const table = tableToIPC(tableFromArrays({ recipient: inbox.map(([id]) => id), event: events.map(event => JSON.stringify(event)) }), 'stream')
caseload.handleMany(NOW, inbox)
const due = caseload.snapshot()
if (caseload.advance(DAY_1, 2 * MANY).answers.length !== MANY) throw new Error('not all are due')
const restored = (bytes) => () => Caseload.restore(playbook, bytes)

function fastest (prepare, call, times = 15) {
  let best = Infinity
  for (let i = 0; i < times; i++) {
    const given = prepare()
    // The process's own work, that of the garbage collector's threads in it.
    const began = process.cpuUsage()
    call(given)
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) * 1_000)
  }
  return Math.round(best / MANY)
}

console.log(JSON.stringify({
  trivial: fastest(() => {}, () => { for (let i = 0; i < MANY; i++) tzVersion() }),
  handle: fastest(() => stored.map(text => FollowUp.fromJson(text)), (followUps) => {
    followUps.forEach((followUp, n) => playbook.handle(followUp, NOW, events[n]))
  }),
  'batch of 1,000, each': fastest(restored(snapshot), (one) => one.handleMany(NOW, inbox)),
  'table of 1,000, each': fastest(restored(snapshot), (one) => one.handleTable(NOW, table)),
  'due of 1,000, each': fastest(restored(due), (one) => one.advance(DAY_1, MANY)),
  'due in a table, each': fastest(restored(due), (one) => one.advanceTable(DAY_1, MANY))
}))
