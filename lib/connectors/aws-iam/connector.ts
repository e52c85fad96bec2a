import type { Json } from '../../model/json.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { actions } from './actions.ts'
import { Policies } from './authorization-details.ts'
import { checkPermissions } from './check.ts'
import { openAws } from './client.ts'
import { readCredentialReport, type CredentialReport } from './credential-report.ts'
import { Cursor, start } from './cursor.ts'
import { oidcProviders } from './oidc-providers.ts'
import { PolicyDocuments } from './policy-documents.ts'
import { roles } from './roles.ts'
import { readSummary, rootKeys } from './root-keys.ts'
import { ServiceCredentials } from './service-credentials.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { users } from './users.ts'
import { ways } from './ways.ts'
import { coverage, fields, policy, verified } from './words.ts'

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const aws = await openAws(settings, credential, world)
  const from = Cursor.catch(start).parse(cursor)
  try {
    const summary = await readSummary(aws, world)
    let report: CredentialReport | null = null
    try {
      report = await readCredentialReport(aws, world)
      if (report.refused > 0) yield { see: 'gap', gap: refusedRows(report) }
      const kinds = report.rootKeys ? { kinds: ['aws.root-access-key'] } : {}
      yield { see: 'covered', object: 'AWS credential report', seen: report.rows, ...kinds }
    } catch (error) {
      yield { see: 'gap', gap: gapOf(error, 'AWS credential report', 'It takes iam:GenerateCredentialReport and iam:GetCredentialReport.') }
    }
    yield* rootKeys(aws, report, summary)
    const documents = new PolicyDocuments()
    const policies = new Policies(documents)
    yield* policies.read(aws)
    if (from.phase === 'users') {
      const services = new ServiceCredentials()
      yield* services.read(aws)
      yield* users({ aws, world, report, documents, policies, services, expectedUsers: summary.users }, from)
      yield { see: 'mark', cursor: { ...start, phase: 'roles' } }
    }
    if (from.phase !== 'oidc') {
      yield* roles(aws, policies, documents, from.phase === 'roles' ? from : { ...start, phase: 'roles' })
      yield { see: 'mark', cursor: { ...start, phase: 'oidc' } }
    }
    yield* oidcProviders(aws)
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof CallError) || error.status !== 401) throw error
    const says =
      'AWS refused the credential in the middle of the run: it was revoked or has expired. Everything from here on was not read; give the source a new credential.'
    yield { see: 'gap', gap: { object: 'everything after this call', call: error.call, why: 'not-permitted', says } }
  }
}

function refusedRows({ refused, rows }: CredentialReport): Gap {
  const says = `${refused} of ${rows} rows of the report cannot be used: a date that is none, a missing field, or another account. The others were kept; nothing is taken as gone.`
  return { object: 'AWS credential report', call: 'iam:GetCredentialReport', why: 'malformed', says }
}

/** An AWS account's access keys and other standing credentials, and the roles that could replace them, through IAM. */
export const aws: Connector<Settings, Credential, ActionCredential> = {
  kind: 'aws',
  family: 'clouds',
  label: 'AWS account (IAM)',
  about: 'Access keys of every user, root keys, service-specific credentials, and the roles and OIDC providers that mint short sessions.',
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
  actions,
  subject: ({ account }) => `account ${account}`,
  test: async (settings, credential, world) => checkPermissions(await openAws(settings, credential, world)),
  observe,
}
