// What any host does, whatever its framework: one transaction for each call, an outbox, a worker.
//
// Nothing here looks at a clock: the moment is handed in as text, so that a test lives through weeks in a second.

import { readFileSync } from 'node:fs'
import { FollowthroughError, FollowUp, Playbook, classify, contactRevoked, newsOf } from 'followthrough'
// SQLite with its library in the package. better-sqlite3, and node:sqlite of Node 22, take the same calls.
import Database from 'libsql'

/** @import { ChangeTotal, CheckFinding, Decision, LinkKey } from 'followthrough' */
/**
 * Takes the type of an action, its id and what it says; whether it was taken.
 * @typedef {(type: string, id: string, action: any) => Promise<boolean>} Post
 */

const SCHEMA = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8')
const LEAVES = "type in ('send', 'alert', 'tell_practice_system')"
const OPEN = 'done_at is null and cancelled_at is null and left_out is null'

/** Somebody, or something, that is not in the tables. */
export class Nobody extends Error {}

/** @param {string} path */
export function connect (path) {
  const db = new Database(path)
  db.exec(`pragma busy_timeout = 10000; pragma journal_mode = wal; ${SCHEMA}`)
  return db
}

/** The service's hold on the tables. A call is one piece of synchronous work, so one host serves the whole process. */
export class Host {
  /** @type {Map<string, Playbook>} */
  #compiled = new Map()

  /** @param {any} db
   * @param {LinkKey[]} keys */
  constructor (db, keys) {
    this.db = db
    this.keys = keys
  }

  /** @template T
   * @param {() => T} work
   * @returns {T} */
  transaction (work) {
    // SQLite has one writer at a time, so this locks everybody. With rows to lock, lock that of the person.
    this.run('begin immediate')
    try {
      const given = work()
      this.run('commit')
      return given
    } catch (error) {
      if (this.db.inTransaction) this.run('rollback')
      throw error
    }
  }

  /** @param {string} sql
   * @param {...any} values */
  run (sql, ...values) { return this.db.prepare(sql).run(...values) }
  /** @param {string} sql
   * @param {...any} values */
  all (sql, ...values) { return this.db.prepare(sql).all(...values) }
  /** @param {string} sql
   * @param {...any} values */
  get (sql, ...values) { return this.db.prepare(sql).get(...values) }

  /** @param {string} document */
  compile (document) {
    const known = this.#compiled.get(document) ?? Playbook.fromYaml(document).withLinkKeys(this.keys)
    this.#compiled.set(document, known)
    return known
  }

  playbook () {
    return this.compile(this.get('select document from playbook order by n desc limit 1').document)
  }

  /** What goes with every moment: `holdUntil` and `factsAsOf`, where they are set. */
  known () {
    const set = Object.fromEntries(this.all('select key, value from setting').map((/** @type {any} */ row) => [row.key, row.value]))
    return { holdUntil: set.hold_until, factsAsOf: set.facts_as_of }
  }

  /** A person's follow-up; a `recipient` event begins that of somebody new.
   * @param {string} recipient
   * @param {Playbook} [playbook]
   * @param {any} [event] */
  load (recipient, playbook, event) {
    const row = this.get('select state from follow_up where recipient = ?', recipient)
    if (row) return FollowUp.fromJson(row.state)
    if (playbook && event?.type === 'recipient') return playbook.begin(event.recipient ?? {})
    throw new Nobody(recipient)
  }

  // Something happened, or time has passed

  /** Takes in what happened to a person; `null` lets time pass. What the engine refuses is put aside.
   * @param {string} now
   * @param {string} recipient
   * @param {any} event */
  hear (now, recipient, event) {
    try {
      return this.transaction(() => this.call(now, recipient, event))
    } catch (error) {
      if (!(error instanceof FollowthroughError)) throw error
      if (error.code === 'FT-H004') this.endTask(now, event.task_id) // over already: off the list
      else this.putAside(now, recipient, error.code, event)
      throw error
    }
  }

  /** The call itself, and those of everybody who hears of it at a shared phone or address.
   * @param {string} now
   * @param {string} recipient
   * @param {any} event */
  call (now, recipient, event) {
    const [playbook, known] = [this.playbook(), this.known()]
    /** @type {Decision[]} */
    const answers = []
    /** @type {Array<[string, any]>} */
    const waiting = [[recipient, event]]
    for (const [who, what] of waiting) { // grows while it is walked through
      const followUp = this.load(who, playbook, what)
      const decision = what ? playbook.handle(followUp, now, what, known) : playbook.tick(followUp, now, known)
      if (what?.task_id) this.endTask(now, what.task_id)
      waiting.push(...this.keep(now, followUp, decision))
      answers.push(decision)
    }
    return /** @type {Decision} */ (answers[0])
  }

