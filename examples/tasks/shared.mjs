// What the tasks have in common: a practice, a person, a plan that was presented.

import { readFileSync } from 'node:fs'

/** @type {(name: string) => string} */
const read = name => readFileSync(new URL(name, import.meta.url), 'utf8')

export const PRACTICE = read('practice.yaml')
/** @type {import('followthrough').Recipient} */
export const ANA = JSON.parse(read('ana.json'))
/** @type {import('followthrough').Event & { type: 'plan', at: string }} */
export const PRESENTED = JSON.parse(read('presented.json'))
export const KEYS = ['a key of the examples, public!!!']
