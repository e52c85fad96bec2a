import type { Gap, Observation } from '../../model/sighting.ts'
import { checked } from '../checked.ts'
import type { ConnectorWorld } from '../contract.ts'
import { openCluster } from './api.ts'
import { kubernetes } from './connector.ts'
import { publish } from './reported.ts'
import type { Settings } from './settings.ts'

/**
 * What the collector does: reads the cluster that it runs in, and writes what it saw to where the source outside reads it. Throws CallError where it
 * cannot write, and AppError where it cannot read at all; then the last report stays.
 */
export async function collect(
  settings: Settings,
  credential: { token: string },
  world: ConnectorWorld,
): Promise<{ tokens: number; issuers: number; gaps: readonly Gap[]; parts: number }> {
  const { report, ...direct } = settings
  if (!report) throw new RangeError('A collector needs to know where to report.')
  const seen: Observation[] = []
  for await (const one of checked(kubernetes.observe(direct, credential, world, null))) seen.push(one)
  const { parts } = await publish(openCluster(settings, credential, world), report, { seen, now: world.now })
  const count = (see: Observation['see']) => seen.filter((one) => one.see === see).length
  return { tokens: count('token'), issuers: count('issuer'), gaps: seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : [])), parts }
}
