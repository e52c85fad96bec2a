import { company, person, teamOf, workloads } from '../company.ts'
import { ageOf, day, habitOf, hour, lastUse } from '../habit.ts'
import { pick, roll, share, weighted } from '../roll.ts'
import { fileRotatesMs, story } from '../stories.ts'
import { addedAt, rotatedAt, withUse, type View } from '../view.ts'
import { fileTime, type FileRow } from './file-row.ts'

/** The columns of the tokens' file. */
export const tokenColumns = [
  'external_id', 'kind', 'name', 'lifecycle', 'issued_at', 'expires_at', 'lasts_seconds', 'sliding_seconds', 'last_used_at',
  'rotation_enforced_seconds', 'binding', 'pop_verified', 'scope', 'owner', 'workload', 'third_party', 'consumers', 'storage', 'agent',
] as const // prettier-ignore

/** The id by which other files name a told token. */
export function fileTokenId(index: number): string {
  const plot = told[index]
  return plot ? plot.id : `fh-${index}`
}

type Plot = { id: string; ageMs: number; usedAgoMs: number | null; row: FileRow }

const told: Readonly<Record<number, Plot>> = {
  [story.fileToken.salesforce]: {
    id: 'salesforce:00D7Q000004:0CdQ00001',
    ageMs: 412 * day,
    usedAgoMs: hour,
    row: {
      kind: 'salesforce.refresh-token',
      name: 'Conveyor chat connector',
      expires_at: 'never',
      binding: 'bearer',
      pop_verified: false,
      scope: '6:3 3:4',
      owner: `storefront@${company.domain}`,
      workload: 'customer-desk',
      third_party: 'Conveyor Chat Ltd',
    },
  },
  [story.fileToken.agent]: {
    id: 'openai:key_fh_support_agent',
    ageMs: 96 * day,
    usedAgoMs: hour,
    row: {
      kind: 'openai.api-key',
      name: 'support-agent tools',
      expires_at: 'never',
      binding: 'bearer',
      pop_verified: false,
      scope: '4:3',
      workload: 'support-agent',
      agent: 'autonomous',
      storage: 'plaintext',
    },
  },
  [story.fileToken.leaked]: {
    id: 'slack:B04RELEASE',
    ageMs: 230 * day,
    usedAgoMs: 3 * hour,
    row: {
      kind: 'slack.bot-token',
      name: 'release-announcer',
      expires_at: 'never',
      binding: 'bearer',
      pop_verified: false,
      scope: '4:3',
      owner: `developer-experience@${company.domain}`,
      workload: 'ci-deploy',
    },
  },
  [story.fileToken.dpop]: {
    id: 'oauth:checkout-client',
    ageMs: 0,
    usedAgoMs: 0,
    row: {
      kind: 'oauth.access-token',
      name: 'checkout to parcel API',
      lasts_seconds: 600,
      binding: 'pop-app',
      pop_verified: true,
      scope: '4:1',
      owner: `storefront@${company.domain}`,
      workload: 'checkout',
      storage: 'vault',
    },
  },
  [story.fileToken.svid]: {
    id: `spiffe://${company.domain}/payments/ledger`,
    ageMs: 0,
    usedAgoMs: 0,
    row: {
      kind: 'spiffe.x509-svid',
      name: 'ledger workload identity',
      lasts_seconds: 3_600,
      rotation_enforced_seconds: 3_600,
      binding: 'pop-mtls',
      pop_verified: true,
      scope: '4:2',
      owner: `payments@${company.domain}`,
      workload: 'ledger',
      storage: 'vault',
    },
  },
  [story.fileToken.oidc]: {
    id: 'oidc:docs-site-publisher',
    ageMs: 0,
    usedAgoMs: 0,
    row: {
      kind: 'oidc.workload-token',
      name: 'docs-site publisher',
      lasts_seconds: 300,
      binding: 'bearer',
      pop_verified: false,
      scope: '4:1',
      owner: `developer-experience@${company.domain}`,
      workload: 'docs-site',
      storage: 'vault',
    },
  },
  [story.fileToken.breakGlass]: {
    id: 'okta:break-glass-2',
    ageMs: 300 * day,
    usedAgoMs: null,
    row: {
      kind: 'okta.api-token',
      name: 'break-glass (sealed)',
      sliding_seconds: 2_592_000,
      binding: 'bearer',
      pop_verified: false,
      scope: '6:4',
      owner: `security@${company.domain}`,
      workload: 'directory-sync',
      storage: 'vault',
    },
  },
  [story.fileToken.vendorEnded]: {
    id: 'palletwise:api-88',
    ageMs: 700 * day,
    usedAgoMs: 20 * day,
    row: {
      kind: 'palletwise.api-key',
      name: 'Palletwise planning feed',
      expires_at: 'never',
      binding: 'bearer',
      pop_verified: false,
      scope: '3:3',
      owner: `logistics@${company.domain}`,
      workload: 'pallet-planning',
      third_party: 'Palletwise BV',
    },
  },
  [story.fileToken.mtlsExchange]: {
    id: 'x509:customs-gateway',
    ageMs: 40 * day,
    usedAgoMs: day,
    row: {
      kind: 'mtls.client-certificate',
      name: 'customs gateway',
      binding: 'pop-mtls',
      pop_verified: true,
      scope: '4:1',
      owner: `logistics@${company.domain}`,
      workload: 'customs-desk',
      storage: 'vault',
    },
  },
  [story.fileToken.webhook]: {
    id: 'datadog:app-key-metrics',
    ageMs: 31 * day,
    usedAgoMs: hour,
    row: {
      kind: 'datadog.application-key',
      name: 'metrics-rollup dashboards',
      binding: 'bearer',
      pop_verified: false,
      scope: '3:2',
      owner: `data-platform@${company.domain}`,
      workload: 'route-planner',
      storage: 'vault',
    },
  },
}

