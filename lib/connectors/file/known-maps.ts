import keystone from '../../../docs/connectors/maps/keystone.json' with { type: 'json' }
import npm from '../../../docs/connectors/maps/npm.json' with { type: 'json' }
import unleash from '../../../docs/connectors/maps/unleash.json' with { type: 'json' }
import type { FileMap } from './mapping.ts'

export type KnownMap = { name: string; label: string; map: FileMap }

/** The maps of the documentation, which were tried against the tools they are for. */
export const knownMaps: readonly KnownMap[] = [
  { name: 'unleash', label: 'Unleash: API tokens', map: unleash },
  { name: 'keystone', label: 'OpenStack Keystone: application credentials', map: keystone },
  { name: 'npm', label: 'npm registry (Verdaccio): access tokens', map: npm },
]
