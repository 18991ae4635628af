// Every night an export comes; what changed since the last one goes to the follow-ups. Two nights, and one repeated.
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { FollowUp, Importer, Playbook, changes } from 'followthrough'
/** @import { Decision, Event } from 'followthrough' */

/** @type {(name: string) => URL} */
const here = (name) => new URL(name, import.meta.url)
const playbook = Playbook.fromYaml(readFileSync(here('practice.yaml'), 'utf8'))
const mapping = readFileSync(here('mapping.yaml'), 'utf8')
/** @type {Map<string, string>} */
const store = new Map() // a host's database: the last export, and a row for each follow-up

/** @type {(folder: string, day: string, now: string) => Promise<void>} */
async function night (folder, day, now) {
  // docs: night
  const importer = new Importer('csv', { mapping, asOf: day })
  for (const name of readdirSync(here(folder)).filter((name) => name.endsWith('.csv')).sort()) {
    for await (const piece of createReadStream(here(`${folder}/${name}`), { highWaterMark: 1 << 20 })) {
      importer.push(name, piece) // importer.progress tells how far it has come
    }
  }
  const today = importer.finish()
  const news = changes(store.get('export'), today)
  if (news.shrunk.length > 0 || news.older) throw new Error('the export may have been cut short, or is an old one: somebody should look at it')
  for (const [recipient, event] of news.events) {
    const stored = store.get(recipient)
    // Somebody new comes with a `recipient` event, before everything else about them.
    const begun = event.type === 'recipient' ? new FollowUp(event.recipient) : undefined
    const followUp = stored ? FollowUp.fromJson(stored) : begun
    if (!followUp) continue
    const decision = playbook.handle(followUp, now, event, { factsAsOf: today.at })
    show(day, recipient, event, decision) // a host writes its actions, its journal and wake_at here,
    store.set(recipient, followUp.toJson()) // in one transaction with the follow-up
  }
  store.set('export', JSON.stringify(news.store)) // with what news.held tells of
  // docs: end
}

/** @type {(day: string, recipient: string, event: Event, decision: Decision) => void} */
function show (day, recipient, event, decision) {
  console.log(day, recipient, event.type, ...decision.actions.map((action) => action.type), decision.wake_at ?? '')
}

for (const [name, day] of [['monday', '2026-03-02'], ['tuesday', '2026-03-03'], ['tuesday', '2026-03-03']]) {
  console.log(name)
  await night(name, day, `${day}T23:30:00-05:00`)
}
