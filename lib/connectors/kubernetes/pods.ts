import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { startOf } from '../rest/listing.ts'
import { type Cluster, emptyHas, next, podPageSize } from './api.ts'
import { readCluster, ReadOnce } from './reading.ts'

export const podsPath = '/api/v1/pods'
export const podsFix = 'It takes the right to list pods in all namespaces.'

const Name = z.string().min(1).max(300)
const Reference = z.object({ name: Name.nullish() }).nullish()
const Mounted = z.object({ serviceAccountToken: z.object({ audience: z.string().max(1_000).nullish(), expirationSeconds: z.number().positive().nullish() }).nullish(), secret: Reference }) // prettier-ignore
/** `value` stands beside these in an environment: whatever a program is told, and often what it should not be. */
const Container = z.object({
  env: z.array(z.object({ valueFrom: z.object({ secretKeyRef: Reference }).nullish() })).nullish(),
  envFrom: z.array(z.object({ secretRef: Reference })).nullish(),
})
const Pod = z.object({
  metadata: z.object({
    name: Name,
    namespace: Name,
    labels: z.object({ 'pod-template-hash': z.string().max(100).optional() }).nullish(),
    ownerReferences: z.array(z.object({ kind: z.string().max(100), name: Name })).nullish(),
  }),
  spec: z.object({
    serviceAccountName: Name.nullish(),
    volumes: z
      .array(
        z.object({
          secret: z.object({ secretName: Name.nullish() }).nullish(),
          projected: z.object({ sources: z.array(Mounted).nullish() }).nullish(),
        }),
      )
      .nullish(),
    containers: z.array(Container).nullish(),
    initContainers: z.array(Container).nullish(),
  }),
  status: z.object({ phase: z.string().max(50).nullish() }).nullish(),
})
type Pod = z.infer<typeof Pod>

/** What a service account's pods are given: a token of their own, for whom, and for how long. */
export type Projected = { workloads: Set<string>; audiences: Set<string>; longestSeconds: number; mayBeExtended: boolean }

/** The life that the API server may make a year of, and takes for its own (WarnOnlyBoundTokenExpirationSeconds). */
const extendedSeconds = 3_607
const mostWorkloads = 100

/** What runs in the cluster, as far as it says who uses a token: Secrets that pods mount, and tokens that they are given. */
export class Pods {
  readonly once: ReadOnce
  readonly #consumers = new Map<string, Set<string>>()
  readonly #projected = new Map<string, Projected>()

  constructor(reading: Cluster & { world: ConnectorWorld }) {
    const listing = {
      object: 'Kubernetes pods',
      path: podsPath,
      schema: Pod,
      query: { limit: podPageSize },
      field: 'items',
      emptyHas,
      next,
      fix: podsFix,
      kinds: [],
      observe: (rows: readonly Pod[]) => {
        for (const row of rows) this.#take(row)
        return []
      },
    }
    this.once = new ReadOnce((): AsyncGenerator<Observation> => readCluster(reading, startOf('pods'), listing))
  }

  /** The workloads whose pods use a Secret. */
  consumersOf(namespace: string, secret: string): readonly string[] {
    return [...(this.#consumers.get(`${namespace}/${secret}`) ?? [])].sort()
  }

  /** The tokens that pods of a service account are given; null where none is. */
  projectedOf(namespace: string, account: string): Projected | null {
    return this.#projected.get(`${namespace}/${account}`) ?? null
  }

  #take(pod: Pod): void {
    const { namespace } = pod.metadata
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return
    const workload = workloadOf(pod)
    for (const secret of secretsOf(pod)) {
      const key = `${namespace}/${secret}`
      const users = this.#consumers.get(key) ?? new Set()
      if (users.size < mostWorkloads) this.#consumers.set(key, users.add(workload))
    }
    for (const volume of pod.spec.volumes ?? [])
      for (const { serviceAccountToken: token } of volume.projected?.sources ?? []) if (token) this.#project(pod, workload, token)
  }

  #project({ metadata, spec }: Pod, workload: string, token: NonNullable<z.infer<typeof Mounted>['serviceAccountToken']>): void {
    const key = `${metadata.namespace}/${spec.serviceAccountName || 'default'}`
    const known = this.#projected.get(key) ?? { workloads: new Set(), audiences: new Set(), longestSeconds: 0, mayBeExtended: false }
    const seconds = token.expirationSeconds ?? 3_600
    if (known.workloads.size < mostWorkloads) known.workloads.add(workload)
    if (known.audiences.size < 20) known.audiences.add(token.audience || 'the API server')
    known.longestSeconds = Math.max(known.longestSeconds, seconds)
    if (!token.audience && seconds === extendedSeconds) known.mayBeExtended = true
    this.#projected.set(key, known)
  }
}

/** What a pod was made by, as people know it: "deployment checkout in shop". */
function workloadOf({ metadata }: Pod): string {
  const [owner] = metadata.ownerReferences ?? []
  if (!owner) return `pod ${metadata.name} in ${metadata.namespace}`.slice(0, 320)
  const hash = metadata.labels?.['pod-template-hash']
  const isOfDeployment = owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
  const name = isOfDeployment ? owner.name.slice(0, -hash.length - 1) : owner.kind === 'Job' ? owner.name.replace(/-\d{6,}$/, '') : owner.name
  return `${isOfDeployment ? 'deployment' : owner.kind.toLowerCase()} ${name} in ${metadata.namespace}`.slice(0, 320)
} // prettier-ignore

function secretsOf({ spec }: Pod): readonly string[] {
  const volumes = (spec.volumes ?? []).flatMap(({ secret, projected }) => [secret?.secretName, ...(projected?.sources ?? []).map((one) => one.secret?.name)]) // prettier-ignore
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  const environments = containers.flatMap(({ env, envFrom }) => [...(env ?? []).map((one) => one.valueFrom?.secretKeyRef?.name), ...(envFrom ?? []).map((one) => one.secretRef?.name)]) // prettier-ignore
  return [...new Set([...volumes, ...environments].filter((name) => typeof name === 'string'))]
}
