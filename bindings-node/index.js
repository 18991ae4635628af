'use strict'
// Converts, calls, converts: what is right or wrong is for the core to say. Data crosses as JSON text.
const native = require('./followthrough.node')

/** What was refused: `code`, `path`, and where there are any `help`, `line`, `column`. */
class FollowthroughError extends Error {
  constructor (problem, problems) {
    super(text(problem))
    this.name = 'FollowthroughError'
    this.code = problem.code
    this.path = problem.path ?? ''
    this.reason = problem.message
    this.help = problem.help
    this.line = problem.line
    this.column = problem.column
    this.errors = problems ?? [problem]
    if (problems && problems.length > 1) this.message = problems.map(text).join('\n')
  }
}

function text ({ code, path, message, help, line, column }) {
  const place = line === undefined ? '' : ` (line ${line}, column ${column})`
  return `${code} ${path ? `${path}: ` : ''}${message}${place}${help ? `; ${help}` : ''}`
}

function refuse (code, path, message, help) {
  return new FollowthroughError({ code, path, message, ...(help && { help }) })
}

/** The answer of a native call. */
function open (answer) {
  const { ok, error, errors } = JSON.parse(answer)
  if (error) throw new FollowthroughError(error)
  if (errors) throw new FollowthroughError(errors[0], errors)
  return ok
}

/** The JSON text of a native call's answer, as Rust wrote it. */
function openText (answer) {
  if (!answer.startsWith('{"ok":')) return open(answer)
  return answer.slice(6, -1)
}

const DEPTH = 100

/** JSON.stringify, without what it drops or bends in silence. */
function stringify (value, code) {
  check(value, '', code, [])
  return read(() => JSON.stringify(value), '', code)
}

/** Reads from a host's object. What its own code throws is the `cause` of a refusal that says where. */
function read (look, path, code) {
  try {
    return look()
  } catch (cause) {
    const error = refuse(code, path, 'expected a value, got code that throws when it is read')
    error.cause = cause
    throw error
  }
}

function check (value, path, code, above) {
  const wrong = (message, help) => refuse(code, path, message, help)
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw wrong('expected text, got half of a surrogate pair')
      return
    case 'boolean':
      return
    case 'number':
      if (!Number.isFinite(value)) throw wrong(`expected a value, got ${value}`)
      // Beyond 2^53 it may already be another number than the one that was written.
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw wrong('expected a number that JavaScript holds exactly', 'give it as JSON text')
      return
    case 'undefined':
      throw wrong('expected a value, got undefined')
    case 'bigint':
      throw wrong('expected a value that JSON has, got a BigInt', 'give money as text, a count as a number')
    case 'function':
    case 'symbol':
      throw wrong(`expected a value that JSON has, got a ${typeof value}`)
  }
  if (value === null) return
  if (above.length >= DEPTH) throw wrong(`nested deeper than ${DEPTH} levels`)
  if (above.includes(value)) throw wrong('expected a value, got one that contains itself')
  const kind = read(() => Object.prototype.toString.call(value).slice(8, -1), path, code)
  if (kind === 'Date') {
    if (Number.isNaN(Date.prototype.getTime.call(value))) throw wrong('expected an instant, got an invalid Date')
    return
  }
  above.push(value)
  if (Array.isArray(value)) {
    // By index: forEach passes over holes, and JSON.stringify makes them null.
    const length = read(() => value.length, path, code)
    for (let i = 0; i < length; i++) check(read(() => value[i], `${path}[${i}]`, code), `${path}[${i}]`, code, above)
  } else if (kind === 'Object' && typeof read(() => value.toJSON, path, code) === 'function') {
    check(read(() => value.toJSON(), path, code), path, code, above)
  } else if (kind === 'Object') {
    if (Object.getOwnPropertySymbols(value).length > 0) throw wrong('expected an object with texts as keys, got a symbol')
    for (const key of Object.keys(value)) {
      // A key without a value is a key that is not there, in JavaScript as on the wire.
      const inner = path ? `${path}.${key}` : key
      const found = read(() => value[key], inner, code)
      if (found !== undefined) check(found, inner, code, above)
    }
  } else {
    throw wrong(`expected a plain object, an array or a Date, got ${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`)
  }
  above.pop()
}

/** A text, kept exactly. */
function given (value, name, code) {
  if (typeof value !== 'string') throw refuse(code, name, `expected text, got ${kindOf(value)}`)
  if (!value.isWellFormed()) throw refuse(code, name, 'expected text, got half of a surrogate pair')
  return value
}

function kindOf (value) {
  if (value === null) return 'null'
  return typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value
}

const MOMENT = { factsAsOf: 'facts_as_of', holdUntil: 'hold_until', confirmLeap: 'confirm_leap' }

