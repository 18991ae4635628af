'use strict'
// What a host hands in, as the text that crosses; and the one error for what cannot.
const { types } = require('node:util')

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
  return new FollowthroughError({ code, path: String(path), message, ...(help && { help }) })
}

const HALF = 'leave the half of the pair out, or replace it: text.toWellFormed()'

/** An argument that is text, kept exactly: the same code in every function, and the argument's name as path. */
function given (value, name, help, code = 'FT-H001') {
  if (typeof value !== 'string') throw refuse(code, name, `expected text, got ${kindOf(value)}`, help)
  if (!value.isWellFormed()) throw refuse(code, name, 'expected text, got half of a surrogate pair', HALF)
  return value
}

/** What a value calls itself may be anything, what a person wrote too: only these are repeated. */
const KINDS = new Set([
  'Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp', 'Error', 'Boolean', 'Number', 'String', 'Symbol',
  'BigInt', 'ArrayBuffer', 'DataView', 'Uint8Array', 'URLSearchParams', 'Headers', 'FormData', 'Blob', 'Module', 'Arguments'
])

/** What a value is, for a message. Never throws. */
function kindOf (value) {
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  try {
    return calledItself(value)
  } catch {
    return 'object that cannot be read'
  }
}

function calledItself (object) {
  if (types.isDate(object)) return 'Date'
  const kind = Object.prototype.toString.call(object).slice(8, -1)
  return KINDS.has(kind) ? kind : 'object of another kind'
}

/** A host's own code threw while its object was read: it is the `cause` of a refusal that says where. */
function threw (cause, path, code) {
  const error = refuse(code, path, 'expected a value, got code that throws when it is read', 'your own value threw, `cause` has it; try again where that may pass')
  error.cause = cause
  return error
}

function read (look, path, code) {
  try {
    return look()
  } catch (cause) {
    throw threw(cause, path, code)
  }
}

/** Whether an object has nothing but what is its own: one of a class may have getters, which its keys do not show. */
function isPlain (object) {
  const prototype = Object.getPrototypeOf(object)
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
}

/** Whether all that is an object's own are keys that can be seen. */
function isOpen (object) {
  return Reflect.ownKeys(object).every(key => typeof key === 'string' && Object.getOwnPropertyDescriptor(object, key)?.enumerable)
}

/** Whether a class of the object has a getter: what it gives would be passed over. */
function hasGetters (object) {
  let at = object
  // A proxy may have one prototype after the other without an end.
  for (let depth = 0; !isPlain(at); depth++) {
    if (depth > DEPTH) return true
    at = Object.getPrototypeOf(at)
    if (Object.values(Object.getOwnPropertyDescriptors(at)).some(({ get }) => get !== undefined)) return true
  }
  return false
}

/** The keys of an object of options with their values, each read once. An option that is passed over may be a brake. */
function fields (value, name, code) {
  if (kindOf(value) !== 'Object') throw refuse(code, name, `expected an object, got ${kindOf(value)}`)
  if (!read(() => isPlain(value) && isOpen(value), name, code)) {
    throw refuse(code, name, 'expected a plain object, got one with more than its keys show', 'write the options as {…}')
  }
  return read(() => Object.keys(value), name, code).map(key => [key, read(() => value[key], name, code)])
}

/** The same as an object, of keys that there are. */
function known (value, name, code, names, what = 'there is no such key') {
  const all = fields(value, name, code)
  if (all.some(([key]) => !names.includes(key))) throw refuse(code, name, what, `one of: ${names.join(', ')}`)
  return Object.fromEntries(all)
}

/** The elements of a list, each read once. */
function elements (value, name, code, of = 'a list') {
  if (kindOf(value) !== 'Array') throw refuse(code, name, `expected ${of}, got ${kindOf(value)}`)
  const length = read(() => value.length, name, code)
  if (!(length <= VALUES)) throw refuse(code, name, `expected at most ${VALUES} values`, 'hand it over in parts')
  return read(() => Array.from({ length }, (_, i) => value[i]), name, code)
}

