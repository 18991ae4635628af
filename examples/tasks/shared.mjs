// What the tasks have in common: a practice, a person, a plan that was presented.

import { readFileSync } from 'node:fs'

const read = name => readFileSync(new URL(name, import.meta.url), 'utf8')

export const PRACTICE = read('practice.yaml')
export const ANA = JSON.parse(read('ana.json'))
export const PRESENTED = JSON.parse(read('presented.json'))
export const KEYS = ['a key of the examples, public!!!']
