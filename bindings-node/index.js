'use strict'
// Converts, calls, converts: what is right or wrong is for the core to say. Data crosses as JSON text.
const native = require('./followthrough.node')
const { FollowthroughError, below, bytes, count, elements, fields, given, kindOf, known, parted, read, refuse, stringify, written } = require('./values')
const { types: { isDate, isMap, isUint8Array } } = require('node:util')
// Of Node 22.10 and later: structuredClone and postMessage refuse what they would make an empty object of.
const { markAsUncloneable = () => {} } = require('node:worker_threads')

/** Options that are named otherwise in the core. */
const MOMENT = { factsAsOf: 'facts_as_of', holdUntil: 'hold_until', confirmLeap: 'confirm_leap' }
const IMPORT = {
  presented: 'presented', timeZone: 'time_zone', mapping: 'mapping', listRecords: 'list_records', asOf: 'as_of', state: 'state'
}

/** From the core's paths of options to those with the caller's names. */
function pathsOf (options, core = '', here = '') {
  const paths = new Map(Object.entries(options).map(([name, known]) => [core + known, here + name]))
  return path => paths.get(path) ?? path
}
const OF_MOMENT = pathsOf(MOMENT)
const OF_IMPORT = { options: pathsOf(IMPORT, 'options.', 'options.'), answers: pathsOf(IMPORT, 'options.', 'answers.') }

const OF_FOLLOW_UPS = path => OF_MOMENT(path.replace(/^follow_ups\b/, 'followUps'))

/** The answer of a native call; `named` gives the path of a refusal the names that the caller knows. */
function open (answer, named = OF_MOMENT) {
  const { ok, error, errors } = JSON.parse(answer)
  if (error) throw new FollowthroughError({ ...error, path: named(error.path) })
  if (errors) throw new FollowthroughError(errors[0], errors)
  return ok
}

/** The JSON text of a native call's answer, as Rust wrote it. */
function openText (answer) {
  if (!answer.startsWith('{"ok":')) return open(answer)
  return answer.slice(6, -1)
}

/** `flags` are the options that a call has beside those of the moment, each false unless given; they are set in place. */
function moment (now, options, flags = {}) {
  const whole = { now: instant(now, 'now') }
  for (const [key, value] of options === undefined ? [] : fields(options, 'options', 'FT-H010')) {
    const isFlag = Object.hasOwn(flags, key)
    if (!isFlag && !Object.hasOwn(MOMENT, key)) {
      const names = [...Object.keys(MOMENT), ...Object.keys(flags)]
      throw refuse('FT-H010', key, 'there is no such option', `one of: ${names.join(', ')}`)
    }
    if (value === undefined) continue
    if (!isFlag && key !== 'confirmLeap') whole[MOMENT[key]] = instant(value, key)
    else if (typeof value !== 'boolean') throw refuse('FT-H010', key, `expected true or false, got ${kindOf(value)}`)
    else if (isFlag) flags[key] = value
    else whole.confirm_leap = value
  }
  return JSON.stringify(whole)
}

function instant (value, name) {
  if (isDate(value)) {
    if (Number.isNaN(Date.prototype.getTime.call(value))) throw refuse('FT-H010', name, 'expected an instant, got an invalid Date')
    return Date.prototype.toISOString.call(value)
  }
  if (typeof value === 'string') return given(value, name, undefined, 'FT-H010')
  throw refuse('FT-H010', name, `expected an instant, got ${kindOf(value)}`, 'give a Date, or text such as 2026-03-02T10:00:00-05:00')
}

function linkKeys (keys) {
  return elements(keys, 'keys', 'FT-T004', 'a list of keys').map((key, i) => {
    const name = `keys[${i}]`
    if (isUint8Array(key)) return bytes(key, name, 'FT-T004')
    if (typeof key === 'string') return Buffer.from(given(key, name), 'utf8')
    throw refuse('FT-T004', name, `expected a key as bytes or as text, got ${kindOf(key)}`)
  })
}

