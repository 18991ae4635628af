// The tables of README.md are the package: every name there is, and no other.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import * as followthrough from 'followthrough'

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
// What the wrappers hand to each other.
const OURS = new Set(['native', 'filled', 'length', 'name', 'prototype'])

test('the tables name everything there is', () => {
  const [, tables] = README.split('## Everything there is')
  const named = [...tables.matchAll(/^\| `(?:new )?([A-Za-z.]+)[^`]*` \|/gm)].map(([, name]) => name)
  const there = []
  for (const [name, made] of Object.entries(followthrough)) {
    if (name === 'default') continue
    there.push(name)
    if (!/^class/.test(Function.prototype.toString.call(made))) continue
    const own = Object.getOwnPropertyNames(made).filter(name => !OURS.has(name))
    const each = Object.getOwnPropertyNames(made.prototype).filter(name => name !== 'constructor')
    there.push(...[...own, ...each].map(part => `${name}.${part}`))
  }
  assert.deepEqual(named.sort(), there.sort())
})

test('an error has what the page says', () => {
  const said = README.split('## Errors')[1].split('##')[0]
  try {
    followthrough.Playbook.fromYaml('')
    assert.fail('taken')
  } catch (error) {
    const names = Object.getOwnPropertyNames(error).filter(name => !['stack', 'name'].includes(name))
    assert.deepEqual(names.filter(name => !said.includes(`\`${name}\``)), [])
  }
})

test('the examples look at what a comparison warns of', () => {
  const files = readdirSync(new URL('../../examples/', import.meta.url), { recursive: true, encoding: 'utf8' })
  const programs = files.filter(file => file.endsWith('.mjs') && !file.includes('node_modules'))
  const texts = programs.map(file => [file, readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8')])
  const comparing = texts.filter(([, text]) => /\bchanges\(/.test(text))
  assert.ok(comparing.length >= 2, 'no example compares exports')
  for (const [file, text] of comparing) for (const warning of ['shrunk', 'older']) assert.ok(text.includes(`news.${warning}`), `${file}: ${warning}`)
})
