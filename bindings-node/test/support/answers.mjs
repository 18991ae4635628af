// Prints a program in TypeScript that holds real answers against the types that are written by hand: `tsc --strict` refuses a
// key, a word or a kind of value that index.d.ts does not know. Of the answers to the corpus only those are printed that have
// something new in them.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import {
  Playbook, checkScenario, classify, contactRevoked, deferredInterest, payment, replay, simulate, smsSegments, transliterate
} from 'followthrough'
import { NOW, YAML, plan, recipient } from './job.mjs'
import { ROOT } from './root.mjs'
import { read, run } from './scenario.mjs'

const WORD = /^[a-z_]{2,20}$|^[A-Z]{3}-\d$/

/** What there is in an answer: each place with the kind of its value, and with its word where it is one of a list. */
function * features (value, place = '') {
  if (Array.isArray(value)) for (const one of value) yield * features(one, `${place}[]`)
  else if (value !== null && typeof value === 'object') {
    const type = typeof value.type === 'string' ? `<${value.type}>` : ''
    yield `${place}${type}{${Object.keys(value).sort()}}`
    for (const [key, inner] of Object.entries(value)) yield * features(inner, `${place}${type}.${key}`)
  } else yield `${place}:${typeof value === 'string' && WORD.test(value) ? value : typeof value}`
}

const kept = new Map()
const seen = new Map()
function keep (type, answer) {
  if (!kept.has(type)) {
    kept.set(type, [])
    seen.set(type, new Set())
  }
  const before = seen.get(type).size
  for (const feature of features(answer)) seen.get(type).add(feature)
  if (seen.get(type).size > before) kept.get(type).push(answer)
}

const corpus = path.join(ROOT, 'core/engine/conformance')
for (const file of readdirSync(corpus).filter(file => file.endsWith('.yaml'))) {
  const text = readFileSync(path.join(corpus, file), 'utf8')
  const scenario = read(text)
  // What is refused there may be malformed.
  if (!scenario.timeline.some(({ expect }) => expect?.error)) keep('Scenario', scenario)
  for (const line of replay(text)) {
    keep('ReplayLine', line)
    for (const action of line.decision?.actions ?? []) {
      if (action.type === 'record_opt_out') keep('ContactRevoked', contactRevoked(action, line.at))
    }
  }
  keep('ScenarioReport', checkScenario(text))
  for (const followUp of run(scenario).people) keep('PersonExport', followUp.exportPerson())
  for (const { event } of scenario.timeline) if (typeof event?.text === 'string') keep('Reading', classify(event.text))
}
const unseen = path.join(ROOT, 'core/engine/tests/reply_unseen')
for (const file of readdirSync(unseen)) {
  const lines = readFileSync(path.join(unseen, file), 'utf8').trim().split('\n')
  for (const line of lines) keep('Reading', classify(JSON.parse(line).text))
}
const failing = [{ at: NOW, expect: { actions: [{ type: 'send' }], sends: 3, wake_at: NOW } }]
keep('ScenarioReport', checkScenario({ scenario: 'nothing comes', recipient: recipient(), timeline: failing }, Playbook.fromYaml(YAML)))
for (const rounding of ['half_up', 'up', 'half_even']) keep('PaymentSchedule', payment('1200.00', '0.1', 12, rounding))
keep('DeferredInterest', deferredInterest('100.00', '0.2', 3, ['10.00']))
for (const text of ['Hi', 'Hi 😀'.repeat(40)]) keep('Segments', smsSegments(text))
keep('Transliteration', transliterate(`It’s ${'a'.repeat(80)}`))
const cases = { as_of: NOW.slice(0, 10), recipients: [recipient()], plans: [{ ...plan().plan, recipient: 'r-77' }] }
const simulation = simulate(Playbook.fromYaml(YAML), cases, { days: 30 })
for (const one of simulation.contacted()) keep("ReturnType<Simulation['contacted']>[number]", one)
const none = simulate(Playbook.fromYaml(YAML), { ...cases, recipients: [recipient({ contacts: [] })] }, { days: 30 })
for (const one of none.notContacted()) keep("ReturnType<Simulation['notContacted']>[number]", one)

console.log("import type * as F from 'followthrough'")
console.log("import type { Simulation } from 'followthrough'")
let number = 0
for (const [type, answers] of kept) {
  if (answers.length === 0) throw new Error(`no answer of the type ${type}`)
  for (const answer of answers) {
    console.log(`export const a${number++}: ${type.startsWith('ReturnType') ? type : `F.${type}`} = ${JSON.stringify(answer)}`)
  }
}