/** Zone data of the host's own, as the native side takes it. */
function zoneData (options) {
  const code = 'FT-T002'
  if (options === undefined) return undefined
  const { timeZones } = known(options, 'options', code, ['timeZones'])
  if (timeZones === undefined) return undefined
  const { version, zones } = known(timeZones, 'timeZones', code, ['version', 'zones'])
  const files = named(zones, 'timeZones.zones', code)
  const contents = files.map(([name, content]) => {
    if (!isUint8Array(content)) throw refuse(code, `timeZones.zones.${name}`, `expected the bytes of a TZif file, got ${kindOf(content)}`)
    return bytes(content, `timeZones.zones.${name}`, code)
  })
  return { version: given(version, 'timeZones.version', undefined, code), names: files.map(([name]) => name), contents }
}

/** Files by name, of an object or a Map. */
function named (files, name, code) {
  const all = isMap(files) ? read(() => [...files], name, code) : fields(files, name, code)
  for (const [key] of all) given(key, name, undefined, code)
  return all
}

const SEALED = Symbol('followthrough')

/** JSON.stringify would write `{}`, and what was to be kept would be lost. */
function noJson (help) { return refuse('FT-S001', '', 'there is no JSON of this object', help) }

/** A practice's rules, read and compiled once. */
class Playbook {
  #native

  constructor (sealed, inner) {
    if (sealed !== SEALED) throw new TypeError('use Playbook.fromYaml or Playbook.fromJson')
    markAsUncloneable(this)
    this.#native = inner
  }

  static fromYaml (text, options) {
    const inner = new native.NativePlaybook()
    open(inner.readYaml(given(text, 'text'), zoneData(options)))
    return new Playbook(SEALED, inner)
  }

