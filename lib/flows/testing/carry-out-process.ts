import { openDb } from '../../db/db.ts'
import { readKeyRing } from '../../server/seal.ts'
import { openGround, worldFrom } from '../../server/world.ts'
import { carryOutAct } from '../carry-out-act.ts'

/**
 * Carries one act out in a process of its own, to be killed. Where a request has `haltAt` in its address or form it says 'here' and waits
 * for its end: before the request is sent, or after it was answered.
 */
const [url = '', key = '', id = '', now = '', haltAt = '', when = 'before'] = process.argv.slice(2)
const db = openDb(url, { max: 3, name: 'test act' })
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function haltingFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const text = `${request.url} ${await request.clone().text()}`
  const halts = text.includes(haltAt)
  if (halts && when === 'before') await forGood()
  const response = await fetch(request)
  if (halts) await forGood()
  return response
}

function forGood(): Promise<never> {
  process.send?.('here')
  return new Promise(() => undefined)
}

const ground = await openGround({ db, keys: readKeyRing(key), log: silent, fetch: haltingFetch as typeof fetch })
process.on('disconnect', () => process.exit(0))
const state = await carryOutAct({ ...(await worldFrom(ground)), now: new Date(now) }, id)
process.send?.({ state })
await db.close()
process.exit(0)
