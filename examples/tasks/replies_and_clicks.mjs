// Answer replies and clicks.

import { FollowUp, FollowthroughError, Playbook, readToken, unsubscribeRequest } from 'followthrough'
/** @import { Channel, Decision, Event, TokenState } from 'followthrough' */
import { ANA, KEYS, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE).withLinkKeys(KEYS)
const people = new Map([['r-77', new FollowUp(ANA)]])
/** @type {Map<string, string>} */
const links = new Map() // tables: the recipient of a token;
/** @type {Map<string, string>} */
const lastWrittenTo = new Map() // of a phone or address

/** @type {(recipient: string, now: string, event?: Event) => Decision} */
function hear (recipient, now, event) {
  const ana = people.get(recipient)
  if (!ana) throw new Error('nobody')
  const decision = event ? playbook.handle(ana, now, event) : playbook.tick(ana, now)
  for (const action of decision.actions) {
    const which = 'step' in action ? action.step : 'kind' in action ? action.kind : 'status' in action ? action.status : ''
    console.log(now, action.type, which)
    if (action.type === 'send') {
      lastWrittenTo.set(action.to, recipient)
      for (const link of action.links) links.set(link.token, recipient)
    }
  }
  return decision
}

// docs: reply
/** The gateway's webhook. Of those who share a number it is whose we wrote to last.
 * @type {(messageId: string, now: string, channel: Channel, from: string, text: string) => Decision | string} */
function onReply (messageId, now, channel, from, text) {
  const recipient = lastWrittenTo.get(from)
  if (!recipient) return 'for a person to read' // nobody we know; a STOP goes on the suppression list all the same
  return hear(recipient, now, { event_id: messageId, at: now, type: 'reply', channel, from, text })
}
// docs: end

// docs: click
/** The page behind every link. A status, and what is shown.
 * @type {(requestId: string, now: string, method: string, token: string, contentType?: string, body?: string) => [number, string]} */
function onLink (requestId, now, method, token, contentType, body) {
  const recipient = links.get(token)
  /** @type {TokenState | 'book' | 'unsubscribe'} */
  let purpose = 'tampered'
  try {
    purpose = readToken(token, KEYS).purpose
  } catch (error) {
    if (!(error instanceof FollowthroughError)) throw error
  }
  /** @type {Event & { type: 'click' }} */
  const event = { event_id: requestId, at: now, type: 'click', token, kind: 'confirmed' }
  if (purpose === 'book' && recipient) {
    if (method === 'GET') { // scanners come here too
      hear(recipient, now, { ...event, kind: 'landed' })
      return [200, 'a page with one button, which posts']
    }
    hear(recipient, now, event)
    return [303, 'to the online booking']
  }
  const state = purpose === 'book' ? 'other_purpose' : purpose !== 'unsubscribe' ? purpose : recipient ? 'valid' : 'unknown'
  const found = unsubscribeRequest({ method, contentType, body: body ?? '', token: state })
  if (found.unsubscribe && recipient) hear(recipient, now, event)
  return [found.status, found.answer]
}
// docs: end

hear('r-77', PRESENTED.at, PRESENTED)
hear('r-77', '2026-03-03T15:00:00Z')
const [book = ''] = links.keys()
console.log(...onLink('q1', '2026-03-03T16:00:00Z', 'GET', book))
console.log(...onLink('q2', '2026-03-03T16:00:00Z', 'GET', 'A'.repeat(24)))
hear('r-77', '2026-03-05T15:00:00Z')
const unsubscribe = [...links.keys()].find(token => readToken(token, KEYS).purpose === 'unsubscribe') ?? ''
const form = 'application/x-www-form-urlencoded'
console.log(...onLink('q3', '2026-03-05T16:00:00Z', 'GET', unsubscribe))
console.log(...onLink('q4', '2026-03-05T16:00:01Z', 'POST', unsubscribe, form, 'List-Unsubscribe=One-Click'))
console.log(...onLink('q5', '2026-03-05T17:00:00Z', 'POST', book))
onReply('m1', '2026-03-05T18:00:00Z', 'sms', '+14045550177', 'STOP')
onReply('m1', '2026-03-05T18:00:09Z', 'sms', '+14045550177', 'STOP') // the gateway tried again
console.log(onReply('m2', '2026-03-05T18:00:00Z', 'sms', '+14045550199', 'Who is this?'))
