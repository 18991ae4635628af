// The scenario form of docs/wire.md, run through the two verbs. It mirrors core/insight/src/scenario/run.rs; what is
// malformed is Rust's to say, since every scenario passes its reader first.
import { parse } from 'yaml'
import { FollowUp, FollowthroughError, Playbook, newsOf } from 'followthrough'

const LINK_KEY = 'followthrough conformance link key'

/** YAML where dates, `NO` and `012` stay text. */
export function read (text) {
  const customTags = (tags) => tags.map((tag) =>
    tag.tag === 'tag:yaml.org,2002:int' && tag.format === undefined ? { ...tag, test: /^[-+]?(0|[1-9][0-9]*)$/ } : tag)
  return parse(text, { schema: 'core', customTags, version: '1.2' })
}

/** Runs it: the lines that `replay` prints, what is not as expected, and how the people stand at its end. */
export function run (scenario) {
  const runner = new Runner(scenario)
  scenario.timeline.forEach((entry, index) => runner.perform(entry, index))
  return { lines: runner.lines.map((line) => line.text + '\n').join(''), mismatches: runner.mismatches, expectations: runner.expectations, people: runner.people.map(({ followUp }) => followUp) }
}

const compile = (document) => Playbook.fromJson(document).withLinkKeys([LINK_KEY])
const canonical = (instant) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
const byId = (a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))

class Runner {
  lines = []
  mismatches = []
  expectations = 0
  #references = new Map()
  #journal = []

  constructor ({ playbook, recipient, recipients }) {
    this.playbook = compile(playbook)
    const listed = (recipients ?? [recipient]).map((recipient) => {
      const followUp = new FollowUp(recipient)
      return { id: followUp.recipientId, followUp, wakeAt: undefined }
    })
    this.first = listed[0]
    this.people = listed.sort(byId)
  }

  perform (entry, index) {
    this.entry = index
    const start = this.lines.length
    this.factsAsOf = entry.facts_as_of ?? this.factsAsOf
    const leap = entry.confirm_leap ?? false
    if (entry.until !== undefined) {
      this.until(canonical(entry.until), leap)
    } else {
      if (entry.playbook) this.playbook = compile(entry.playbook)
      this.holdUntil = entry.hold_until ?? this.holdUntil
      const concernsAll = entry.playbook !== undefined || entry.hold_until !== undefined
      const at = canonical(entry.at)
      if (!entry.event) {
        this.tickAll(at, leap)
      } else {
        const person = this.people.find(({ id }) => id === entry.recipient) ?? this.first
        const takenIn = this.takeIn(person, at, leap, entry.event)
        if (takenIn && (entry.tick ?? true)) {
          if (concernsAll) this.tickAll(at, leap)
          else this.tick(person, at, leap)
        }
      }
    }
    this.check(entry.expect ?? {}, this.lines.slice(start))
  }

  options (confirmLeap) {
    return { factsAsOf: this.factsAsOf, holdUntil: this.holdUntil, confirmLeap }
  }

  takeIn (person, at, leap, event) {
    const said = { at, ...event }
    for (const key of ['action_id', 'task_id', 'token']) {
      if (typeof said[key] !== 'string' || !said[key].startsWith('@')) continue
      const meant = this.#references.get(said[key])
      if (meant === undefined) {
        this.refuse(at, { code: 'FT-X001', path: `event.${key}`, message: `nothing so far is ${said[key]}` }, false)
        return false
      }
      said[key] = meant
    }
    const before = person.followUp.contactPoints()
    const other = said.type === 'recipient' ? this.people.find(({ id }) => id === said.merged_from) : undefined
    const verb = other === undefined
      ? () => this.playbook.handleJson(person.followUp, at, said, this.options(leap))
      : () => this.merge(person, other, () => this.playbook.handleJson(person.followUp, at, said, this.options(leap)))
    const accepted = this.answer(person, at, leap, said.event_id, verb)
    if (accepted) this.catchUp(person, at, leap, before)
    return accepted
  }

  /** Who comes to a contact point that others have hears what happened there before. */
  catchUp (person, at, leap, before) {
    for (const point of person.followUp.contactPoints().filter((point) => !before.includes(point)).sort()) {
      const others = this.people.filter((other) => other !== person && other.followUp.hasContactPoint(point))
      for (const { event } of others.flatMap((other) => other.followUp.newsAt(point))) {
        const decided = this.attempt(at, () => this.playbook.handleJson(person.followUp, at, event, this.options(leap)))
        if (decided !== undefined) this.keep(person, at, event.event_id, decided)
      }
    }
  }

  /** A snapshot that names another chart: both are loaded, merged and stored as one, or nothing is. */
  merge (person, other, verb) {
    const before = person.followUp
    try {
      person.followUp = FollowUp.fromJson(before.toJson())
      person.followUp.merge(other.followUp)
      const decided = verb()
      this.people.splice(this.people.indexOf(other), 1)
      return decided
    } catch (error) {
      person.followUp = before
      throw error
    }
  }

  tick (person, at, leap) {
    return this.answer(person, at, leap, undefined, () => this.playbook.tickJson(person.followUp, at, this.options(leap)))
  }

  tickAll (at, leap) {
    for (const person of this.people) this.tick(person, at, leap)
  }

