// The HTTP side: what comes in from the practice system, the gateway, patients and staff.
//
// Whoever may call these routes is for your product to say: put your login and the gateway's signature in front of them.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import fastify from 'fastify'
import { FollowthroughError, readToken, unsubscribeRequest } from 'followthrough'
import { connect, Host, Nobody } from './host.mjs'

/** @import { TokenState } from 'followthrough' */

/** A body that is no JSON object with the texts that a route needs. */
class Unreadable extends Error {}

/** @type {(text: string) => string} */
const page = text =>
  `<!doctype html><meta name="viewport" content="width=device-width"><title>${text}</title><p>${text}</p>`
/** @type {(text: string) => string} */
const button = text => `<form method="post"><button name="confirm" value="yes">${text}</button></form>`

export const clock = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z')

/** @param {Host} host
 * @param {string} scheduler */
export function createApp (host, scheduler, now = clock) {
  const app = fastify({ bodyLimit: 256 * 1024, exposeHeadRoutes: false })
  /** @type {(decision: { actions: Array<{ type: string }>, wake_at?: string }) => object} */
  const answer = decision => ({ actions: decision.actions.map(action => action.type), wake_at: decision.wake_at })

  /** The body, which has at least these texts.
   * @type {(body: any, ...texts: string[]) => any} */
  const said = (body, ...texts) => {
    if (texts.some(key => typeof body?.[key] !== 'string')) throw new Unreadable(`expected JSON with ${texts.join(', ')}`)
    return body
  }

  // All but JSON as it came: forms of mail services in any type, playbooks.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body))

  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Nobody) return reply.code(404).send({ errors: [{ code: 'nobody' }] })
    if (error instanceof Unreadable) return reply.code(422).send({ errors: [{ code: 'body', message: error.message }] })
    if (!(error instanceof FollowthroughError)) return reply.send(error)
    // Nothing was changed; not to be tried again as it is.
    return reply.code(error.code === 'FT-H004' ? 409 : 422).send({ errors: error.errors })
  })

  // The practice system

  /** `{"event_id", "recipient"}`. Whoever is not followed up yet is from now on. */
  app.put('/people/:id', (/** @type {any} */ { params, body }) => {
    const event = { at: now(), ...said(body, 'event_id'), type: 'recipient' }
    if (event.recipient instanceof Object) event.recipient = { ...event.recipient, id: params.id }
    return answer(host.hear(now(), params.id, event))
  })

  /** Any event of docs/wire.md: plans, visits, consent, what staff say of a case. */
  app.post('/people/:id/events', (/** @type {any} */ { params, body }) => {
    return answer(host.hear(now(), params.id, said(body, 'event_id', 'type')))
  })

  app.put('/settings/:key(^hold_until|facts_as_of$)', (/** @type {any} */ { params, body }, reply) => {
    host.run('insert or replace into setting values (?, ?)', params.key, said(body, 'value').value)
    return reply.code(204).send()
  })

  // The gateway

  /** `{"event_id", "channel", "from", "text"}`, the id being the gateway's own. */
  app.post('/webhooks/reply', ({ body }) => {
    const event = { at: now(), ...said(body, 'event_id', 'from', 'text'), type: 'reply' }
    const recipient = host.writer(event.from)
    if (recipient) return answer(host.hear(now(), recipient, event))
    host.stranger(now(), event)
    return answer({ actions: [] })
  })

  /** `{"event_id", "action_id", "result"}`, with `class` for a failure. */
  app.post('/webhooks/receipt', ({ body }) => {
    const event = { at: now(), ...said(body, 'event_id', 'action_id'), type: 'receipt' }
    return answer(host.hear(now(), host.of('id', 'outbox', event.action_id), event))
  })

  // The patient

  app.route({
    method: ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: '/go',
    handler (/** @type {any} */ request, reply) {
      const { method, headers, query: { ft: token = '' } } = request
      /** @type {TokenState | 'book' | 'unsubscribe'} */
      let purpose
      let recipient = ''
      try {
        purpose = readToken(token, host.keys).purpose
        recipient = host.of('token', 'link', token)
      } catch (error) {
        if (error instanceof Nobody) purpose = 'unknown'
        else if (error instanceof FollowthroughError) purpose = 'tampered'
        else throw error
      }
      /** @type {(kind: 'landed' | 'confirmed') => void} */
      const clicked = kind => host.hear(now(), recipient,
        { event_id: headers['x-request-id'] ?? randomUUID(), at: now(), type: 'click', token, kind })
      reply.type('text/html; charset=utf-8')
      if (purpose === 'book' && method === 'POST') {
        clicked('confirmed')
        return reply.redirect(scheduler, 303)
      }
      if (purpose === 'book' && (method === 'GET' || method === 'HEAD')) {
        clicked('landed') // scanners and previews come here too: it moves nothing
        return page('Find a time that suits you.') + button('See open times')
      }
      const state = purpose === 'unsubscribe' ? 'valid' : purpose === 'book' ? 'other_purpose' : purpose
      const body = Buffer.isBuffer(request.body) ? request.body : undefined // JSON is no form
      const found = unsubscribeRequest({ method, contentType: headers['content-type'], body: body ?? '', token: state })
      if (found.unsubscribe) clicked('confirmed')
      if (found.allow) reply.header('allow', found.allow)
      /** @type {Record<string, string>} */
      const texts = {
        ask_page: page('Stop these e-mails?') + button('Yes, stop'),
        done_page: page('Done. You will get no more of these e-mails.')
      }
      return reply.code(found.status).send(texts[found.answer] ?? '')
    }
  })

  // The practice's people

  app.get('/tasks', (/** @type {any} */ { query }) => host.tasks(query.role))

  /** `{"event_id", "outcome"}`, with `by`, `until`, `contact` as docs/wire.md has them. */
  app.post('/tasks/:id', (/** @type {any} */ { params, body }) => {
    const event = { at: now(), ...said(body, 'event_id', 'outcome'), type: 'staff', task_id: params.id }
    return answer(host.hear(now(), host.of('task_id', 'outbox', params.id), event))
  })

  app.get('/people/:id/explain', (/** @type {any} */ { params, query }, reply) => {
    const explanation = host.playbook().explain(host.load(params.id), now(), host.known())
    if (query.as !== 'text') return explanation
    return reply.type('text/plain; charset=utf-8').send(explanation.says.join('\n') + '\n')
  })

  app.get('/people/:id/export', (/** @type {any} */ { params }) => host.export(params.id))

  app.delete('/people/:id', (/** @type {any} */ { params }, reply) => {
    host.erase(params.id)
    return reply.code(204).send()
  })

  app.get('/aside', () => host.all('select at, recipient, code, event from aside order by n'))

  /** The document as YAML; `?dry=1` only tells what it would change. */
  app.post('/playbook', (/** @type {any} */ { query, body }) => host.publish(now(), body.toString(), 'dry' in query))

  return app
}

/** Database, link keys and the first playbook. A key is 32 random bytes: `openssl rand -hex 32`. */
export function fromEnvironment () {
  const keys = (process.env.LINK_KEYS ?? '').split(',').map(key => Buffer.from(key, 'hex'))
  const host = new Host(connect(process.env.DATABASE ?? 'followthrough.db'), keys)
  if (!host.get('select 1 from playbook')) {
    host.publish(clock(), readFileSync(new URL('../playbook.yaml', import.meta.url), 'utf8'))
  }
  return host
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const app = createApp(fromEnvironment(), process.env.SCHEDULER ?? 'https://book.example.com/peachtree')
  console.log(await app.listen({ port: Number(process.env.PORT ?? 5000) }))
}
