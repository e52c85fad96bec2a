import { GetAccountSummaryCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { AwsIamStated } from '../../model/permission-statement.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Aws } from './client.ts'
import type { CredentialReport, ReportedKey } from './credential-report.ts'

const Summary = z.object({ SummaryMap: z.record(z.string(), z.number()) })

export type AccountSummary = { users: number | null; rootKeysPresent: boolean | null }

/** The account's own counts, to hold the listings against. Nothing is lost without it but that comparison. */
export async function readSummary(aws: Aws, world: ConnectorWorld): Promise<AccountSummary> {
  try {
    const answer = await aws.iam('GetAccountSummary', (client, options) => client.send(new GetAccountSummaryCommand({}), options))
    const { SummaryMap } = Summary.parse(answer)
    const present = SummaryMap.AccountAccessKeysPresent
    return { users: SummaryMap.Users ?? null, rootKeysPresent: present === undefined ? null : present > 0 }
  } catch (error) {
    if (!(error instanceof CallError || error instanceof z.ZodError)) throw error
    world.log.info({ call: 'iam:GetAccountSummary' }, 'the account summary cannot be read, so user counts are not compared')
    return { users: null, rootKeysPresent: null }
  }
}

/** Access keys of the root user: they should not exist at all. The report is the only place that shows them, and without their ids. */
export function* rootKeys(aws: Aws, report: CredentialReport | null, summary: AccountSummary): Generator<Observation> {
  for (const key of report?.rootKeys ?? []) yield { see: 'token', token: sightingOf(aws, key) }
  // Without its row in the report the summary still tells that there is one.
  if (!report?.rootKeys && summary.rootKeysPresent) yield { see: 'token', token: sightingOf(aws, null) }
}

function sightingOf({ account, partition }: Aws, key: ReportedKey | null): Sighting {
  const arn = `arn:${partition}:iam::${account}:root`
  const stated = { principal: { type: 'root', name: 'root', arn }, policies: [], boundary: null } satisfies AwsIamStated
  const call = key ? 'iam:GetCredentialReport' : 'iam:GetAccountSummary AccountAccessKeysPresent'
  return {
    externalId: `${arn}:access-key-${key?.slot ?? 1}`,
    kind: 'aws.root-access-key',
    name: `root access key ${key?.slot ?? ''}`.trim(),
    lifecycle: key && !key.active ? 'disabled' : 'active',
    issuedAt: key?.rotated ?? 'not-reported',
    expires: 'never',
    lastUsed: key?.lastUsed ?? 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'keyed-hmac',
    popVerified: false,
    permissions: { scheme: 'aws.iam', stated: stated as Json },
    ownerHints: [],
    tags: {},
    consumers: [],
    storage: 'not-reported',
    prohibited: true,
    evidence: {
      lifecycle: call,
      issuedAt: key ? `${call} access_key_${key.slot}_last_rotated` : 'AWS does not say',
      lastUsed: key ? `${call} access_key_${key.slot}_last_used_date, at most 4 hours old` : 'AWS does not say',
      permissions: 'AWS documentation: the root user may do everything',
      expires: 'AWS documentation: access keys do not expire',
    },
    disable: 'as root: UpdateAccessKey Status=Inactive (reversible)',
    revoke: 'as root: DeleteAccessKey; or remove root credentials centrally with AWS Organizations',
  }
}