/** Kinds of token that no connector reads here, with how they are held and what they usually may. */
type Usual = readonly [weight: number, kind: string, binding: string, scopes: readonly string[], lastsSeconds?: number]
const usual: readonly Usual[] = [
  [16, 'slack.bot-token', 'bearer', ['4:2', '3:2', '4:3']],
  [14, 'datadog.application-key', 'bearer', ['3:3', '2:3', '4:3']],
  [12, 'snowflake.key-pair', 'keyed-asym', ['3:3', '4:2', '3:2']],
  [12, 'gcp.service-account-key', 'keyed-asym', ['3:2', '4:3', '6:3']],
  [10, 'gitlab.project-token', 'bearer', ['4:1', '3:1', '4:2']],
  [9, 'okta.api-token', 'bearer', ['2:4', '6:4']],
  [8, 'vault.token', 'bearer', ['3:2', '5:2']],
  [7, 'kubernetes.service-account-token', 'bearer', ['4:2', '5:2', '6:3']],
  [6, 'salesforce.refresh-token', 'bearer', ['3:3', '4:3']],
  [6, 'stripe.restricted-key', 'bearer', ['4:1', '3:1']],
  [9, 'spiffe.x509-svid', 'pop-mtls', ['4:2', '3:2'], 3_600],
  [7, 'oauth.access-token', 'pop-app', ['4:1', '3:2'], 600],
  [6, 'oidc.workload-token', 'bearer', ['4:1', '3:1', '4:3'], 900],
]

/** A token of the file. The file speaks of what no connector reads, in the columns of the file import. */
export function fileToken(view: View, index: number): FileRow {
  const { epoch, now } = view
  const plot = told[index]
  if (!plot) return generic(view, index)
  const rotated = index === story.fileToken.webhook && now >= epoch + fileRotatesMs
  const issuedMs = rotatedAt(view, 'fileTokens', index) ?? (rotated ? epoch + fileRotatesMs : epoch - plot.ageMs)
  const fresh = plot.row.lasts_seconds !== undefined
  const expires = { [story.fileToken.mtlsExchange]: 300 * day, [story.fileToken.webhook]: 80 * day }[index]
  const used = plot.usedAgoMs === null ? 'never' : fileTime(Math.floor(now / hour) * hour - plot.usedAgoMs)
  return {
    external_id: plot.id,
    lifecycle: 'active',
    issued_at: fileTime(fresh ? now : issuedMs),
    last_used_at: fresh ? fileTime(now) : used,
    ...plot.row,
    ...(expires ? { expires_at: fileTime(issuedMs + expires) } : {}),
  }
}

function generic(view: View, index: number): FileRow {
  const { seed, epoch, sizes, now } = view
  const [, kind, binding, scopes, lastsSeconds] = weighted<Usual>(usual.map((one) => [one[0], one]), share(seed, 'file kind', index)) // prettier-ignore
  const moved = rotatedAt(view, 'fileTokens', index) ?? addedAt(view, 'fileTokens', index)
  const issuedMs = moved ?? epoch - ageOf(seed, 'file token', index)
  const workload = workloads[roll(seed, 'file workload', index) % workloads.length]!
  const usedMs = withUse(view, 'fileTokens', index, lastUse(habitOf(seed, 'file token', index, epoch), issuedMs, now))
  const owner = weighted(
    [
      [55, teamOf(workload.team).email],
      [30, person(seed, roll(seed, 'file owner', index) % sizes.people).email],
      [15, ''],
    ],
    share(seed, 'file owner kind', index),
  )
  const lifeDays = pick([null, null, null, 90, 365, 365], seed, 'file life', index)
  const common = {
    external_id: fileTokenId(index),
    kind,
    binding,
    scope: pick(scopes, seed, 'file scope', index),
    owner,
    workload: workload.key,
  }
  if (lastsSeconds !== undefined)
    // Minted again and again: the one of now is as old as its turn, and it is always in use.
    return {
      ...common,
      name: `${workload.key} ${kind.split('.')[1]}`,
      lifecycle: 'active',
      issued_at: fileTime(now),
      last_used_at: fileTime(now),
      lasts_seconds: lastsSeconds,
      pop_verified: binding !== 'bearer',
      storage: 'vault',
    }
  return {
    ...common,
    name: `${workload.key} ${pick(['integration', 'reporting', 'alerts', 'export', 'sync', 'bot'], seed, 'file name', index)}`,
    lifecycle: share(seed, 'file lifecycle', index) < 0.06 ? 'disabled' : 'active',
    issued_at: fileTime(issuedMs),
    expires_at: lifeDays === null ? 'never' : fileTime(Math.max(issuedMs + lifeDays * day, epoch + (1 + (index % 80)) * day)),
    last_used_at: usedMs === null ? 'never' : fileTime(usedMs),
    pop_verified: false,
    workload: share(seed, 'file has workload', index) < 0.85 ? workload.key : '',
    storage: pick(['vault', 'vault', 'not-reported', 'plaintext'], seed, 'file storage', index),
    consumers: share(seed, 'file consumers', index) < 0.06 ? `${workload.team};developer-experience` : '',
  }
}
