// Put it into my transaction.

import { FollowUp, FollowthroughError, Playbook } from 'followthrough'
import Database from 'libsql' // better-sqlite3 takes the same calls
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE)
const db = new Database(':memory:')
db.exec(`
create table follow_up (recipient text primary key, state text not null, wake_at text);
create table outbox (id text primary key, recipient text not null, body text not null, done_at text);
create table journal (recipient text not null, entry text not null);
`)
db.prepare("insert into follow_up values ('r-77', ?, null)").run(new FollowUp(ANA).toJson())

// docs: call
/** @type {(recipient: string) => FollowUp} */
function load (recipient) {
  /** @type {any} */
  const row = db.prepare('select state from follow_up where recipient = ?').get(recipient) // for update
  return FollowUp.fromJson(row.state)
}

/** One call, and all that it brings, in one transaction. Without an event time passes.
 * @type {(now: string, recipient: string, event?: import('followthrough').Event | string) => void} */
const hear = db.transaction((now, recipient, event) => {
  const followUp = load(recipient)
  const decision = event ? playbook.handle(followUp, now, event) : playbook.tick(followUp, now)
  db.prepare('update follow_up set state = ?, wake_at = ? where recipient = ?')
    .run(followUp.toJson(), decision.wake_at ?? null, recipient)
  const write = db.prepare('insert or ignore into outbox (id, recipient, body) values (?, ?, ?)')
  for (const action of decision.actions) write.run(action.id, recipient, JSON.stringify(action))
  const note = db.prepare('insert into journal values (?, ?)')
  for (const entry of decision.journal) note.run(recipient, JSON.stringify(entry))
}).immediate // nobody else reads this row until the commit
// docs: end

// docs: send
/** After the commit, by a worker. A crash before the last line sends again, under the same id.
 * @type {(now: string, gateway: (id: string, action: any) => void) => void} */
function deliver (now, gateway) {
  /** @type {any[]} */
  const open = db.prepare('select id, recipient, body from outbox where done_at is null').all()
  for (const { id, recipient, body } of open) {
    const action = JSON.parse(body)
    if (action.type === 'send' && playbook.mayStillSend(load(recipient), id, now).type === 'no') continue
    gateway(id, action)
    db.prepare('update outbox set done_at = ? where id = ?').run(now, id)
  }
}
// docs: end

/** @type {(table: string) => number} */
const count = table => Number(Object(db.prepare(`select count(*) as n from ${table}`).get()).n)

hear('2026-03-02T15:00:00Z', 'r-77', PRESENTED)
try {
  hear('2026-03-02T15:00:00Z', 'r-77', JSON.stringify({ ...PRESENTED, event_id: 'e2', plan: {} }))
} catch (error) {
  if (!(error instanceof FollowthroughError)) throw error
  console.log(error.code, error.path, 'and nothing is stored')
}
hear('2026-03-03T15:00:00Z', 'r-77')
console.log(count('outbox'), 'action,', count('journal'), 'entries')
for (let i = 0; i < 2; i++) {
  deliver('2026-03-03T15:00:05Z', (id, action) => console.log('to the gateway:', action.step))
}
