import { canary } from '../canary.ts'
import { isStill, works } from '../further/rows.ts'
import { day, hour, lastUse, type Habit } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

export const secretKind = 'kubernetes.secrets'
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
const dayOf = (ms: number) => iso(ms).slice(0, 10)
export const uid = (seed: number, of: string, name: string) =>
  hex(32, seed, 'kubernetes', of, name).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

export type SecretRow = { row: number; namespace: string; name: string; account: string; ageMs: number; habit: Habit; labels?: Readonly<Record<string, string>>; invalidAgeMs?: number } // prettier-ignore

/** Tokens in Secrets: one of a cluster administrator that a pipeline outside has used every hour for years, and what else a cluster collects. */
export function secretRows(view: View): readonly SecretRow[] {
  const { epoch } = view
  const at = (everyMs: number | null, untilMs?: number): Habit => ({ everyMs, phase: epoch, ...(untilMs !== undefined && { untilMs }) })
  const rows: readonly Omit<SecretRow, 'row'>[] = [
    { namespace: 'platform', name: 'cluster-deployer-token', account: 'cluster-deployer', ageMs: 1_290 * day, habit: at(hour), labels: { team: 'developer-experience' } },
    { namespace: 'shop', name: 'ci-deploy-token-x7k2p', account: 'ci-deploy', ageMs: 830 * day, habit: at(day), labels: { team: 'developer-experience' } },
    { namespace: 'monitoring', name: 'patch-dashboard-token', account: 'patch-dashboard', ageMs: 500 * day, habit: at(7 * day), labels: { 'fernhollow.example/team': 'it-operations' } },
    { namespace: 'shop', name: 'catalogue-token-9b4wd', account: 'catalogue', ageMs: 1_400 * day, habit: at(day, epoch - 420 * day), invalidAgeMs: 50 * day },
    { namespace: 'data', name: 'lake-export-token', account: 'lake-export', ageMs: 610 * day, habit: at(day), labels: { team: 'data-platform' } },
    { namespace: 'kube-system', name: 'old-backup-token', account: 'old-backup', ageMs: 1_100 * day, habit: at(day, epoch - 300 * day) },
    { namespace: 'agents', name: 'support-agent-token', account: 'support-agent', ageMs: 95 * day, habit: at(hour), labels: { team: 'ml-research' } },
    { namespace: 'logistics', name: 'warehouse-scanner-token', account: 'warehouse-scanner', ageMs: 200 * day, habit: at(null), labels: { team: 'logistics' } },
    { namespace: 'logistics', name: 'customs-desk-token', account: 'customs-desk', ageMs: 41 * day, habit: at(day), labels: { team: 'logistics' } },
  ]
  return rows.map((one, row) => ({ ...one, row })).filter(({ row }) => isStill(view, secretKind, row))
} // prettier-ignore

/** Since when this cluster notes the use of tokens. */
export const trackedSince = (view: View) => dayOf(view.epoch - 900 * day)

export function secretJson(view: View, { row, namespace, name, account, ageMs, habit, labels, invalidAgeMs }: SecretRow, whole: boolean) {
  const born = view.epoch - ageMs
  const used = lastUse(habit, born, view.now)
  const isOn = works(view, secretKind, row, invalidAgeMs === undefined)
  const token = canary(view.seed, 'kubernetes-secret', name)
  return {
    metadata: {
      name,
      namespace,
      uid: uid(view.seed, 'secret', `${namespace}/${name}`),
      resourceVersion: String(1_000 + row),
      creationTimestamp: iso(born),
      labels: {
        ...labels,
        ...(used !== null && used >= Date.parse(trackedSince(view)) && { 'kubernetes.io/legacy-token-last-used': dayOf(used) }),
        ...(!isOn && { 'kubernetes.io/legacy-token-invalid-since': dayOf(view.epoch - (invalidAgeMs ?? 0)) }),
      },
      annotations: {
        'kubernetes.io/service-account.name': account,
        'kubernetes.io/service-account.uid': uid(view.seed, 'account', `${namespace}/${account}`),
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ kind: 'Secret', data: { token } }),
      },
    },
    ...(whole && { type: 'kubernetes.io/service-account-token', data: { token: Buffer.from(token).toString('base64'), namespace: '' } }),
  }
}

type Account = { namespace: string; name: string; annotations?: Readonly<Record<string, string>>; automount?: boolean; projected?: { audience?: string; expirationSeconds: number; workload: string } } // prettier-ignore

/** Service accounts beside those of the Secrets: what does it as it should. */
const better: readonly Account[] = [
  { namespace: 'shop', name: 'checkout', automount: false, projected: { audience: 'vault', expirationSeconds: 600, workload: 'checkout' } },
  { namespace: 'data', name: 'lake-ingest', automount: false, annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::471182936605:role/lake-ingest' }, projected: { audience: 'sts.amazonaws.com', expirationSeconds: 3_600, workload: 'lake-ingest' } },
  { namespace: 'logistics', name: 'route-planner', projected: { expirationSeconds: 3_607, workload: 'route-planner' } },
  { namespace: 'logistics', name: 'parcel-tracking', annotations: { 'azure.workload.identity/client-id': '5b0f1c0e-0000-4000-8000-0000000000aa' } },
  { namespace: 'shop', name: 'default', automount: false },
] // prettier-ignore

export function accountsJson(view: View) {
  const legacy = secretRows(view).map(({ namespace, account }): Account => ({ namespace, name: account }))
  return [...legacy, ...better].map(({ namespace, name, annotations = {}, automount }) => ({
    metadata: { name, namespace, uid: uid(view.seed, 'account', `${namespace}/${name}`), creationTimestamp: iso(view.epoch - 1_400 * day), annotations },
    ...(automount !== undefined && { automountServiceAccountToken: automount }),
  }))
} // prettier-ignore

/** Pods: some mount a Secret or read it into their environment, some are given a token of their own. */
export function podsJson(view: View) {
  const environment = [{ name: 'DATABASE_PASSWORD', value: canary(view.seed, 'kubernetes-environment', 'pod') }]
  const made = (namespace: string, workload: string, serviceAccountName: string, volumes: readonly object[], env: readonly object[] = []) => ({
    metadata: { name: `${workload}-6c9f4-${hex(5, view.seed, 'pod', workload)}`, namespace, labels: { app: workload, 'pod-template-hash': '6c9f4' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${workload}-6c9f4`, uid: 'x', controller: true }] },
    spec: { serviceAccountName, volumes, containers: [{ name: 'main', image: 'registry.fernhollow.example/main:1', env: [...environment, ...env] }] },
    status: { phase: 'Running' },
  })
  const secret = (name: string) => ({ name: 'token', secret: { secretName: name } })
  return [
    made('data', 'lake-export', 'lake-export', [secret('lake-export-token')]),
    // One key in three environments, which cannot be rotated for one of them alone.
    ...['development', 'staging', 'production'].map((environment) => made('logistics', `customs-desk-${environment}`, 'customs-desk', [secret('customs-desk-token')])),
    made('agents', 'support-agent', 'default', [], [{ name: 'KUBE_TOKEN', valueFrom: { secretKeyRef: { name: 'support-agent-token', key: 'token' } } }]),
    made('agents', 'support-agent-evaluation', 'default', [secret('support-agent-token')]),
    ...better.flatMap(({ namespace, name, projected }) => projected ? [made(namespace, projected.workload, name, [{ name: 'kube-api-access', projected: { sources: [{ serviceAccountToken: { audience: projected.audience, expirationSeconds: projected.expirationSeconds, path: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }] } }])] : []),
  ]
} // prettier-ignore
