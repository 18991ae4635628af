// Drive it from a nightly export.

import { readFileSync } from 'node:fs'
import { Playbook, changes, readExport } from 'followthrough'
/** @import { Decision, FollowUp, Imported, StoredExport } from 'followthrough' */
import { PRACTICE } from './shared.mjs'

/** @type {(name: string) => Buffer} */
const table = name => readFileSync(new URL(`export/${name}.csv`, import.meta.url))

// docs: read
/** What the practice said once about its system; `exportQuestions` lists what is to be asked.
 * @type {(procedures: string, asOf: string) => Imported} */
function readNight (procedures, asOf) {
  const files = {
    'patient.csv': table('patient'), 'procedurecode.csv': table('procedurecode'), 'procedurelog.csv': table(procedures)
  }
  return readExport('open_dental', files, { presented: 'charted', timeZone: 'America/New_York', asOf })
}
// docs: end

const playbook = Playbook.fromYaml(PRACTICE)
/** @type {Map<string, FollowUp>} */
const people = new Map()

// docs: take in
/** One night: what changed since the export that was taken in last, then time. Returns what to keep for the next one.
 * @type {(before: StoredExport | undefined, exported: Imported, now: string) => StoredExport} */
function takeIn (before, exported, now) {
  const options = { factsAsOf: exported.at }
  const news = changes(before, exported)
  if (news.shrunk.length > 0 || news.older) throw new Error('half of it may be missing, or it is an old one: ask a person')
  for (const [recipient, event] of news.events) {
    // Somebody new comes with a `recipient` event, before everything else about them.
    if (event.type === 'recipient' && !people.has(recipient)) people.set(recipient, playbook.begin(event.recipient))
    const followUp = people.get(recipient)
    if (followUp) store(now, recipient, playbook.handle(followUp, now, event, options))
  }
  for (const [recipient, followUp] of [...people].sort()) store(now, recipient, playbook.tick(followUp, now, options))
  return news.store
}
// docs: end

/** A host writes the follow-up, the actions and the journal here, in one transaction.
 * @type {(now: string, recipient: string, decision: Decision) => void} */
function store (now, recipient, decision) {
  for (const action of decision.actions) console.log(now, recipient, action.type, 'step' in action ? action.step : 'status' in action ? action.status : '')
  for (const entry of decision.journal) {
    console.log(now, recipient, entry.type, ...(entry.type === 'closed' ? [entry.outcome] : []))
  }
}

const monday = readNight('procedurelog-monday', '2026-03-02')
let kept = takeIn(undefined, monday, '2026-03-03T05:00:00Z')
const tuesday = readNight('procedurelog-tuesday', '2026-03-03')
kept = takeIn(kept, tuesday, '2026-03-04T15:00:00Z')
takeIn(kept, tuesday, '2026-03-05T15:00:00Z')
