import { GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { Failures, foreignGap, gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { storableText } from '../storable-text.ts'
import { readRows, WireTags } from '../wire.ts'
import type { Aws } from './client.ts'

const object = 'AWS OIDC providers'
const Entry = z.object({ Arn: z.string().min(20).max(1_024) })
const Wire = z.object({ Url: z.string().min(1).max(1_000), ClientIDList: z.array(z.string()).default([]), Tags: WireTags.default({}) })

/** AWS lets no session of an assumed role live longer than this (AssumeRoleWithWebIdentity, DurationSeconds). */
const longestRoleSession = 43_200

/** Identity providers whose tokens the account accepts in exchange for a session. */
export async function* oidcProviders(aws: Aws): AsyncGenerator<Observation> {
  const call = 'iam:ListOpenIDConnectProviders'
  const fix = 'It takes iam:ListOpenIDConnectProviders and iam:GetOpenIDConnectProvider.'
  const failures = new Failures(object, fix)
  try {
    const { OpenIDConnectProviderList: rows } = await aws.iam('ListOpenIDConnectProviders', (client, options) =>
      client.send(new ListOpenIDConnectProvidersCommand({}), options),
    )
    if (!rows) throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
    const { good, gap } = readRows(Entry, rows, { object, call })
    if (gap) yield { see: 'gap', gap }
    const ours = good.filter(({ Arn }) => Arn.split(':')[4] === aws.account)
    if (ours.length < good.length) yield { see: 'gap', gap: foreignGap(object, call, good.length - ours.length, aws.account) }
    for (const { Arn } of ours) {
      if (failures.hopeless) break
      const issuer = await readProvider(aws, Arn, failures)
      if (issuer) yield { see: 'issuer', issuer }
    }
    for (const failed of failures.gaps()) yield { see: 'gap', gap: failed }
    yield { see: 'covered', object, seen: rows.length }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
  }
}

async function readProvider(aws: Aws, arn: string, failures: Failures): Promise<IssuerSighting | null> {
  const call = 'iam:GetOpenIDConnectProvider'
  try {
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })
    const parsed = Wire.safeParse(await aws.iam('GetOpenIDConnectProvider', (client, options) => client.send(command, options)))
    if (!parsed.success) throw new CallError('provider', `${call} answered something that is not a provider.`, { call, why: 'malformed' })
    failures.worked()
    const { Url, ClientIDList, Tags } = parsed.data
    return {
      externalId: arn,
      kind: 'aws.oidc-provider',
      name: storableText(Url, 1_000),
      mints: 'STS session of a role that trusts it',
      mintedBinding: 'keyed-hmac',
      maxLifeSeconds: longestRoleSession,
      trusts: ClientIDList.slice(0, 200).map((audience) => storableText(`tokens for audience ${audience}`, 1_000)),
      permissions: 'not-reported',
      lastUsed: 'not-reported',
      tags: Tags,
      evidence: { trusts: `${call} ClientIDList`, maxLifeSeconds: 'AWS documentation: role sessions end after 12 hours at most' },
    }
  } catch (error) {
    failures.failed(error)
    return null
  }
}