  /** Writes what a call brought. Who else has to hear what: pairs of a person and an event.
   * @param {string} now
   * @param {FollowUp} followUp
   * @param {Decision} decision */
  keep (now, followUp, decision) {
    const who = followUp.recipientId
    /** @type {Array<[string, any]>} */
    const news = []
    this.run('insert or replace into follow_up values (?, ?, ?)', who, followUp.toJson(), decision.wake_at ?? null)
    for (const entry of decision.journal) {
      this.run('insert into journal (recipient, at, entry) values (?, ?, ?)', who, entry.at, JSON.stringify(entry))
    }
    for (const action of decision.actions) {
      this.write(now, who, action)
      const heard = newsOf(action, now)
      if (heard) for (const other of this.others(heard.contact, who)) news.push([other, heard.event])
    }
    for (const point of followUp.contactPoints()) {
      if (this.run('insert or ignore into contact values (?, ?)', point, who).changes === 0) continue
      // New here: what happened at this point before is news to this person.
      for (const other of this.others(point, who)) {
        for (const heard of this.load(other).newsAt(point)) news.push([who, heard.event])
      }
      const told = "select scope, at from suppressed where point = ? or (recipient = ? and scope = 'all')"
      for (const { scope, at } of this.all(told, point, who)) {
        news.push([who, contactRevoked({ contact: point, scope, at }, at)])
      }
    }
    return news
  }

  /** @param {string} now
   * @param {string} who
   * @param {any} action */
  write (now, who, action) {
    if (action.type === 'cancel') {
      this.run(`update outbox set cancelled_at = ? where ${OPEN} and (id = ? or task_id =
        (select task_id from outbox where id = ?))`, now, action.action_id, action.action_id)
      this.run('delete from suppressed where id = ?', action.action_id)
    } else if (action.type === 'record_opt_out') {
      this.run('insert or ignore into suppressed values (?, ?, ?, ?, ?)',
        action.id, who, action.contact, action.scope, action.at)
    } else {
      this.run('insert or ignore into outbox (id, recipient, type, task_id, body, at) values (?, ?, ?, ?, ?, ?)',
        action.id, who, action.type, action.task_id ?? null, JSON.stringify(action), now)
      for (const link of action.links ?? []) this.run('insert or ignore into link values (?, ?)', link.token, who)
    }
  }

  /** @param {string} now
   * @param {string} taskId */
  endTask (now, taskId) {
    this.run(`update outbox set done_at = ? where ${OPEN} and task_id = ?`, now, taskId)
  }

  /** @param {string} now
   * @param {string | null} recipient
   * @param {string | null} code
   * @param {any} event */
  putAside (now, recipient, code, event) {
    const said = [recipient, code, JSON.stringify(event)]
    this.run(`insert into aside (at, recipient, code, event) select ?, ?, ?, ? where not exists
      (select 1 from aside where recipient is ? and code is ? and event = ?)`, now, ...said, ...said)
  }

  // Whose it is

  /** @param {string} point
   * @param {string} who */
  others (point, who) {
    const rows = this.all('select recipient from contact where point = ? and recipient <> ? order by 1', point, who)
    return rows.map((/** @type {any} */ row) => row.recipient)
  }

  /** Whose reply it is: of those who have the point, the one whom we wrote to last.
   * @param {string} point */
  writer (point) {
    const sent = "type = 'send' and cancelled_at is null and left_out is null and json_extract(body, '$.to') = ?"
    const last = this.get(`select recipient from outbox where ${sent} order by n desc limit 1`, point)
    return (last ?? this.get('select min(recipient) as recipient from contact where point = ?', point)).recipient
  }

  /** @param {string} column
   * @param {string} table
   * @param {string} value */
  of (column, table, value) {
    const row = this.get(`select recipient from ${table} where ${column} = ?`, value)
    if (!row) throw new Nobody(value)
    return row.recipient
  }

  /** A reply from a number nobody has: a stop counts all the same, everything else is for a person to read.
   * @param {string} now
   * @param {any} event */
  stranger (now, event) {
    if (classify(event.text).intents.some(intent => intent.type === 'opt_out')) {
      const id = `stranger ${event.event_id}`
      this.run("insert or ignore into suppressed values (?, null, ?, 'all', ?)", id, event.from, now)
    }
    this.putAside(now, null, null, event)
  }

