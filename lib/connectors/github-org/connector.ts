import type { Connector, ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import { actions } from './actions.ts'
import { checkPermissions } from './check.ts'
import { openGitHub } from './client.ts'
import { credentialAuthorizations } from './credential-authorizations.ts'
import { deployKeys } from './deploy-keys.ts'
import { installations } from './installations.ts'
import { ipAllowList } from './ip-allow-list.ts'
import { Cursor, phases, startOf, type Phase, type Reading } from './listing.ts'
import { readOrganisation } from './organisation.ts'
import { personalAccessTokens } from './personal-access-tokens.ts'
import { secretScanning } from './secret-scanning.ts'
import { ways } from './ways.ts'
import { coverage, fields, policy } from './words.ts'
import { Credential, Settings } from './settings.ts'

const readers: Readonly<Record<Phase, (reading: Reading, from: Cursor) => AsyncIterable<Observation>>> = {
  installations,
  'fine-grained': personalAccessTokens,
  authorizations: credentialAuthorizations,
  'deploy-keys': deployKeys,
  'ip-allow-list': ipAllowList,
  'secret-scanning': secretScanning,
}

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const github = openGitHub(settings, credential, world)
  const org = await readOrganisation(github, settings.org)
  const from = Cursor.safeParse(cursor)
  const first = from.success ? from.data : startOf(phases[0])
  for (const phase of phases.slice(phases.indexOf(first.phase))) {
    try {
      yield* readers[phase]({ github, org, world }, phase === first.phase ? first : startOf(phase))
    } catch (error) {
      world.signal.throwIfAborted()
      if (!(error instanceof CallError) || error.status !== 401) throw error
      const says =
        'GitHub refused the credential in the middle of the run: it was revoked or has expired. Everything from here on was not read; give the source a new credential.'
      yield { see: 'gap', gap: { object: 'everything after this call', call: error.call, why: 'not-permitted', says } }
      return
    }
    const next = phases[phases.indexOf(phase) + 1]
    if (next) yield { see: 'mark', cursor: startOf(next) }
  }
}

/** A GitHub organisation's tokens, keys and Apps, through its REST interface (and GraphQL for the IP allow list). */
export const github: Connector<Settings, Credential, Credential> = {
  kind: 'github',
  label: 'GitHub organisation',
  about:
    'Fine-grained tokens with the repositories they reach, credentials authorised for single sign-on, deploy keys, installed Apps, the IP allow list and secret-scanning alerts.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    token: 'STANDDOWN_GITHUB_TOKEN',
    appId: 'STANDDOWN_GITHUB_APP_ID',
    installationId: 'STANDDOWN_GITHUB_INSTALLATION_ID',
    privateKey: 'STANDDOWN_GITHUB_PRIVATE_KEY',
  },
  fields,
  policy,
  ways,
  coverage,
  actions,
  subject: ({ org, baseUrl }) =>
    baseUrl === 'https://api.github.com' ? `organisation ${org}` : `organisation ${org} at ${new URL(baseUrl).host}`,
  async test(settings, credential, world) {
    const opened = openGitHub(settings, credential, world)
    const org = await readOrganisation(opened, settings.org)
    return checkPermissions(opened, org, { github: opened, org, world })
  },
  observe,
}
