// Drive it from a nightly export.

import { readFileSync } from 'node:fs'
import { Playbook, changes, readExport } from 'followthrough'
import { PRACTICE } from './shared.mjs'

const table = name => readFileSync(new URL(`export/${name}.csv`, import.meta.url))

// docs: read
/** What the practice said once about its system; `exportQuestions` lists what is to be asked. */
function readNight (procedures, asOf) {
  const files = {
    'patient.csv': table('patient'), 'procedurecode.csv': table('procedurecode'), 'procedurelog.csv': table(procedures)
  }
  return readExport('open_dental', files, { presented: 'charted', timeZone: 'America/New_York', asOf })
}
// docs: end

const playbook = Playbook.fromYaml(PRACTICE)
const people = new Map()

// docs: take in
/** One night: what changed since the export that was taken in last, then time. Returns what to keep for the next one. */
function takeIn (before, exported, now) {
  const options = { factsAsOf: exported.at }
  const news = changes(before, exported)
  if (news.shrunk.length > 0) throw new Error('half of it may be missing: ask a person')
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

/** A host writes the follow-up, the actions and the journal here, in one transaction. */
function store (now, recipient, decision) {
  for (const action of decision.actions) console.log(now, recipient, action.type, action.step ?? action.status ?? '')
  for (const entry of decision.journal) {
    console.log(now, recipient, ...['type', 'outcome'].filter(key => key in entry).map(key => entry[key]))
  }
}

const monday = readNight('procedurelog-monday', '2026-03-02')
let kept = takeIn(undefined, monday, '2026-03-03T05:00:00Z')
const tuesday = readNight('procedurelog-tuesday', '2026-03-03')
kept = takeIn(kept, tuesday, '2026-03-04T15:00:00Z')
takeIn(kept, tuesday, '2026-03-05T15:00:00Z')