const ofTyped = (name) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name).get
const [bufferOf, offsetOf, lengthOf] = ['buffer', 'byteOffset', 'byteLength'].map(ofTyped)

/** The bytes of a Uint8Array, without a copy. Those that went to another thread are not there any more. */
function bytes (array, name, code) {
  try {
    const buffer = bufferOf.call(array)
    // Throws of a buffer that is detached; Node has no question for that before 21.
    new Uint8Array(buffer)
    return Buffer.from(buffer, offsetOf.call(array), lengthOf.call(array))
  } catch {
    throw refuse(code, name, 'expected bytes, got some that are not here any more', 'they were handed to another thread: copy them before')
  }
}

/** A count, in digits: napi would bend a number that does not fit. */
function count (value, name, code, least = 1) {
  if (Number.isSafeInteger(value) && value >= least) return String(value)
  throw refuse(code, name, `expected a whole number from ${least}, got ${typeof value === 'number' ? value : kindOf(value)}`)
}

const DEPTH = 100
// More than any practice has, and as much as one text of JavaScript's holds.
const VALUES = 10_000_000
const NAMED = 12

/** JSON.stringify, without what it drops or bends in silence. What is read once is what is written. */
function stringify (value, code) {
  const reader = new Reader(code)
  const copy = reader.copy(value)
  try {
    return JSON.stringify(copy)
  } catch {
    throw refuse(code, '', 'expected a value that fits into one text of JavaScript', 'hand it over in parts')
  }
}

/** JSON text, or a value as such. */
function parted (value, name, code) {
  return typeof value === 'string' ? given(value, name) : written(value, name, code)
}

/** A value as JSON text; what is wrong in it stands below the argument's name. */
function written (value, name, code) {
  try {
    return stringify(value, code)
  } catch (error) {
    if (!(error instanceof FollowthroughError)) throw error
    throw below(name, error, code)
  }
}

/** The same refusal, of what stands below that name. */
function below (name, error, code = error.code) {
  const path = error.path.startsWith('[') ? `${name}${error.path}` : error.path ? `${name}.${error.path}` : name
  const refused = refuse(code, path, error.reason, error.help)
  if ('cause' in error) refused.cause = error.cause
  return refused
}

/**
 * Copies a value into plain objects and lists, each property of each object read once: a getter, or a proxy, may say
 * something else at the second look.
 */
class Reader {
  #code
  #trail = []
  /** Each object with its copy and how many values are in it; without them while it is being read. */
  #seen = new Map()
  #values = 0

  constructor (code) { this.#code = code }

  copy (value) {
    switch (typeof value) {
      case 'string':
        if (!value.isWellFormed()) throw this.#wrong('expected text, got half of a surrogate pair', HALF)
        return value
      case 'boolean':
        return value
      case 'number':
        if (!Number.isFinite(value)) throw this.#wrong(`expected a value, got ${value}`, 'leave the key out where there is no number')
        // Beyond 2^53 it may already be another number than the one that was written.
        if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw this.#wrong('expected a number that JavaScript holds exactly', 'give it as JSON text')
        return value
      case 'undefined':
        throw this.#wrong('expected a value, got undefined')
      case 'bigint':
        throw this.#wrong('expected a value that JSON has, got a BigInt', 'give money as text, a count as a number')
      case 'function':
      case 'symbol':
        throw this.#wrong(`expected a value that JSON has, got a ${typeof value}`)
    }
    if (value === null) return null
    if (types.isDate(value)) {
      if (Number.isNaN(Date.prototype.getTime.call(value))) throw this.#wrong('expected an instant, got an invalid Date')
      return Date.prototype.toISOString.call(value)
    }
    return this.#object(value)
  }

  /** The same object in several places is read once, and counts in each: its text is written out in each. */
  #object (value, asked = true) {
    const known = this.#seen.get(value)
    if (known !== undefined) {
      if (known.copy === undefined) throw this.#wrong('expected a value, got a cyclic one: it contains itself', 'take out what leads back: an id in its place, say')
      this.#count(known.values)
      return known.copy
    }
    if (this.#trail.length >= DEPTH) throw this.#wrong(`nested deeper than ${DEPTH} levels, or without an end`)
    const own = { copy: undefined, values: 0 }
    this.#seen.set(value, own)
    const before = this.#values
    const copy = this.#parts(value, asked)
    own.copy = copy
    own.values = this.#values - before
    return copy
  }

  #count (more) {
    this.#values += more
    if (this.#values <= VALUES) return
    throw this.#wrong(`expected at most ${VALUES} values, with each object counted in every place where it stands`, 'hand it over in parts')
  }

  #parts (value, asked) {
    let kind, toJSON, instead
    try {
      kind = Array.isArray(value) ? 'Array' : calledItself(value)
      toJSON = asked && kind === 'Object' ? value.toJSON : undefined
      instead = typeof toJSON === 'function' ? toJSON.call(value) : value
    } catch (cause) {
      throw this.#threw(cause)
    }
    if (kind === 'Array') return this.#list(value)
    if (kind !== 'Object') throw this.#wrong(`expected a plain object, an array or a Date, got ${/^[AEIOo]/.test(kind) ? 'an' : 'a'} ${kind}`)
    if (instead === value) return this.#keys(value, toJSON)
    // As JSON.stringify has it: what toJSON gives is not asked for another one.
    const whole = instead !== null && typeof instead === 'object' && !types.isDate(instead)
    return whole ? this.#object(instead, false) : this.copy(instead)
  }

