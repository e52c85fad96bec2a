import type { Check, Connector } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openOpenAI } from './api.ts'
import { adminKeys, adminKeysPath, projectKeys, projectsPath, type Reading } from './keys.ts'
import { Credential, Settings } from './settings.ts'
import { coverage, fields, policy, ways, verified } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'admin-keys', read: adminKeys },
  { name: 'project-keys', read: projectKeys },
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
]

/** An OpenAI organisation's keys, through its administration interface. */
export const openai: Connector<Settings, Credential, Credential> = {
  kind: 'openai',
  family: 'agents',
  label: 'OpenAI organisation',
  about: 'Admin keys, and the keys of every project with the person or service account that owns them.',
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
    const api = openOpenAI(settings, credential, world)
    const checks: Check[] = []
    for (const probe of probes) checks.push(await tryProbe(api, probe, 'OpenAI'))
    return checks
  },
  observe: (settings, credential, world, cursor) =>
    readPhases('OpenAI', phases, { api: openOpenAI(settings, credential, world), world }, cursor),
}
