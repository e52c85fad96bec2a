import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { checkOrganisation, openAnthropic } from './api.ts'
import { federationRules } from './federation.ts'
import { apiKeys } from './keys.ts'
import { paths, readLookups, type Reading } from './lookups.ts'
import { ActionCredential, Credential, Settings } from './settings.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'api-keys', read: apiKeys },
  { name: 'federation-rules', read: federationRules },
]

const query = { limit: 1 }
const refuses = (what: string) => `Anthropic refuses to list ${what} to this credential.`

const probes: readonly (Probe & { federation?: true })[] = [
  { permission: 'API keys', lost: 'Every key.', path: paths.keys, query, missing: refuses('keys') },
  {
    permission: 'Members',
    lost: 'Whose a key is, and whether they are still members.',
    path: paths.members,
    query,
    missing: refuses('members'),
  },
  {
    permission: 'Workspaces',
    lost: 'What a workspace is called, and its tags.',
    path: paths.workspaces,
    query,
    missing: refuses('workspaces'),
  },
  {
    federation: true,
    permission: 'Service accounts (org:admin)',
    lost: 'What service accounts are called, and their role.',
    path: paths.serviceAccounts,
    query,
    missing: refuses('service accounts'),
  },
  {
    federation: true,
    permission: 'Federation issuers (org:admin)',
    lost: 'Whom federation rules trust.',
    path: paths.issuers,
    query,
    missing: refuses('issuers'),
  },
  {
    federation: true,
    permission: 'Federation rules (org:admin)',
    lost: 'What mints short-lived tokens.',
    path: paths.rules,
    query,
    missing: refuses('rules'),
  },
]

/** An Anthropic organisation's API keys, and the federation rules that take their place. */
export const anthropic: Connector<Settings, Credential, ActionCredential> = {
  kind: 'anthropic',
  family: 'agents',
  label: 'Anthropic organisation',
  about: 'API keys of every workspace with whoever they act as, and the federation rules that mint short-lived tokens in their place.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { adminKey: 'STANDDOWN_ANTHROPIC_ADMIN_KEY', privateKey: 'STANDDOWN_ANTHROPIC_PRIVATE_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ organisation }) => `Anthropic organisation ${organisation}`,
  async test(settings, credential, world) {
    const opened = openAnthropic(settings, credential, world)
    await checkOrganisation(opened, settings)
    const { api, federated } = opened
    const checks: Check[] = []
    for (const { federation, ...probe } of probes) {
      if (federation && !federated) checks.push(onlyFederated(probe))
      else checks.push(await tryProbe(api, probe, 'Anthropic'))
    }
    return checks
  },
  observe,
}

function onlyFederated({ permission, lost }: Probe): Check {
  return { permission, state: 'missing', says: 'Anthropic takes no Admin API key for this: sign in by federation.', lost }
}

/** What keys and rules are judged by is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const anthropic = openAnthropic(settings, credential, world)
  await checkOrganisation(anthropic, settings)
  const lookups = yield* readLookups(anthropic)
  yield* readPhases('Anthropic', phases, { ...anthropic, world, lookups }, cursor)
}
