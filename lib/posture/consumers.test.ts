import { expect, it } from 'vitest'
import { consumersOf } from './consumers.ts'

const at = new Date('2026-11-23T07:00:00Z')
const nobody = { named: [], stated: [], lastUsed: 'not-reported', workload: null, thirdParty: null } as const

it.each<[string, Partial<Parameters<typeof consumersOf>[0]>, object[]]>([
  ['nobody says', {}, []],
  ['a service in a use log', { lastUsed: { at, service: 's3', region: 'eu-central-1' } }, [{ name: 's3, eu-central-1', evidence: 'last-service', certainty: 'certain', lastSeen: at }]],
  ['a use without a service names nobody', { lastUsed: { at } }, []],
  ['named by the source and by people once', { named: ['etl'], stated: ['etl', 'nightly'] }, [{ name: 'etl', evidence: 'named', certainty: 'likely', lastSeen: null }, { name: 'nightly', evidence: 'stated', certainty: 'likely', lastSeen: null }]],
  ['a workload by a rule is a guess', { workload: { name: 'billing', how: 'rule' } }, [{ name: 'billing', evidence: 'workload', certainty: 'possible', lastSeen: null }]],
  ['a workload a person stated', { workload: { name: 'billing', how: 'stated' } }, [{ name: 'billing', evidence: 'workload', certainty: 'likely', lastSeen: null }]],
  ['a third party', { thirdParty: 'Vendor' }, [{ name: 'Vendor', evidence: 'holder', certainty: 'likely', lastSeen: null }]],
])('%s', (_, told, found) => expect(consumersOf({ ...nobody, ...told })).toEqual(found)) // prettier-ignore