  until (until, leap) {
    const stuck = new Set()
    for (;;) {
      const due = this.people.filter((person) => !stuck.has(person) && person.wakeAt !== undefined && person.wakeAt <= until)
      if (due.length === 0) return
      const person = due.reduce((first, other) => other.wakeAt < first.wakeAt ? other : first)
      const at = person.wakeAt
      const accepted = this.tick(person, at, leap)
      if (accepted && person.wakeAt === at) {
        this.refuse(at, { code: 'FT-X002', path: 'wake_at', message: 'a tick at wake_at left wake_at where it was' }, false)
        stuck.add(person)
      } else if (!accepted) stuck.add(person)
    }
  }

  /** Keeps an answer, and tells the others at once what concerns them; their answers follow. */
  answer (person, at, leap, eventId, verb) {
    const decided = this.attempt(at, verb)
    if (decided === undefined) return false
    const spread = this.keep(person, at, eventId, decided)
    while (spread.length > 0) {
      const { from, point, event } = spread.shift()
      for (const other of this.people) {
        if (other === from || !other.followUp.hasContactPoint(point)) continue
        const decided = this.attempt(at, () => this.playbook.handleJson(other.followUp, at, event, this.options(leap)))
        if (decided !== undefined) spread.push(...this.keep(other, at, event.event_id, decided))
      }
    }
    return true
  }

  attempt (at, verb) {
    try {
      return verb()
    } catch (error) {
      if (!(error instanceof FollowthroughError)) throw error
      this.refuse(at, error.errors[0], true)
    }
  }

  keep (person, at, eventId, text) {
    const decision = JSON.parse(text)
    decision.actions.forEach((action) => this.learn(action))
    person.wakeAt = decision.wake_at
    const line = [
      `"entry":${this.entry}`, `"at":"${at}"`, `"recipient":${JSON.stringify(person.id)}`,
      ...(eventId === undefined ? [] : [`"event_id":${JSON.stringify(eventId)}`]),
      // Rust's own bytes.
      `"decision":${text}`,
      `"states":{${[...person.followUp.states()].map((pair) => pair.map((t) => JSON.stringify(t)).join(':')).join(',')}}`
    ]
    this.lines.push({ text: `{${line.join(',')}}`, at, decision })
    const news = decision.actions.map((action) => newsOf(action, at)).filter((news) => news !== undefined)
    return news.map(({ contact, event }) => ({ from: person, point: contact, event }))
  }

  learn (action) {
    const subject = action.case_id ?? '-'
    if (action.type === 'send') {
      this.#references.set(`@send/${subject}/${action.step}`, action.id)
      for (const { token, purpose } of action.links ?? []) this.#references.set(`@link/${subject}/${action.step}/${purpose}`, token)
    } else if (action.type === 'prompt') {
      this.#references.set(`@prompt/${subject}/${action.kind}`, action.task_id)
    }
  }

  refuse (at, error, byEngine) {
    this.lines.push({ text: JSON.stringify({ at, error }), at, error, byEngine })
  }

  check (expect, lines) {
    const actions = lines.flatMap(({ at, decision }) => (decision?.actions ?? []).map((action) => ({ ...action, at })))
    this.#journal.push(...lines.flatMap(({ decision }) => decision?.journal ?? []))
    const refused = lines.find(({ error }) => error)
    const byEngine = lines.some((line) => line.byEngine)
    const people = this.people.map(({ followUp }) => followUp)
    const compare = (what, expected, got) => {
      this.expectations += 1
      if (!fits(expected, got)) this.mismatches.push(`timeline[${this.entry}] ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
    }
    if (expect.error === undefined || expect.error === false) {
      if (refused) this.mismatches.push(`timeline[${this.entry}] error: ${JSON.stringify(refused.error)}`)
    } else {
      compare('error', expect.error, expect.error === true ? Boolean(refused && byEngine) : byEngine ? refused?.error.code : 'no error')
    }
    if (expect.actions) compare('actions', expect.actions, actions)
    if (expect.sends !== undefined) compare('sends', expect.sends, actions.filter(({ type }) => type === 'send').length)
    for (const wanted of expect.journal_has ?? []) {
      compare('journal_has', true, this.#journal.some((entry) => fits(wanted, entry)) || JSON.stringify(wanted))
    }
    const states = new Map(people.flatMap((followUp) => [...followUp.states()]))
    const outcomes = new Map(people.flatMap((followUp) => [...followUp.outcomes()]))
    for (const [id, state] of Object.entries(expect.state ?? {})) compare(`state.${id}`, state, states.get(id))
    for (const [id, outcome] of Object.entries(expect.outcome ?? {})) compare(`outcome.${id}`, outcome, outcomes.get(id))
    if (expect.wake_at !== undefined) compare('wake_at', expect.wake_at, this.people.map(({ wakeAt }) => wakeAt).filter(Boolean).sort()[0] ?? 'none')
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** Whether a value is as expected, by the keys given. */
function fits (expected, got) {
  if (Array.isArray(expected)) {
    return Array.isArray(got) && expected.length === got.length && expected.every((item, i) => fits(item, got[i]))
  }
  if (expected !== null && typeof expected === 'object') {
    return got !== null && typeof got === 'object' && !Array.isArray(got) &&
      Object.entries(expected).every(([key, value]) => value === null && !(key in got) ? true : key in got && fits(value, got[key]))
  }
  if (typeof expected === 'string' && typeof got === 'string' && INSTANT.test(expected) && INSTANT.test(got)) {
    return canonical(expected) === canonical(got)
  }
  return expected === got
}
