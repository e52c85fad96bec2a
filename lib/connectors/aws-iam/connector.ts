import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { actions } from './actions.ts'
import { checkPermissions } from './check.ts'
import { openAws } from './client.ts'
import { Cursor, start } from './cursor.ts'
import { readOrganisation } from './organisation.ts'
import { readAccount } from './read-account.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { ways } from './ways.ts'
import { coverage, fields, notAsked, policy, verified } from './words.ts'

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const aws = await openAws(settings, credential, world)
  try {
    if (settings.memberRole === undefined) yield* readAccount(aws, settings, world, Cursor.catch(start).parse(cursor))
    else yield* readOrganisation(aws, settings, world, cursor)
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof CallError) || error.status !== 401) throw error
    const says =
      'AWS refused the credential in the middle of the run: it was revoked or has expired. Everything from here on was not read; give the source a new credential.'
    yield { see: 'gap', gap: { object: 'everything after this call', call: error.call, why: 'not-permitted', says } }
  }
}

/** An AWS account's access keys and other standing credentials, and the roles that could replace them, through IAM. */
export const aws: Connector<Settings, Credential, ActionCredential> = {
  kind: 'aws',
  family: 'clouds',
  label: 'AWS account (IAM)',
  about:
    'Access keys of every user, root keys, service-specific credentials, stored secrets, and the roles, OIDC providers and certificates that mint short sessions; of one account, or of all of an organisation.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    ambient: 'STANDDOWN_AWS_AMBIENT',
    accessKeyId: 'STANDDOWN_AWS_ACCESS_KEY_ID',
    secretAccessKey: 'STANDDOWN_AWS_SECRET_ACCESS_KEY',
    sessionToken: 'STANDDOWN_AWS_SESSION_TOKEN',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  notAsked,
  actions,
  subject: ({ account, memberRole }) => (memberRole === undefined ? `account ${account}` : `organisation of account ${account}`),
  test: async (settings, credential, world) => checkPermissions(await openAws(settings, credential, world), settings),
  observe,
}
