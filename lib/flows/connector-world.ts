import type { ConnectorWorld } from '../connectors/contract.ts'
import type { Patience } from '../connectors/http/caller.ts'
import { hastyFetch } from '../connectors/http/hasty-fetch.ts'
import { fingerprintId, fingerprintKey } from '../exposure/fingerprint.ts'
import type { World } from './world.ts'

/** What a connector may use of a flow's world, and no more. `more`: a file's bytes, another patience, what its last whole run told of. */
export function connectorWorld(
  { fetch, peers, now, signal, log, auditKey }: World,
  more: Pick<ConnectorWorld, 'input' | 'patience' | 'wholeAt'> = {},
): ConnectorWorld {
  const key = fingerprintKey(auditKey)
  return { fetch, peers, now, signal, log, fingerprint: (secret) => fingerprintId(secret, key), ...more }
}

/** Somebody waits before a page: asking on is for runs. */
const testPatience: Partial<Patience> = { attempts: 2, longestWaitMs: 5_000, totalWaitMs: 10_000, tryMs: 30_000 }

/** Runs a connection test. Throws CallError where nothing answered at all: a row a permission would tell it as if it were one of rights. */
export async function inTest<T>(world: World, test: (within: ConnectorWorld) => Promise<T>): Promise<T> {
  const { fetch, silence } = hastyFetch(world.fetch)
  const answer = await test(connectorWorld({ ...world, fetch }, { patience: testPatience }))
  const nothing = silence()
  if (nothing) throw nothing
  return answer
}
