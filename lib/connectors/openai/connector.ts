import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openOpenAI } from './api.ts'
import { certificatesPath, readMutualTls } from './certificates.ts'
import { adminKeys, adminKeysPath, projectKeys, projectsPath, type Reading } from './keys.ts'
import { Credential, Settings } from './settings.ts'
import { coverage, fields, policy, ways, verified } from './words.ts'
import { providersPath, workloadIdentity } from './workload-identity.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'admin-keys', read: adminKeys },
  { name: 'project-keys', read: projectKeys },
  { name: 'workload-identity', read: workloadIdentity },
]

const probes: readonly Probe[] = [
  {
    permission: 'Admin keys (read)',
    lost: 'Keys that administer the organisation.',
    path: adminKeysPath,
    query: { limit: 1 },
    missing: 'OpenAI refuses to list admin keys to this key.',
  },
  {
    permission: 'Projects and their keys (read)',
    lost: 'Keys of projects, which is most of them.',
    path: projectsPath,
    query: { limit: 1 },
    missing: 'OpenAI refuses to list projects to this key.',
  },
  {
    permission: 'Certificates (read)',
    lost: 'Whether requests need a client certificate: without it every key counts as replayable.',
    path: certificatesPath,
    query: { limit: 1 },
    missing: 'OpenAI refuses to list certificates to this key.',
  },
  {
    permission: 'Workload identity providers (read)',
    lost: 'What mints short-lived tokens in the place of keys.',
    path: providersPath,
    query: { limit: 1 },
    missing: 'OpenAI refuses to list workload identity providers to this key.',
  },
]

/** An OpenAI organisation's keys, through its administration interface. */
export const openai: Connector<Settings, Credential, Credential> = {
  kind: 'openai',
  family: 'agents',
  label: 'OpenAI organisation',
  about:
    'Admin keys, the keys of every project with the person or service account that owns them, and the federation rules that take their place.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { adminKey: 'STANDDOWN_OPENAI_ADMIN_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ organisation }) => `OpenAI organisation ${organisation}`,
  async test(settings, credential, world) {
    return tryProbes(openOpenAI(settings, credential, world), probes, 'OpenAI')
  },
  observe,
}

/** Whether the organisation asks for client certificates is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const api = openOpenAI(settings, credential, world)
  const mutualTls = yield* readMutualTls({ api })
  yield* readPhases('OpenAI', phases, { api, world, mutualTls }, cursor)
}
