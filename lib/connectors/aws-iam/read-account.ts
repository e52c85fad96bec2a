import type { Gap, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { Policies } from './authorization-details.ts'
import type { Aws } from './client.ts'
import { readCredentialReport, type CredentialReport } from './credential-report.ts'
import { start, type Cursor } from './cursor.ts'
import { oidcProviders } from './oidc-providers.ts'
import { PolicyDocuments } from './policy-documents.ts'
import { roles } from './roles.ts'
import { rolesAnywhereIn } from './roles-anywhere.ts'
import { readSummary, rootKeys } from './root-keys.ts'
import { secretsIn } from './secrets.ts'
import { ServiceCredentials } from './service-credentials.ts'
import type { Settings } from './settings.ts'
import { users } from './users.ts'

/** Everything of one account. Throws what makes the rest of it pointless: a credential that is refused midway (CallError of 401). */
export async function* readAccount(aws: Aws, settings: Settings, world: ConnectorWorld, from: Cursor): AsyncGenerator<Observation> {
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
  if (from.phase === 'users' || from.phase === 'roles') {
    yield* roles(aws, policies, documents, from.phase === 'roles' ? from : { ...start, phase: 'roles' })
    yield { see: 'mark', cursor: { ...start, phase: 'oidc' } }
  }
  if (from.phase !== 'regions') yield* oidcProviders(aws)
  if (settings.regions.length === 0) return
  yield { see: 'mark', cursor: { ...start, phase: 'regions' } }
  yield* rolesAnywhereIn(settings.regions, { aws, settings, policies, documents })
  yield* secretsIn(settings.regions, aws, settings, world.now)
}

function refusedRows({ refused, rows }: CredentialReport): Gap {
  const says = `${refused} of ${rows} rows of the report cannot be used: a date that is none, a missing field, or another account. The others were kept; nothing is taken as gone.`
  return { object: 'AWS credential report', call: 'iam:GetCredentialReport', why: 'malformed', says }
}