  // The worker

  /** Lets time pass for all who are due, the earliest first.
   * @param {string} now */
  tick (now) {
    for (const row of this.all('select recipient from follow_up where wake_at <= ? order by wake_at, recipient', now)) {
      try {
        this.hear(now, row.recipient, null)
      } catch (error) {
        // Put aside, or erased since: nobody else waits for it.
        if (!(error instanceof FollowthroughError || error instanceof Nobody)) throw error
      }
    }
  }

  /** Hands the outbox over. `post(type, id, body)` says whether it was taken; it is asked again until it was.
   * @param {string} now
   * @param {Post} post */
  async deliver (now, post) {
    /** @type {(n: number) => any} */
    const next = n => this.get(`select * from outbox where ${LEAVES} and ${OPEN} and n > ? order by n limit 1`, n)
    for (let row = next(0); row; row = next(row.n)) {
      const action = JSON.parse(row.body)
      if (row.type === 'send') {
        const verdict = this.verdict(row, now)
        if (verdict.type === 'no') {
          if (!['braked', 'stale_facts'].includes(verdict.reason)) { // those two may turn to yes
            this.run('update outbox set left_out = ? where n = ?', verdict.reason, row.n)
          }
          continue
        }
        action.expires_at = verdict.until
      }
      if (await post(row.type, row.id, action)) this.run('update outbox set done_at = ? where n = ?', now, row.n)
    }
  }

  /** @param {any} row
   * @param {string} now
   * @returns {any} */
  verdict (row, now) {
    try {
      return this.playbook().mayStillSend(this.load(row.recipient), row.id, now, this.known())
    } catch (error) {
      if (!(error instanceof Nobody)) throw error
      return { type: 'no', reason: 'erased' }
    }
  }

  /** @param {string} now
   * @param {Post} post */
  async work (now, post) {
    this.tick(now)
    await this.deliver(now, post)
  }

  // The practice's people

  /** What staff have to do: of each task the highest level.
   * @param {string | undefined} [role] */
  tasks (role) {
    const rows = this.all(`select max(n), body from outbox where type = 'prompt' and ${OPEN} group by task_id order by 1`)
    return rows.map((/** @type {any} */ row) => JSON.parse(row.body)).filter((/** @type {any} */ task) => role === undefined || task.role === role)
  }

  /** Puts another revision in force, unless it has errors; what it changes for whom. Everybody is ticked next.
   * @param {string} now
   * @param {string} document */
  publish (now, document, dry = false) {
    const next = this.compile(document)
    /** @type {Array<Omit<CheckFinding, 'witness'>>} */
    let findings = []
    /** @type {ChangeTotal[]} */
    let totals = []
    const force = this.transaction(() => {
      if (this.get('select 1 from playbook')) {
        const before = this.playbook()
        const everybody = this.all('select state from follow_up').map((/** @type {any} */ row) => FollowUp.fromJson(row.state))
        findings = next.check({ before }).findings.map(({ witness, ...found }) => found)
        totals = before.previewChange(next, everybody, now, this.known()).totals
      }
      if (dry || findings.some(found => found.severity === 'error')) return false
      this.run('insert into playbook (at, document) values (?, ?)', now, document)
      this.run('update follow_up set wake_at = ?', now)
      return true
    })
    return { revision: next.revision, in_force: force, findings, totals }
  }

  /** All that is held about a person.
   * @param {string} recipient */
  export (recipient) {
    /** @type {(column: string, table: string) => any[]} */
    const rows = (column, table) => this.all(`select ${column} as held from ${table} where recipient = ? order by n`, recipient)
    return {
      follow_up: this.load(recipient).exportPerson(),
      outbox: rows('body', 'outbox').map(row => JSON.parse(row.held)),
      journal: rows('entry', 'journal').map(row => JSON.parse(row.held)),
      opt_outs: this.all(`select point, scope, at from suppressed where point in
        (select point from contact where recipient = ?) order by at`, recipient)
    }
  }

  /** Forgets a person, but for opt-outs and the journal, which the law makes us keep.
   * @param {string} recipient */
  erase (recipient) {
    this.transaction(() => {
      this.load(recipient)
      for (const table of ['follow_up', 'contact', 'outbox', 'link', 'aside']) {
        this.run(`delete from ${table} where recipient = ?`, recipient)
      }
    })
  }
}