function moment (now, options) {
  const whole = { now: instant(now, 'now') }
  if (options !== undefined && (options === null || kindOf(options) !== 'Object')) {
    throw refuse('FT-H010', 'options', `expected an object, got ${kindOf(options)}`)
  }
  for (const key of Object.keys(options ?? {})) {
    if (!Object.hasOwn(MOMENT, key)) throw refuse('FT-H010', key, 'there is no such option', `one of: ${Object.keys(MOMENT).join(', ')}`)
    const value = options[key]
    if (value === undefined) continue
    if (key !== 'confirmLeap') whole[MOMENT[key]] = instant(value, key)
    else if (typeof value === 'boolean') whole.confirm_leap = value
    else throw refuse('FT-H010', key, `expected true or false, got ${kindOf(value)}`)
  }
  return JSON.stringify(whole)
}

function instant (value, name) {
  if (kindOf(value) === 'Date') {
    if (Number.isNaN(Date.prototype.getTime.call(value))) throw refuse('FT-H010', name, 'expected an instant, got an invalid Date')
    return value.toISOString()
  }
  if (typeof value !== 'string') {
    throw refuse('FT-H010', name, `expected an instant, got ${kindOf(value)}`, 'give a Date, or text such as 2026-03-02T10:00:00-05:00')
  }
  return given(value, name, 'FT-H010')
}

function linkKeys (keys) {
  if (!Array.isArray(keys)) throw refuse('FT-T004', 'keys', `expected a list of keys, got ${kindOf(keys)}`)
  return keys.map((key, i) => {
    if (key instanceof Uint8Array) return bytes(key)
    return Buffer.from(given(key, `keys[${i}]`, 'FT-T004'), 'utf8')
  })
}