  static fromJson (document, options) {
    const inner = new native.NativePlaybook()
    const text = typeof document === 'string' ? given(document, 'document') : stringify(document, 'FT-P004')
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
    return open(this.#native.mayStillSend(inner, given(actionId, 'actionId'), moment(now, options)))
  }

  explain (followUp, now, options) {
    return open(this.#native.explain(FollowUp.native(SEALED, followUp), moment(now, options)))
  }

  check (options) {
    const { day, before } = options === undefined ? {} : known(options, 'options', 'FT-T003', ['day', 'before'], 'there is no such option')
    const inner = before === undefined ? undefined : Playbook.native(SEALED, before)
    return open(this.#native.check(day === undefined ? undefined : given(day, 'day'), inner))
  }

  preview (plan, recipient, now, options) { return open(this.#native.preview(said(plan, 'plan'), person(recipient), moment(now, options))) }

  previewChange (next, followUps, now, options) {
    const stored = iterated(followUps, 'followUps').map(followUp => open(FollowUp.native(SEALED, followUp).stored()))
    return open(this.#native.previewChange(Playbook.native(SEALED, next), stored, moment(now, options)), OF_FOLLOW_UPS)
  }

  toJSON () { throw noJson('keep the document that it was read from; `revision` names it') }
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
    markAsUncloneable(this)
    // From fromJson: it is filled there.
    if (recipient === SEALED) return
    open(this.#native.begin(person(recipient)))
  }

  static fromJson (stored) {
    const followUp = new FollowUp(SEALED)
    open(followUp.#native.load(given(stored, 'stored', 'give the text; of what a database made an object, `JSON.stringify` makes it again')))
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
  /** For JSON.stringify: the same, as an object. */
  toJSON () { return JSON.parse(this.toJson()) }
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
    open(this.#native.carry(given(caseId, 'caseId'), theirs === this.#native ? FollowUp.fromJson(other.toJson()).#native : theirs))
  }

  /** Every contact point that is known, the dropped ones included. */
  contactPoints () { return open(this.#native.contactPoints()) }
  /** Whether the person has, or had, that contact point. */
  hasContactPoint (contact) { return open(this.#native.hasContactPoint(given(contact, 'contact'))) }
  /** What happened at a contact point, for somebody who comes to it only now. */
  newsAt (contact) { return open(this.#native.newsAt(given(contact, 'contact'))) }
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
    markAsUncloneable(this)
    // From restore: it is filled there.
    if (playbook === SEALED) return
    open(this.#native.open(Playbook.native(SEALED, playbook)))
  }

  /** Reads what `snapshot` gave. */
  static restore (playbook, snapshot) {
    const caseload = new Caseload(SEALED)
    if (!isUint8Array(snapshot)) throw refuse('FT-S003', '', `expected bytes, got ${kindOf(snapshot)}`)
    open(caseload.#native.restore(Playbook.native(SEALED, playbook), bytes(snapshot, '', 'FT-S003')))
    return caseload
  }

  toJSON () { throw noJson('store `snapshot()`, or `toJson()` of each follow-up') }
  snapshot () {
    const given = this.#native.snapshot()
    return typeof given === 'string' ? open(given) : given
  }

  /** One recipient, or a list of them: all or none. What they answer to what happened before. */
  begin (recipients) {
    return open(this.#native.begin(person(recipients, 'recipients')))
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
    const all = elements(events, 'events', 'FT-H001')
    const [recipients, texts, refused] = [[], [], new Map()]
    for (const [i, one] of all.entries()) {
      // One that cannot even be written must not lose the others.
      try {
        const [recipient, event] = whose(one)
        const [id, text] = [idOf(recipient, 'recipient'), said(event)]
        recipients.push(id)
        texts.push(text)
      } catch (error) {
        if (!(error instanceof FollowthroughError)) throw error
        // What could not be read may be readable the next time, which its error in the answer could not tell.
        if ('cause' in error) throw below(`events[${i}]`, error)
        refused.set(i, { type: 'error', error: error.errors[0] })
      }
    }
    const handled = open(this.#native.handleMany(at, recipients, texts))[Symbol.iterator]()
    return all.map((_, i) => refused.get(i) ?? handled.next().value)
  }

  /** `tick` in pieces of about so many answers; `more` when more is due at this moment. */
  advance (now, most, options) {
    return open(this.#native.advance(moment(now, options), count(most, 'most', 'FT-H010')))
  }

  /** A table of events, row by row: bytes of an Arrow IPC stream in and out. */
  handleTable (now, events, options) {
    const flags = { begin: false }
    const at = moment(now, options, flags)
    return openTables(native.handleTable(this.#native, at, ipc(events, 'events'), flags.begin), ANSWERS)
  }

  /** `advance`, with the answers as tables. */
  advanceTable (now, most, options) {
    const answer = native.advanceTable(this.#native, moment(now, options), count(most, 'most', 'FT-H010'))
    return { ...openTables(answer, ANSWERS), more: answer.more }
  }

  /** Whether a message to that person may leave now. */
  mayStillSend (recipientId, actionId, now, options) {
    return open(this.#native.mayStillSend(idOf(recipientId), given(actionId, 'actionId'), moment(now, options)))
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
  if (isUint8Array(table)) return bytes(table, name, 'FT-H001')
  throw refuse('FT-H001', name, `expected the bytes of an Arrow IPC stream, got ${kindOf(table)}`)
}

/** The tables of an answer by their names. */
function openTables (answer, names, named) {
  if (typeof answer === 'string') return open(answer, named)
  return Object.fromEntries(names.map((name, i) => [name, answer.tables[i]]))
}

/** The one table of an answer. */
function openTable (answer) { return openTables(answer, ['table']).table }

/** What a host's own iterator gives; its code may throw, as a getter's may. */
function iterated (given, name) {
  const iterable = given != null && typeof read(() => given[Symbol.iterator], name, 'FT-H001') === 'function'
  if (!iterable) throw new TypeError(`expected a list or another iterable as ${name}, got ${kindOf(given)}`)
  return read(() => Array.from(given), name, 'FT-H001')
}

/** An event and whose it is: a pair, as `changes` gives them, or an object. What else stands there would be lost. */
function whose (one) {
  if (kindOf(one) !== 'Array') {
    const there = fields(one, '', 'FT-H001').filter(([, value]) => value !== undefined)
    const { recipient, event } = known(Object.fromEntries(there), '', 'FT-H001', ['recipient', 'event'])
    return [recipient, event]
  }
  const pair = elements(one, '', 'FT-H001')
  if (pair.length <= 2) return pair
  throw refuse('FT-H001', '', `expected a pair of recipient and event, got a list of ${pair.length}`)
}

function idOf (recipientId, name = 'recipientId') { return given(recipientId, name) }
/** A recipient, an event or a plan: its paths begin with its own keys. */
function whole (value, name) { return typeof value === 'string' ? given(value, name) : stringify(value, 'FT-H001') }
function person (recipient, name = 'recipient') { return whole(recipient, name) }
function said (event, name = 'event') { return whole(event, name) }

/** Files as the library takes them: names, contents. */
function exported (files) {
  const all = named(files, 'files', 'FT-I012')
  return [all.map(([name]) => name), all.map(([name, value]) => content(value, name))]
}

function content (value, name) {
  if (isUint8Array(value)) return bytes(value, name, 'FT-I012')
  if (typeof value === 'string') return Buffer.from(given(value, name), 'utf8')
  throw refuse('FT-I012', name, `expected bytes, got ${kindOf(value)}`)
}

/** The importer's options as pairs; `name` is the argument's. */
function importOptions (options, name = 'options') {
  return Object.entries(known(options, name, 'FT-I010', Object.keys(IMPORT), 'there is no such option'))
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [IMPORT[key], given(value, `${name}.${key}`)])
}

/** An export and what the practice says of it. */
function answered (system, files, options, name) {
  return [given(system, 'system'), ...exported(files), importOptions(options, name)]
}

function readExport (system, files, options = {}) { return open(native.readExport(...answered(system, files, options)), OF_IMPORT.options) }
/** `readExport`, as tables; `json` is the whole, to compare the next one with. */
function readExportTables (system, files, options = {}) {
  const answer = native.readExportTables(...answered(system, files, options))
  return { ...openTables(answer, EXPORTED, OF_IMPORT.options), json: answer.json }
}

function exportQuestions (system, files, options = {}) { return open(native.exportQuestions(...answered(system, files, options)), OF_IMPORT.options) }

/** An export whose files come in pieces of any size and in any order. */
class Importer {
  #native = new native.NativeImporter()

  constructor (system, options = {}) {
    markAsUncloneable(this)
    open(this.#native.open(given(system, 'system'), importOptions(options)), OF_IMPORT.options)
  }

  /** Takes the next bytes of one file, without a copy of them. */
  push (file, piece) { open(this.#native.push(given(file, 'file'), content(piece, 'piece')), OF_IMPORT.options) }
  /** How far it has come. */
  get progress () { return open(this.#native.progress()) }
  /** There is no more: what all files say together. */
  finish () { return open(this.#native.finish(), OF_IMPORT.options) }
  toJSON () { throw noJson('`finish()` gives what the files say') }
  toString () { return 'Importer' }
}

/** Two exports as JSON; nothing comes before the first. */
function compared (before, after) {
  return [before == null ? undefined : parted(before, 'before', 'FT-S001'), parted(after, 'after', 'FT-S001')]
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
  const text = value => given(value, 'answers', undefined, 'FT-I015')
  const several = answer => kindOf(answer) === 'Array' ? elements(answer, 'answers', 'FT-I015') : [answer]
  return fields(answers, 'answers', 'FT-I015').flatMap(([key, answer]) => several(answer).map(one => [text(key), text(one)]))
}

/** Options that are texts, each of which may be left out. */
function texts (options, code, ...names) {
  const all = known(options, 'options', code, names, 'there is no such option')
  return names.map(name => all[name] === undefined ? undefined : given(all[name], name))
}

/** A mapping file with answers in it, laid over `base` or, without one, over the preset `extends`. */
function writeMapping (system, answers, options = {}) {
  const told = pairs(answers)
  return open(native.writeMapping(given(system, 'system'), told, ...texts(options, 'FT-I015', 'base', 'extends'))).mapping
}

/** What news mean in a practice system: its own words, notes, and rows for its import where it has one. */
function writeBack (shape, news, options = {}) {
  const [language = 'en', mapping] = texts(options, 'FT-I015', 'language', 'mapping')
  return open(native.writeBack(given(shape, 'shape'), parted(news, 'news', 'FT-H001'), language, mapping))
}

function classify (text) { return open(native.classify(given(text, 'text'))) }

function classifyMany (texts) { return open(native.classifyMany(textsOf(texts, 'texts'))) }
/** A list of texts. */
function textsOf (list, name) { return elements(list, name, 'FT-H001').map((text, i) => given(text, `${name}[${i}]`)) }
/** What each text of the column `text` means, row by row. */
function classifyTable (texts) { return openTable(native.classifyTable(ipc(texts, 'texts'))) }
/** What each text of the column `text` costs as an SMS, row by row. */
function smsSegmentsTable (texts) { return openTable(native.smsSegmentsTable(ipc(texts, 'texts'))) }
function smsSegments (text) { return open(native.smsSegments(given(text, 'text'))) }
/** What an SMS could say in GSM-7 instead; undefined where that saves nothing. */
function transliterate (text) { return open(native.transliterate(given(text, 'text'))) ?? undefined }
function readToken (token, keys) { return open(native.readToken(given(token, 'token'), linkKeys(keys))) }
/** The event that tells others with the same contact point of an opt-out: of an action `record_opt_out`. */
function contactRevoked (record, at) {
  const told = Object.fromEntries(fields(record, 'record', 'FT-H001'))
  const said = (key) => given(told[key], key)
  return open(native.contactRevoked(said('contact'), said('scope'), instant(told.at, 'at'), instant(at, 'at')))
}

/** What an action means for the others who have its contact point; undefined for one that concerns nobody else. */
function newsOf (action, at) {
  return open(native.newsOf(parted(action, 'action', 'FT-H001'), instant(at, 'at'))) ?? undefined
}

/** When hours are open next, in every one of the zones; undefined when they are not within 14 days. */
function nextAllowed (at, zones, policy, options) {
  const names = textsOf(zones, 'zones')
  const hours = written(policy, 'policy', 'FT-H001')
  const found = open(native.nextAllowed(instant(at, 'at'), names, hours, zoneData(options))).at
  return found === null ? undefined : new Date(found)
}

const NAMES = ['practiceName', 'providerName', 'firstName', 'lastName']

/** What in a text a message of this form may not carry. */
function lintMessage (message, form, names = {}) {
  const { exempt, ...told } = known(names, 'names', 'FT-H001', [...NAMES, 'exempt'], 'there is no such name')
  const whole = { practiceName: '', exempt: exempt === undefined ? [] : textsOf(exempt, 'exempt') }
  for (const key of NAMES) if (told[key] !== undefined) whole[key] = given(told[key], key)
  return open(native.lintMessage(given(message, 'text'), given(form, 'form'), whole))
}

/** What Regulation Z asks of a text that speaks of credit. */
function lintCreditTerms (message, product = 'unknown', facts = {}) {
  if (kindOf(facts) !== 'Object') throw refuse('FT-H001', 'facts', `expected an object, got ${kindOf(facts)}`)
  return open(native.lintCreditTerms(given(message, 'text'), given(product, 'product'), written(facts, 'facts', 'FT-H001')))
}

/** Whether the headers of an e-mail let a person leave with one click. */
function checkUnsubscribe (headers, dkimSignedHeaders) {
  const signed = textsOf(dkimSignedHeaders, 'dkimSignedHeaders')
  return open(native.checkUnsubscribe(written(headers, 'headers', 'FT-H001'), signed))
}

const REQUEST = ['method', 'token', 'contentType', 'body']

/** What to answer to a request at the unsubscribe link. */
function unsubscribeRequest (request) {
  const { method, token, contentType, body } = known(request, 'request', 'FT-H001', REQUEST)
  const kind = contentType == null ? undefined : given(contentType, 'contentType')
  const sent = isUint8Array(body) ? bytes(body, 'body', 'FT-H001') : Buffer.from(given(body ?? '', 'body'), 'utf8')
  return open(native.unsubscribeRequest(given(method, 'method'), given(token, 'token'), kind, sent))
}

/** What CAN-SPAM asks of the form of an e-mail. */
function lintCommercialEmail (email) {
  if (kindOf(email) !== 'Object') throw refuse('FT-H001', 'email', `expected an object, got ${kindOf(email)}`)
  return open(native.lintCommercialEmail(written(email, 'email', 'FT-H001')))
}

/** The level payments for an amount, exact to the cent. Amounts are texts. */
function payment (principal, apr, months, rounding = 'half_up') {
  const terms = [given(principal, 'principal'), given(apr, 'apr'), count(months, 'months', 'FT-T005')]
  return open(native.payment(...terms, given(rounding, 'rounding')))
}

/** What "no interest if paid in full" comes to with these payments, by the month. Amounts are texts. */
function deferredInterest (principal, apr, promoMonths, payments) {
  const terms = [given(principal, 'principal'), given(apr, 'apr'), count(promoMonths, 'promoMonths', 'FT-T005')]
  return open(native.deferredInterest(...terms, textsOf(payments, 'payments')))
}

/** What is wrong with a template of this form; nothing where a playbook would take it. */
function checkTemplate (source, form) {
  return open(native.checkTemplate(given(source, 'source'), given(form, 'form')))
}

/** Every error code there is. */
function errorCodes () { return open(native.errorCodes()) }
function tzVersion () { return open(native.tzVersion()) }

/** A part of a question as JSON. */
function partOf (value, name) { return parted(value, name, 'FT-X001') }

/** A case or a cohort to simulate, and the options, as JSON. */
function asked (cases, options) { return [partOf(cases, 'cases'), partOf(options ?? {}, 'options')] }

/** JSON lines: text, or the bytes of a file. */
function lines (value, name) {
  if (isUint8Array(value)) return bytes(value, name, 'FT-X001')
  if (typeof value !== 'string') throw refuse('FT-X001', name, `expected JSON lines, as text or as bytes, got ${kindOf(value)}`)
  return Buffer.from(given(value, name), 'utf8')
}

/** An answer that can be read by people and by programs. */
class Report {
  #native = new native.NativeReport()

  constructor () { markAsUncloneable(this) }

  /** From a native call that fills it. */
  static filled (key, fill) {
    if (key !== SEALED) throw new TypeError('a Report comes from what was asked')
    const report = new Report()
    return fill(report.#native) === false ? undefined : report
  }

  /** The figures as plain values. */
  data () { return JSON.parse(this.toJson()) }
  /** For JSON.stringify: the same. */
  toJSON () { return this.data() }
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
    markAsUncloneable(this)
    open(this.#native.run(Playbook.native(SEALED, playbook), ...asked(cases, options)))
  }

  /** What it came to. */
  report () { return Report.filled(SEALED, (into) => open(this.#native.report(into))) }
  /** Every plan about which somebody was written to. */
  contacted () { return open(this.#native.contacted()) }
  /** Every pending plan about which nobody was written to, and why. */
  notContacted () { return open(this.#native.notContacted()) }
  /** One case from beginning to end; undefined where no plan of that id was told of. */
  timeline (caseId) { return Report.filled(SEALED, (into) => open(this.#native.timeline(given(caseId, 'caseId'), into))) }
  /** Every call of the engine as a line of JSON. */
  records () { return open(this.#native.records()) }
  toJSON () { throw noJson('`report()` has its figures, `records()` every call') }
  toString () { return 'Simulation' }
}

/** Counts the baseline of a practice from its export: what is accepted before anything is sent. */
function audit (system, files, answers = {}, options = {}) {
  const question = [...answered(system, files, answers, 'answers'), partOf(options, 'options')]
  return Report.filled(SEALED, (into) => open(native.audit(...question, into), OF_IMPORT.answers))
}

/** Where the plans of the past stood when a playbook's messages would have gone. */
function backtest (playbook, system, files, answers = {}, options = {}) {
  const question = [Playbook.native(SEALED, playbook), ...answered(system, files, answers, 'answers'), partOf(options, 'options')]
  return Report.filled(SEALED, (into) => open(native.backtest(...question, into), OF_IMPORT.answers))
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
  const [one, texts] = [Playbook.native(SEALED, playbook), [said(plan, 'plan'), person(recipient), moment(now, options)]]
  return Report.filled(SEALED, (into) => open(native.previewTimeline(one, ...texts, into)))
}

function scenarioOf (scenario, playbook) {
  const text = typeof scenario === 'string' ? given(scenario, 'scenario') : stringify(scenario, 'FT-X001')
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
