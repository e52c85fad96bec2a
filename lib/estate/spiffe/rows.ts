import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { day } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'
import type { Entry, Relationship } from './wire.ts'

export const trustDomain = company.domain

type Told = Omit<Entry, 'id' | 'spiffeId' | 'parentId' | 'createdAt'> & { path: string; parent?: string; ageDays: number }

const cluster = '/spire/agent/k8s_psat/prod/2f6f1a52-8c1e-4e0b-9d61-0b7c4a3d9e10'

/** A workload of the cluster, by its service account, as the controller manager registers it. */
function pod(namespace: string, account: string, more: Partial<Told> = {}): Told {
  return {
    path: `/ns/${namespace}/sa/${account}`,
    parent: cluster,
    selectors: [`k8s:ns:${namespace}`, `k8s:sa:${account}`],
    ageDays: 200,
    ...more,
  }
}

/**
 * What is registered. The story: billing-export has an identity already while its AWS key still stands; a registrar of an old pipeline
 * administers SPIRE and nobody needs it; the customs gateway's certificates live ten years.
 */
function told(seed: number): readonly Told[] {
  return [
    pod('payments', 'ledger', { jwtTtl: 120, federatesWith: ['harbourline.example'] }),
    pod('payments', 'refunds'),
    pod('finance', 'billing-export', { ageDays: 64 }),
    pod('storefront', 'checkout', { x509Ttl: 1_800 }),
    pod('storefront', 'search-index'),
    pod('data-platform', 'lake-ingest', { hint: 'internal' }),
    pod('ml-research', 'support-agent', { ageDays: 21, jwtTtl: 60 }),
    pod('spire', 'controller-manager', { admin: true, x509Ttl: 3_600 }),
    pod('standdown', 'standdown', { admin: true, x509Ttl: 3_600, ageDays: 20 }),
    { path: '/ci/registrar-v1', parent: `/spire/agent/join_token/${canary(seed, 'spiffe-join-token', 'ci')}`, selectors: ['unix:uid:0'], admin: true, ageDays: 940 },
    { path: '/gateway/customs', selectors: ['unix:user:customs', 'unix:path:/opt/gateway/bin/gateway'], x509Ttl: 315_360_000, ageDays: 410 },
    { path: '/node/data-centre', parent: '/spire/server', selectors: ['x509pop:san:data-centre:1'], ageDays: 930 },
    { path: '/nested/warehouse', selectors: ['aws_iid:tag:role:spire'], downstream: true, x509Ttl: 86_400, ageDays: 300 },
    {
      path: '/vm/backup-runner',
      selectors: ['docker:label:app:backup', `docker:env:BACKUP_TOKEN=${canary(seed, 'spiffe-selector', 'backup')}`],
      storeSvid: true,
      ageDays: 130,
    },
  ] // prettier-ignore
}

export const entryKind = 'spiffe.entries'

export function entryRows(view: View): readonly Entry[] {
  return told(view.seed)
    .map(({ path, parent = '/node/data-centre', ageDays, ...entry }, row): Entry & { row: number } => ({
      ...entry,
      row,
      id: uuidOf(view.seed, row),
      spiffeId: { trustDomain, path },
      parentId: { trustDomain, path: parent },
      createdAt: Math.floor((view.epoch - ageDays * day) / 1_000),
    }))
    .filter(({ row }) => isStill(view, entryKind, row))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

export const relationshipRows: readonly Relationship[] = [
  { trustDomain: 'harbourline.example', url: 'https://spire.harbourline.example/bundle' },
  { trustDomain: 'palletwise.example', url: 'https://bundle.palletwise.example:8443', endpointId: 'spiffe://palletwise.example/spire/server' },
] // prettier-ignore

function uuidOf(seed: number, row: number): string {
  const digits = hex(32, seed, 'spiffe', row)
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}
