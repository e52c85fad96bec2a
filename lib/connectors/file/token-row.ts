import { z } from 'zod'
import { Agent, Binding, Lifecycle } from '../../model/facts.ts'
import type { OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { instantOr, list, optionalNumber, optionalText, optionalYes, sensitivity, tags, text, word } from './cells.ts'

const grantShape = /^([^:]+)(?::([^:]+))?$/

/** Breadths as `level:reach`, parted by spaces or semicolons: numbers ("6:4 3:3") or words ("admin:all"). Left out: not reported. */
const Scope = z
  .unknown()
  .optional()
  .transform((value, context): Permissions => {
    if (value === undefined || value === null || value === '') return 'not-reported'
    const parts = typeof value === 'string' ? value.split(/[\s;]+/).filter(Boolean) : Array.isArray(value) ? value.map(String) : null
    const grants = parts?.map((part) => grantShape.exec(part))
    if (!grants || grants.length > 100 || grants.some((grant) => !grant)) {
      context.addIssue({ code: 'custom', message: 'is not level:reach, such as 6:4 or admin:all; several are parted by spaces' })
      return z.NEVER
    }
    const stated = grants.map((grant) => ({ level: numberOrWord(grant?.[1]), reach: numberOrWord(grant?.[2]) }))
    return { scheme: 'stated', stated: { grants: stated } }
  })

const NotReported = 'not-reported'

/** The columns of a token, as the inventory's own export writes them. Only `external_id` and `kind` must be there. */
export const TokenRow = z
  .strictObject({
    external_id: text(1_024),
    kind: text(100).refine((kind) => /^[a-z0-9.-]+$/.test(kind), 'is not of the form provider.kind, such as salesforce.refresh-token'),
    name: optionalText(1_024),
    display_id: optionalText(200),
    lifecycle: word(Lifecycle.options as [Lifecycle, ...Lifecycle[]], 'active'),
    issued_at: instantOr(),
    issued_at_least_since: instantOr(),
    expires_at: instantOr('never'),
    lasts_seconds: optionalNumber,
    sliding_seconds: optionalNumber,
    max_life_seconds: optionalNumber,
    last_used_at: instantOr('never'),
    unused_since: instantOr(),
    last_used_service: optionalText(200),
    last_used_region: optionalText(200),
    rotation_enforced_seconds: optionalNumber,
    binding: word(Binding.options as [Binding, ...Binding[]], NotReported),
    pop_verified: optionalYes,
    scope: Scope,
    owner: optionalText(320),
    workload: optionalText(320),
    tags,
    third_party: optionalText(320),
    consumers: list(100, 320),
    storage: word(['vault', 'plaintext', NotReported], NotReported),
    prohibited: optionalYes,
    agent: word(Agent.options as [Agent, ...Agent[]], 'none'),
    sensitivity,
  })
  .superRefine((row, context) => {
    const refuse = (column: string, message: string) => context.addIssue({ code: 'custom', path: [column], message })
    if (row.issued_at && row.issued_at_least_since) refuse('issued_at_least_since', 'stands beside issued_at; give one of them')
    if ([row.expires_at, row.lasts_seconds, row.sliding_seconds].filter((one) => one !== undefined).length > 1)
      refuse('expires_at', 'stands beside lasts_seconds or sliding_seconds; give one of them')
    if (row.last_used_at && row.unused_since) refuse('unused_since', 'stands beside last_used_at; give one of them')
    for (const column of ['lasts_seconds', 'sliding_seconds', 'max_life_seconds'] as const)
      if (row[column] === 0) refuse(column, 'is zero; leave it empty where nothing is known')
  })
  .transform((row): Sighting => ({
    externalId: row.external_id,
    kind: row.kind,
    name: row.name ?? row.external_id,
    ...(row.display_id !== undefined && { displayId: row.display_id }),
    lifecycle: row.lifecycle,
    issuedAt: row.issued_at ?? (row.issued_at_least_since ? { atLeastSince: row.issued_at_least_since } : NotReported),
    expires: expiresOf(row),
    lastUsed: lastUsedOf(row),
    ...(row.max_life_seconds !== undefined && { maxLifeSeconds: row.max_life_seconds }),
    rotationEnforcedSeconds: row.rotation_enforced_seconds ?? null,
    binding: row.binding,
    popVerified: row.pop_verified ?? NotReported,
    permissions: row.scope,
    ownerHints: row.owner === undefined ? [] : [hintOf(row.owner)],
    ...(row.workload !== undefined && { workloadHint: row.workload }),
    tags: row.tags,
    ...(row.third_party !== undefined && { thirdParty: row.third_party }),
    consumers: row.consumers,
    storage: row.storage,
    prohibited: row.prohibited ?? false,
    ...(row.agent !== 'none' && { agent: row.agent }),
    ...(row.sensitivity !== undefined && { sensitivity: row.sensitivity }),
    evidence: {},
  }))

/** What the export writes beside the facts: scores and freshness, which an import computes anew. */
export const exportOnlyColumns = [
  'id', 'source', 'provider', 'state', 'verdict', 'reason', 'reasons', 'risk', 'risk_floor', 'base', 'grade', 'confidence', 'level', 'reach',
  'exposure', 'controls_missing', 'model', 'vector', 'owner_name', 'workload_name', 'first_seen_at', 'changed_at', 'seen', 'scored_at', 'next_change_at',
] as const // prettier-ignore

function numberOrWord(part: string | undefined) {
  if (part === undefined) return undefined
  return /^\d+$/.test(part) ? (Number(part) as 1) : part
}

type When = { expires_at?: Date | 'never' | undefined; lasts_seconds?: number | undefined; sliding_seconds?: number | undefined }

function expiresOf(row: When): Sighting['expires'] {
  if (row.expires_at === 'never') return 'never'
  if (row.expires_at) return { fixed: row.expires_at }
  if (row.lasts_seconds) return { lastsSeconds: row.lasts_seconds }
  return row.sliding_seconds ? { slidingSeconds: row.sliding_seconds } : NotReported
}

type Use = {
  last_used_at?: Date | 'never' | undefined
  unused_since?: Date | undefined
  last_used_service?: string | undefined
  last_used_region?: string | undefined
}

function lastUsedOf(row: Use): Sighting['lastUsed'] {
  if (row.last_used_at === 'never') return 'never'
  if (row.last_used_at)
    return {
      at: row.last_used_at,
      ...(row.last_used_service !== undefined && { service: row.last_used_service }),
      ...(row.last_used_region !== undefined && { region: row.last_used_region }),
    }
  return row.unused_since ? { notSince: row.unused_since } : NotReported
}

/** An e-mail address, a provider's handle ("github:octocat"), else a name. */
function hintOf(owner: string): OwnerHint {
  const how = owner.includes('@') ? 'email' : /^[a-z0-9-]+:./i.test(owner) ? 'handle' : 'name'
  return { how, value: owner, says: 'column owner' }
}
