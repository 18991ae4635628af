// The worker: lets time pass and empties the outbox. `node worker.mjs` for good, `node worker.mjs INSTANT` once.
//
// Run one. Several are safe for what the engine remembers, but each would hand the same outbox over.

import { pathToFileURL } from 'node:url'
import { clock, fromEnvironment } from './app.mjs'

/** Posts to `url`/send, /alert or /tell_practice_system. Whatever is no 2xx is tried again at the next round.
 * @type {(url: string) => import('./host.mjs').Post} */
export const gateway = url => async (type, id, action) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': id }
  const signal = AbortSignal.timeout(10_000)
  try {
    const taken = await fetch(`${url}/${type}`, { method: 'POST', headers, body: JSON.stringify(action), signal })
    return taken.ok
  } catch {
    return false
  }
}

export async function main (host = fromEnvironment()) {
  const post = gateway(process.env.GATEWAY ?? '')
  if (process.argv[2]) return host.work(process.argv[2], post)
  for (;;) {
    await host.work(clock(), post)
    await new Promise(resolve => setTimeout(resolve, 5_000))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
