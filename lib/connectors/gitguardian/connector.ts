import type { Connector } from '../contract.ts'
import { openApi } from '../rest/api.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe } from '../rest/probes.ts'
import type { ConnectorWorld } from '../contract.ts'
import { incidents, incidentsPath, type Reading } from './incidents.ts'
import { Credential, Settings } from './settings.ts'
import { coverage, fields, policy, ways, verified } from './words.ts'

const phases: readonly Phase<Reading>[] = [{ name: 'incidents', read: incidents }]

function open({ baseUrl }: Settings, { apiKey }: Credential, world: ConnectorWorld) {
  return openApi({ baseUrl, authorize: () => ({ authorization: `Token ${apiKey}` }), world })
}

/** The secret incidents of a GitGuardian workspace, as leaks. Its own API tokens are not read. */
export const gitguardian: Connector<Settings, Credential> = {
  kind: 'gitguardian',
  family: 'leaks',
  label: 'GitGuardian workspace',
  about: 'Secrets that GitGuardian found: where, since when, and whether they still work. They become exposures; no token comes of it.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { apiKey: 'STANDDOWN_GITGUARDIAN_API_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  subject: ({ workspace, baseUrl }) => `workspace ${workspace} at ${new URL(baseUrl).host}`,
  async test(settings, credential, world) {
    const probe = {
      permission: 'Incidents (incidents:read)',
      lost: 'Every leak that GitGuardian found.',
      path: incidentsPath,
      query: { per_page: 1 },
      missing: 'GitGuardian refuses to list incidents to this token.',
    }
    return [await tryProbe(open(settings, credential, world), probe, 'GitGuardian')]
  },
  observe: (settings, credential, world, cursor) =>
    readPhases('GitGuardian', phases, { api: open(settings, credential, world), world, settings }, cursor),
}