  #list (list) {
    const copy = []
    const length = this.#of(list, 'length')
    if (!Number.isSafeInteger(length)) throw this.#wrong('expected a list, got one without a length')
    // By index: forEach passes over holes, and JSON.stringify makes them null.
    for (let i = 0; i < length; i++) {
      this.#trail.push(i)
      copy.push(this.copy(this.#of(list, i)))
      this.#trail.pop()
      this.#count(1)
    }
    return copy
  }

  /** `toJSON` where it was read already. */
  #keys (object, toJSON) {
    let keys, symbols, getters
    try {
      keys = Object.keys(object)
      symbols = Object.getOwnPropertySymbols(object)
      getters = hasGetters(object)
    } catch (cause) {
      throw this.#threw(cause)
    }
    if (symbols.length > 0) throw this.#wrong('expected an object with texts as keys, got a symbol')
    if (getters) {
      throw this.#wrong('expected a plain object, got one of a class with getters', 'write its values out: {...}')
    }
    const copy = {}
    for (const key of keys) {
      if (!key.isWellFormed()) throw this.#wrong('expected an object with texts as keys, got half of a surrogate pair in one', HALF)
      this.#trail.push(key)
      const value = key === 'toJSON' && toJSON !== undefined ? toJSON : this.#of(object, key)
      // A key without a value is a key that is not there, in JavaScript as on the wire.
      if (value !== undefined) put(copy, key, this.copy(value))
      this.#trail.pop()
      this.#count(1)
    }
    return copy
  }

  #of (object, key) {
    try {
      return object[key]
    } catch (cause) {
      throw this.#threw(cause)
    }
  }

  #threw (cause) { return threw(cause, this, this.#code) }

  #wrong (message, help) { return refuse(this.#code, this, message, help) }

  /** Where it reads: `plan.procedures[0].fee`. */
  toString () {
    const named = this.#trail.slice(0, NAMED).reduce((path, part) => {
      if (typeof part === 'number') return `${path}[${part}]`
      // A key that does not look like one of ours may be a person's.
      const shown = /^[a-z0-9_]{1,32}$/.test(part) && !/^\d+$/.test(part) ? part : '?'
      return path ? `${path}.${shown}` : shown
    }, '')
    return this.#trail.length > NAMED ? `${named}…` : named
  }
}

/** A key such as `__proto__` is a key. */
function put (copy, key, value) {
  if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
  else copy[key] = value
}

module.exports = { FollowthroughError, below, bytes, count, elements, fields, given, kindOf, known, parted, read, refuse, stringify, written }