function bytes (array) {
  return Buffer.isBuffer(array) ? array : Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** Zone data of the host's own, as the native side takes it. */
function zoneData (options) {
  const object = (value, path) => {
    if (kindOf(value) !== 'Object') throw refuse('FT-T002', path, `expected an object, got ${kindOf(value)}`)
    return value
  }
  const known = (value, path, ...names) => {
    const other = Object.keys(object(value, path)).find((key) => !names.includes(key))
    if (other !== undefined) throw refuse('FT-T002', path, `there is no such key: ${other}`, `one of: ${names.join(', ')}`)
  }
  if (options === undefined) return undefined
  known(options, 'options', 'timeZones')
  const { timeZones } = options
  if (timeZones === undefined) return undefined
  known(timeZones, 'timeZones', 'version', 'zones')
  const names = []
  const contents = []
  const zones = timeZones.zones instanceof Map ? timeZones.zones : Object.entries(object(timeZones.zones, 'timeZones.zones'))
  for (const [name, content] of zones) {
    names.push(given(name, 'timeZones.zones', 'FT-T002'))
    if (!(content instanceof Uint8Array)) throw refuse('FT-T002', `timeZones.zones.${name}`, `expected the bytes of a TZif file, got ${kindOf(content)}`)
    contents.push(bytes(content))
  }
  return { version: given(timeZones.version, 'timeZones.version', 'FT-T002'), names, contents }
}

const SEALED = Symbol('followthrough')

/** A practice's rules, read and compiled once. */
class Playbook {
  #native

  constructor (sealed, inner) {
    if (sealed !== SEALED) throw new TypeError('use Playbook.fromYaml or Playbook.fromJson')
    this.#native = inner
  }

  static fromYaml (yaml, options) {
    const inner = new native.NativePlaybook()
    open(inner.readYaml(given(yaml, '', 'FT-P001'), zoneData(options)))
    return new Playbook(SEALED, inner)
  }

  static fromJson (json, options) {
    const inner = new native.NativePlaybook()
    const text = typeof json === 'string' ? given(json, '', 'FT-P001') : stringify(json, 'FT-P004')
    open(inner.readJson(text, zoneData(options)))
    return new Playbook(SEALED, inner)
  }

  /** The same playbook with these keys, newest first. */
  withLinkKeys (keys) {
    const inner = new native.NativePlaybook()
    open(inner.keyed(this.#native, linkKeys(keys)))
    return new Playbook(SEALED, inner)
  }

  get revision () { return open(this.#native.revision()) }
  get tzVersion () { return open(this.#native.tzVersion()) }
  get practiceName () { return open(this.#native.practiceName()) }
  get subject () { return open(this.#native.subject()) }

  /** Begins to follow up a person, by this playbook's zone data. */
  begin (recipient) { return FollowUp.filled(SEALED, (into) => open(this.#native.begin(person(recipient), into))) }

  handle (followUp, now, event, options) { return JSON.parse(this.handleJson(followUp, now, event, options)) }
  tick (followUp, now, options) { return JSON.parse(this.tickJson(followUp, now, options)) }

  handleJson (followUp, now, event, options) {
    const inner = FollowUp.native(SEALED, followUp)
    return openText(this.#native.handle(inner, moment(now, options), said(event)))
  }

  tickJson (followUp, now, options) {
    return openText(this.#native.tick(FollowUp.native(SEALED, followUp), moment(now, options)))
  }

  mayStillSend (followUp, actionId, now, options) {
    const inner = FollowUp.native(SEALED, followUp)
    return open(this.#native.mayStillSend(inner, given(actionId, 'actionId', 'FT-H001'), moment(now, options)))
  }

  explain (followUp, now, options) {
    return open(this.#native.explain(FollowUp.native(SEALED, followUp), moment(now, options)))
  }

  check (options) {
    const { day, before } = options ?? {}
    const inner = before === undefined ? undefined : Playbook.native(SEALED, before)
    return open(this.#native.check(day === undefined ? undefined : given(day, 'day', 'FT-T003'), inner))
  }

  preview (plan, recipient, now, options) { return open(this.#native.preview(person(plan), person(recipient), moment(now, options))) }

  previewChange (next, followUps, now, options) {
    const stored = Array.from(followUps, followUp => open(FollowUp.native(SEALED, followUp).stored()))
    return open(this.#native.previewChange(Playbook.native(SEALED, next), stored, moment(now, options)))
  }

  toMermaid () { return open(this.#native.toMermaid()) }
  toHtml () { return open(this.#native.toHtml()) }

  /** Not for callers. */
  static native (sealed, playbook) {
    if (sealed !== SEALED || !(playbook !== null && typeof playbook === 'object' && #native in playbook)) {
      throw new TypeError('expected a Playbook')
    }
    return playbook.#native
  }

  toString () { return `Playbook(${this.revision})` }
}

/** All that is known of one recipient. Store it after each call, with the actions, in one transaction. */
class FollowUp {
  #native = new native.NativeFollowUp()

  constructor (recipient) {
    // From fromJson: it is filled there.
    if (recipient === SEALED) return
    open(this.#native.begin(person(recipient)))
  }

  static fromJson (stored) {
    const followUp = new FollowUp(SEALED)
    open(followUp.#native.load(given(stored, '', 'FT-S001')))
    return followUp
  }

  /** Not for callers. */
  static filled (sealed, fill) {
    if (sealed !== SEALED) throw new TypeError('use new FollowUp or FollowUp.fromJson')
    const followUp = new FollowUp(SEALED)
    return fill(followUp.#native) ? followUp : undefined
  }

  /** Not for callers. */
  static native (sealed, followUp) {
    if (sealed !== SEALED || !(followUp !== null && typeof followUp === 'object' && #native in followUp)) {
      throw new TypeError('expected a FollowUp')
    }
    return followUp.#native
  }

  toJson () { return open(this.#native.stored()) }
  get recipientId () { return open(this.#native.recipientId()) }

  /** Takes in another follow-up of the same person: two charts became one. The other one stays as it is. */
  merge (other) {
    const theirs = FollowUp.native(SEALED, other)
    // The native side borrows both; of one, it cannot.
    open(this.#native.merge(theirs === this.#native ? FollowUp.fromJson(other.toJson()).#native : theirs))
  }

  /** Takes over the round and the steps done of a case that moved here from another person. */
  carry (caseId, other) {
    const theirs = FollowUp.native(SEALED, other)
    open(this.#native.carry(given(caseId, 'case_id', 'FT-H001'), theirs === this.#native ? FollowUp.fromJson(other.toJson()).#native : theirs))
  }

  /** Every contact point that is known, the dropped ones included. */
  contactPoints () { return open(this.#native.contactPoints()) }
  /** Whether the person has, or had, that contact point. */
  hasContactPoint (contact) { return open(this.#native.hasContactPoint(given(contact, 'contact', 'FT-H001'))) }
  /** What happened at a contact point, for somebody who comes to it only now. */
  newsAt (contact) { return open(this.#native.newsAt(given(contact, 'contact', 'FT-H001'))) }
  /** All that is held about the person, to be read by a person. */
  exportPerson () { return open(this.#native.exportPerson()) }
  /** A Map in order of the cases' ids; an object would put ids that look like numbers first. */
  states () { return new Map(open(this.#native.states())) }
  outcomes () { return new Map(open(this.#native.outcomes())) }
  toString () { return 'FollowUp' }
}

/** Many follow-ups under one playbook, with their timers. Store it as `snapshot()`. */
class Caseload {
  #native = new native.NativeCaseload()

  constructor (playbook) {
    // From restore: it is filled there.
    if (playbook === SEALED) return
    open(this.#native.open(Playbook.native(SEALED, playbook)))
  }

  /** Reads what `snapshot` gave. */
  static restore (playbook, snapshot) {
    const caseload = new Caseload(SEALED)
    if (!(snapshot instanceof Uint8Array)) throw refuse('FT-S003', '', `expected bytes, got ${kindOf(snapshot)}`)
    open(caseload.#native.restore(Playbook.native(SEALED, playbook), bytes(snapshot)))
    return caseload
  }

  snapshot () {
    const given = this.#native.snapshot()
    return typeof given === 'string' ? open(given) : given
  }

  /** One recipient, or a list of them: all or none. What they answer to what happened before. */
  begin (recipients) {
    return open(this.#native.begin(person(recipients)))
  }

  add (followUp) { return open(this.#native.add(FollowUp.native(SEALED, followUp))) }
  remove (recipientId) { return FollowUp.filled(SEALED, (into) => open(this.#native.remove(idOf(recipientId), into))) }
  get (recipientId) { return FollowUp.filled(SEALED, (into) => open(this.#native.getFollowUp(idOf(recipientId), into))) }
  get length () { return open(this.#native.count()) }
  recipients () { return open(this.#native.recipients()) }

  handle (now, recipientId, event, options) { return JSON.parse(this.handleJson(now, recipientId, event, options)) }
  tick (now, options) { return JSON.parse(this.tickJson(now, options)) }

  handleJson (now, recipientId, event, options) {
    return openText(this.#native.handle(moment(now, options), idOf(recipientId), said(event)))
  }

  tickJson (now, options) { return openText(this.#native.tick(moment(now, options))) }

  /** One after the other; for each its answers or its error, in the same order. */
  handleMany (now, events, options) {
    const at = moment(now, options)
    if (!Array.isArray(events)) throw refuse('FT-H001', 'events', `expected a list, got ${kindOf(events)}`)
    const [recipients, texts, refused] = [[], [], new Map()]
    for (let i = 0; i < events.length; i++) {
      // One that cannot even be written must not lose the others.
      try {
        const [recipient, text] = [idOf(events[i]?.recipient), said(events[i].event)]
        recipients.push(recipient)
        texts.push(text)
      } catch (error) {
        if (!(error instanceof FollowthroughError)) throw error
        refused.set(i, { type: 'error', error: error.errors[0] })
      }
    }
    const handled = open(this.#native.handleMany(at, recipients, texts))[Symbol.iterator]()
    return Array.from(events, (_, i) => refused.get(i) ?? handled.next().value)
  }

  /** `tick` in pieces of about so many answers; `more` when more is due at this moment. */
  advance (now, most, options) {
    if (!Number.isSafeInteger(most)) throw refuse('FT-H010', 'most', 'expected a whole number from 1')
    return open(this.#native.advance(moment(now, options), String(most)))
  }

  /** A table of events, row by row: bytes of an Arrow IPC stream in and out. */
  handleTable (now, events, options) {
    const at = moment(now, options)
    return openTables(native.handleTable(this.#native, at, ipc(events, 'events')), ANSWERS)
  }

  /** `advance`, with the answers as tables. */
  advanceTable (now, most, options) {
    if (!Number.isSafeInteger(most)) throw refuse('FT-H010', 'most', 'expected a whole number from 1')
    const answer = native.advanceTable(this.#native, moment(now, options), String(most))
    return { ...openTables(answer, ANSWERS), more: answer.more }
  }

  /** Whether a message to that person may leave now. */
  mayStillSend (recipientId, actionId, now, options) {
    return open(this.#native.mayStillSend(idOf(recipientId), given(actionId, 'actionId', 'FT-H001'), moment(now, options)))
  }

  /** Why things are as they are with that person, and what comes next. */
  explain (recipientId, now, options) { return open(this.#native.explain(idOf(recipientId), moment(now, options))) }

  /** When to tick next; undefined when nobody has anything to wait for. */
  nextWake () {
    const { at } = open(this.#native.nextWake())
    return at === null ? undefined : new Date(at)
  }

  publish (playbook, now, options) { return open(this.#native.publish(Playbook.native(SEALED, playbook), moment(now, options))) }
  previewChange (playbook, now, options) { return open(this.#native.previewChange(Playbook.native(SEALED, playbook), moment(now, options))) }
  agenda (from, to) { return open(this.#native.agenda(instant(from, 'from'), instant(to, 'to'))) }
  toString () { return 'Caseload' }
}

const ANSWERS = ['actions', 'journal', 'errors']
const EXPORTED = ['plans', 'procedures', 'recipients', 'appointments', 'rejected', 'skipped']

/** A table: the bytes of an Arrow IPC stream. */
function ipc (table, name) {
  if (table instanceof Uint8Array) return bytes(table)
  throw refuse('FT-H001', name, `expected the bytes of an Arrow IPC stream, got ${kindOf(table)}`)
}

/** The tables of an answer by their names. */
function openTables (answer, names) {
  if (typeof answer === 'string') return open(answer)
  return Object.fromEntries(names.map((name, i) => [name, answer.tables[i]]))
}

/** The one table of an answer. */
function openTable (answer) { return openTables(answer, ['table']).table }

function idOf (recipientId) { return given(recipientId, 'recipient.id', 'FT-H001') }
function person (recipient) { return typeof recipient === 'string' ? given(recipient, '', 'FT-H001') : stringify(recipient, 'FT-H001') }
function said (event) { return typeof event === 'string' ? given(event, '', 'FT-H001') : stringify(event, 'FT-H001') }

/** Files as the library takes them: names, contents. */
function exported (files) {
  if (files === null || !['Object', 'Map'].includes(kindOf(files))) throw refuse('FT-I012', 'files', `expected files by name, got ${kindOf(files)}`)
  const names = []
  const contents = []
  for (const [name, value] of kindOf(files) === 'Map' ? files : Object.entries(files)) {
    names.push(given(name, 'files', 'FT-I012'))
    contents.push(content(value, name))
  }
  return [names, contents]
}

function content (value, name) {
  if (value instanceof Uint8Array) return bytes(value)
  if (typeof value === 'string') return Buffer.from(given(value, name, 'FT-I012'), 'utf8')
  throw refuse('FT-I012', name, `expected bytes, got ${kindOf(value)}`)
}

const OPTIONS = { __proto__: null, timeZone: 'time_zone', asOf: 'as_of', listRecords: 'list_records' }

/** The importer's options as pairs. */
function importOptions (options) {
  if (kindOf(options) !== 'Object') throw refuse('FT-I010', 'options', `expected an object, got ${kindOf(options)}`)
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [given(OPTIONS[name] ?? name, 'options', 'FT-I010'), given(value, `options.${name}`, 'FT-I010')])
}

/** An export and what the practice says of it. */
function answered (system, files, options) {
  return [given(system, 'system', 'FT-I011'), ...exported(files), importOptions(options)]
}

function readExport (system, files, options = {}) { return open(native.readExport(...answered(system, files, options))) }
/** `readExport`, as tables; `json` is the whole, to compare the next one with. */
function readExportTables (system, files, options = {}) {
  const answer = native.readExportTables(...answered(system, files, options))
  return { ...openTables(answer, EXPORTED), json: answer.json }
}

function exportQuestions (system, files, options = {}) { return open(native.exportQuestions(...answered(system, files, options))) }

/** An export whose files come in pieces of any size and in any order. */
class Importer {
  #native = new native.NativeImporter()

  constructor (system, options = {}) {
    open(this.#native.open(given(system, 'system', 'FT-I011'), importOptions(options)))
  }

  /** Takes the next bytes of one file, without a copy of them. */
  push (file, piece) { open(this.#native.push(given(file, 'file', 'FT-I012'), content(piece, 'piece'))) }
  /** How far it has come. */
  get progress () { return open(this.#native.progress()) }
  /** There is no more: what all files say together. */
  finish () { return open(this.#native.finish()) }
  toString () { return 'Importer' }
}

/** Two exports as JSON; nothing comes before the first. */
function compared (before, after) {
  const text = (value) => typeof value === 'string' ? given(value, '', 'FT-S001') : stringify(value, 'FT-S001')
  const side = (value, name) => {
    try {
      return text(value)
    } catch (error) {
      if (!(error instanceof FollowthroughError)) throw error
      throw refuse(error.code, error.path ? `${name}.${error.path}` : name, error.reason, error.help)
    }
  }
  return [before == null ? undefined : side(before, 'before'), side(after, 'after')]
}

/** What changed since what was stored of the export before: events, what was held back, and what to store now. */
function changes (before, after) { return open(native.changes(...compared(before, after))) }
/** The same, the events as a table, which `handleTable` takes. */
function changesTables (before, after) {
  const answer = native.changesTables(...compared(before, after))
  return { ...openTables(answer, ['events']), ...JSON.parse(answer.json) }
}

/** A mapping that could be that of one table of no known form, and how sure each column of it is. */
function proposeMapping (files, answers = {}) { return open(native.proposeMapping(...exported(files), pairs(answers))) }

/** Answers as pairs; a list is several to one key. */
function pairs (answers) {
  if (kindOf(answers) !== 'Object') throw refuse('FT-I015', 'answers', `expected an object, got ${kindOf(answers)}`)
  const text = value => given(value, 'answers', 'FT-I015')
  const several = answer => Array.isArray(answer) ? answer : [answer]
  return Object.entries(answers).flatMap(([key, answer]) => several(answer).map(one => [text(key), text(one)]))
}

/** A mapping file with answers in it, laid over `base` or, without one, over the preset `extends`. */
function writeMapping (system, answers, { base, extends: preset } = {}) {
  const told = pairs(answers)
  const optional = (value, name) => value === undefined ? undefined : given(value, name, 'FT-I015')
  return open(native.writeMapping(given(system, 'system', 'FT-I011'), told, optional(base, 'base'), optional(preset, 'extends'))).mapping
}

/** What news mean in a practice system: its own words, notes, and rows for its import where it has one. */
function writeBack (shape, news, { language = 'en', mapping } = {}) {
  const text = typeof news === 'string' ? given(news, 'news', 'FT-H001') : stringify(news, 'FT-H001')
  const own = mapping === undefined ? undefined : given(mapping, 'mapping', 'FT-I015')
  return open(native.writeBack(given(shape, 'shape', 'FT-I015'), text, given(language, 'language', 'FT-I015'), own))
}

function classify (message) { return open(native.classify(given(message, '', 'FT-H001'))) }

function classifyMany (messages) {
  if (!Array.isArray(messages)) throw refuse('FT-H001', '', `expected a list, got ${kindOf(messages)}`)
  return open(native.classifyMany(Array.from(messages, (message, i) => given(message, `[${i}]`, 'FT-H001'))))
}
/** What each text of the column `text` means, row by row. */
function classifyTable (texts) { return openTable(native.classifyTable(ipc(texts, 'texts'))) }
/** What each text of the column `text` costs as an SMS, row by row. */
function smsSegmentsTable (texts) { return openTable(native.smsSegmentsTable(ipc(texts, 'texts'))) }
function smsSegments (message) { return open(native.smsSegments(given(message, '', 'FT-T006'))) }
/** What an SMS could say in GSM-7 instead; undefined where that saves nothing. */
function transliterate (message) { return open(native.transliterate(given(message, '', 'FT-T006'))) ?? undefined }
function readToken (token, keys) { return open(native.readToken(given(token, 'token', 'FT-T001'), linkKeys(keys))) }
/** The event that tells others with the same contact point of an opt-out: of an action `record_opt_out`. */
function contactRevoked (record, at) {
  const said = (key) => given(record?.[key], key, 'FT-H001')
  return open(native.contactRevoked(said('contact'), said('scope'), instant(record?.at, 'at'), instant(at, 'at')))
}

/** What an action means for the others who have its contact point; undefined for one that concerns nobody else. */
function newsOf (action, at) {
  const text = typeof action === 'string' ? given(action, 'action', 'FT-H001') : stringify(action, 'FT-H001')
  return open(native.newsOf(text, instant(at, 'at'))) ?? undefined
}

/** When hours are open next, in every one of the zones; undefined when they are not within 14 days. */
function nextAllowed (at, zones, policy, options) {
  if (!Array.isArray(zones)) throw refuse('FT-H001', 'zones', `expected a list, got ${kindOf(zones)}`)
  const named = Array.from(zones, (zone, i) => given(zone, `zones[${i}]`, 'FT-H001'))
  const hours = typeof policy === 'string' ? JSON.stringify(given(policy, 'policy', 'FT-H001')) : stringify(policy, 'FT-H001')
  const found = open(native.nextAllowed(instant(at, 'at'), named, hours, zoneData(options))).at
  return found === null ? undefined : new Date(found)
}

const NAMES = ['practiceName', 'providerName', 'firstName', 'lastName']

/** What in a text a message of this form may not carry. */
function lintMessage (message, form, names = {}) {
  if (kindOf(names) !== 'Object') throw refuse('FT-H001', 'names', `expected an object, got ${kindOf(names)}`)
  const other = Object.keys(names).find((key) => !NAMES.includes(key) && key !== 'exempt')
  if (other !== undefined) throw refuse('FT-H001', 'names', 'there is no such name', `one of: ${NAMES.join(', ')}, exempt`)
  const whole = { practiceName: '', exempt: [] }
  for (const key of NAMES) if (names[key] !== undefined) whole[key] = given(names[key], key, 'FT-H001')
  if (names.exempt !== undefined) {
    if (!Array.isArray(names.exempt)) throw refuse('FT-H001', 'exempt', `expected a list, got ${kindOf(names.exempt)}`)
    whole.exempt = Array.from(names.exempt, (text, i) => given(text, `exempt[${i}]`, 'FT-H001'))
  }
  return open(native.lintMessage(given(message, 'text', 'FT-H001'), given(form, 'form', 'FT-H001'), whole))
}

/** What Regulation Z asks of a text that speaks of credit. */
function lintCreditTerms (message, product = 'unknown', facts = {}) {
  if (kindOf(facts) !== 'Object') throw refuse('FT-H001', 'facts', `expected an object, got ${kindOf(facts)}`)
  return open(native.lintCreditTerms(given(message, 'text', 'FT-H001'), given(product, 'product', 'FT-H001'), stringify(facts, 'FT-H001')))
}

/** Whether the headers of an e-mail let a person leave with one click. */
function checkUnsubscribe (headers, dkimSignedHeaders) {
  if (!Array.isArray(dkimSignedHeaders)) throw refuse('FT-H001', 'dkimSignedHeaders', `expected a list, got ${kindOf(dkimSignedHeaders)}`)
  const signed = Array.from(dkimSignedHeaders, (name, i) => given(name, `dkimSignedHeaders[${i}]`, 'FT-H001'))
  return open(native.checkUnsubscribe(stringify(headers, 'FT-H001'), signed))
}

const REQUEST = ['method', 'token', 'contentType', 'body']

/** What to answer to a request at the unsubscribe link. */
function unsubscribeRequest (request) {
  if (kindOf(request) !== 'Object') throw refuse('FT-H001', 'request', `expected an object, got ${kindOf(request)}`)
  const other = Object.keys(request).find((key) => !REQUEST.includes(key))
  if (other !== undefined) throw refuse('FT-H001', 'request', 'there is no such key', `one of: ${REQUEST.join(', ')}`)
  const { method, token, contentType, body } = request
  const kind = contentType == null ? undefined : given(contentType, 'contentType', 'FT-H001')
  const sent = body instanceof Uint8Array ? bytes(body) : Buffer.from(given(body ?? '', 'body', 'FT-H001'), 'utf8')
  return open(native.unsubscribeRequest(given(method, 'method', 'FT-H001'), given(token, 'token', 'FT-H001'), kind, sent))
}

/** What CAN-SPAM asks of the form of an e-mail. */
function lintCommercialEmail (email) {
  if (kindOf(email) !== 'Object') throw refuse('FT-H001', 'email', `expected an object, got ${kindOf(email)}`)
  return open(native.lintCommercialEmail(stringify(email, 'FT-H001')))
}

/** The level payments for an amount, exact to the cent. Amounts are texts. */
function payment (principal, apr, months, rounding = 'half_up') {
  const amount = (value, name) => given(value, name, 'FT-T005')
  if (!Number.isSafeInteger(months)) throw refuse('FT-T005', 'months', 'expected a whole number')
  return open(native.payment(amount(principal, 'principal'), amount(apr, 'apr'), String(months), amount(rounding, 'rounding')))
}

/** What "no interest if paid in full" comes to with these payments, by the month. Amounts are texts. */
function deferredInterest (principal, apr, promoMonths, payments) {
  const amount = (value, name) => given(value, name, 'FT-T005')
  if (!Number.isSafeInteger(promoMonths)) throw refuse('FT-T005', 'promoMonths', 'expected a whole number')
  if (!Array.isArray(payments)) throw refuse('FT-T005', 'payments', `expected a list, got ${kindOf(payments)}`)
  const paid = Array.from(payments, (value, i) => amount(value, `payments[${i}]`))
  return open(native.deferredInterest(amount(principal, 'principal'), amount(apr, 'apr'), String(promoMonths), paid))
}

/** What is wrong with a template of this form; nothing where a playbook would take it. */
function checkTemplate (source, form) {
  return open(native.checkTemplate(given(source, 'source', 'FT-H001'), given(form, 'form', 'FT-H001')))
}

/** Every error code there is. */
function errorCodes () { return open(native.errorCodes()) }
function tzVersion () { return open(native.tzVersion()) }

/** A part of a question as JSON. */
function partOf (value, name) {
  if (typeof value === 'string') return given(value, name, 'FT-X001')
  try {
    return stringify(value, 'FT-X001')
  } catch (error) {
    if (!(error instanceof FollowthroughError)) throw error
    const [{ code, path, message, help }] = error.errors
    throw refuse(code, path ? `${name}.${path}` : name, message, help)
  }
}

/** A case or a cohort to simulate, and the options, as JSON. */
function asked (cases, options) { return [partOf(cases, 'cases'), partOf(options ?? {}, 'options')] }

/** JSON lines: text, or the bytes of a file. */
function lines (value, name) {
  if (value instanceof Uint8Array) return bytes(value)
  if (typeof value !== 'string') throw refuse('FT-X001', name, `expected JSON lines, as text or as bytes, got ${kindOf(value)}`)
  return Buffer.from(given(value, name, 'FT-X001'), 'utf8')
}

/** An answer that can be read by people and by programs. */
class Report {
  #native = new native.NativeReport()

  /** From a native call that fills it. */
  static filled (key, fill) {
    if (key !== SEALED) throw new TypeError('a Report comes from what was asked')
    const report = new Report()
    return fill(report.#native) === false ? undefined : report
  }

  /** The figures as plain values. */
  data () { return JSON.parse(this.toJson()) }
  toJson () { return openText(this.#native.toJson()) }
  toHtml () { return open(this.#native.toHtml()) }
  /** Tables by the names of their files; none where there is no such form. */
  toCsv () { return open(this.#native.toCsv()) }
  toString () { return 'Report' }
}

/** A simulation, to be summed up and looked into. */
class Simulation {
  #native = new native.NativeSimulation()

  constructor (key, playbook, cases, options) {
    if (key !== SEALED) throw new TypeError('a Simulation comes from simulate()')
    open(this.#native.run(Playbook.native(SEALED, playbook), ...asked(cases, options)))
  }

  /** What it came to. */
  report () { return Report.filled(SEALED, (into) => open(this.#native.report(into))) }
  /** Every plan about which somebody was written to. */
  contacted () { return open(this.#native.contacted()) }
  /** Every pending plan about which nobody was written to, and why. */
  notContacted () { return open(this.#native.notContacted()) }
  /** One case from beginning to end; undefined where no plan of that id was told of. */
  timeline (caseId) { return Report.filled(SEALED, (into) => open(this.#native.timeline(given(caseId, 'caseId', 'FT-X001'), into))) }
  /** Every call of the engine as a line of JSON. */
  records () { return open(this.#native.records()) }
  toString () { return 'Simulation' }
}

/** Counts the baseline of a practice from its export: what is accepted before anything is sent. */
function audit (system, files, answers = {}, options = {}) {
  const question = [...answered(system, files, answers), partOf(options, 'options')]
  return Report.filled(SEALED, (into) => open(native.audit(...question, into)))
}

/** Where the plans of the past stood when a playbook's messages would have gone. */
function backtest (playbook, system, files, answers = {}, options = {}) {
  const question = [Playbook.native(SEALED, playbook), ...answered(system, files, answers), partOf(options, 'options')]
  return Report.filled(SEALED, (into) => open(native.backtest(...question, into)))
}

/** Sums up the journal that a host kept, with the plans beside it. */
function monthlyReport (journal, plans, options) {
  const question = [lines(journal, 'journal'), lines(plans, 'plans'), partOf(options, 'options')]
  return Report.filled(SEALED, (into) => open(native.monthlyReport(...question, into)))
}

/** Plays a playbook over a practice's cases: what `readExport` gave, or recipients and plans. */
function simulate (playbook, cases, options) { return new Simulation(SEALED, playbook, cases, options) }

/** Plays two playbooks over the same cases. */
function compare (older, newer, cases, options) {
  const [one, other] = [Playbook.native(SEALED, older), Playbook.native(SEALED, newer)]
  return Report.filled(SEALED, (into) => open(native.compare(one, other, ...asked(cases, options), into)))
}

/** All that would happen to one patient who never answers, as a timeline. */
function previewTimeline (playbook, plan, recipient, now, options) {
  const [one, texts] = [Playbook.native(SEALED, playbook), [said(plan), person(recipient), moment(now, options)]]
  return Report.filled(SEALED, (into) => open(native.previewTimeline(one, ...texts, into)))
}

function scenarioOf (scenario, playbook) {
  const text = typeof scenario === 'string' ? given(scenario, '', 'FT-X001') : stringify(scenario, 'FT-X001')
  return playbook === undefined ? [text] : [text, Playbook.native(SEALED, playbook)]
}

/** Runs a scenario, under another playbook than its own where one is given: a line for each call of the engine. */
function replay (scenario, playbook) { return open(native.replay(...scenarioOf(scenario, playbook))) }
/** Runs a scenario and compares it with what it expects. */
function checkScenario (scenario, playbook) { return open(native.checkScenario(...scenarioOf(scenario, playbook))) }

function statistics (kind, about, confidence) {
  const question = { kind, ...about, ...(confidence !== undefined && { confidence }) }
  return open(native.statistics(stringify(question, 'FT-X001'))) ?? undefined
}

function wilson (hits, of, confidence) { return statistics('wilson', { hits, of }, confidence) }
function newcombe (first, second, confidence) { return statistics('newcombe', { first, second }, confidence) }
function differenceAtAnyLook (first, second, confidence) { return statistics('difference_at_any_look', { first, second }, confidence) }
function kaplanMeier (observations, confidence) { return statistics('kaplan_meier', { observations }, confidence) }
function logRank (first, second) { return statistics('log_rank', { first, second }) }

module.exports = { Playbook, FollowUp, Caseload, FollowthroughError, Importer, readExport, readExportTables, exportQuestions, changes, changesTables, proposeMapping, writeMapping, writeBack, classify, classifyMany, classifyTable, smsSegments, smsSegmentsTable, transliterate, payment, deferredInterest, checkTemplate, lintMessage, lintCreditTerms, checkUnsubscribe, unsubscribeRequest, lintCommercialEmail, nextAllowed, readToken, contactRevoked, newsOf, errorCodes, tzVersion, Simulation, Report, audit, backtest, monthlyReport, simulate, compare, previewTimeline, replay, checkScenario, wilson, newcombe, differenceAtAnyLook, kaplanMeier, logRank }
