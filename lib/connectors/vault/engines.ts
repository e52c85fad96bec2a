import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { mountsFix, type Mount } from './mounts.ts'
import type { Reading } from './tokens.ts'

/** Engines that make credentials for the time they are needed, and what these are. */
const dynamic: Readonly<Record<string, Pick<IssuerSighting, 'mints' | 'mintedBinding'>>> = {
  database: { mints: 'user of a database, with a password', mintedBinding: 'bearer' },
  aws: { mints: 'AWS access key or session', mintedBinding: 'keyed-hmac' },
  azure: { mints: 'client secret of an Entra application', mintedBinding: 'bearer' },
  gcp: { mints: 'Google access token or service account key', mintedBinding: 'not-reported' },
  alicloud: { mints: 'Alibaba Cloud access key', mintedBinding: 'keyed-hmac' },
  kubernetes: { mints: 'Kubernetes service account token', mintedBinding: 'bearer' },
  pki: { mints: 'X.509 certificate with its key', mintedBinding: 'keyed-asym' },
  ssh: { mints: 'SSH certificate, or a password for once', mintedBinding: 'not-reported' },
  consul: { mints: 'Consul token', mintedBinding: 'bearer' },
  nomad: { mints: 'Nomad token', mintedBinding: 'bearer' },
  rabbitmq: { mints: 'user of RabbitMQ, with a password', mintedBinding: 'bearer' },
  ldap: { mints: 'account of a directory, with a password', mintedBinding: 'bearer' },
  openldap: { mints: 'account of a directory, with a password', mintedBinding: 'bearer' },
  mongodbatlas: { mints: 'key of MongoDB Atlas', mintedBinding: 'bearer' },
  terraform: { mints: 'token of HCP Terraform', mintedBinding: 'bearer' },
}

/** Engines that mint short-lived credentials: where what lies in a key-value store could come from instead. */
export async function* engines(reading: Reading): AsyncGenerator<Observation> {
  try {
    const mounts = Object.entries(await reading.mounts.engines())
    for (const [at, mount] of mounts) {
      const what = Object.hasOwn(dynamic, mount.type) ? dynamic[mount.type] : undefined
      if (what) yield { see: 'issuer', issuer: issuerOf(at, mount, what) }
    }
    yield { see: 'covered', object: 'Vault secrets engines', seen: mounts.length }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, 'Vault secrets engines', mountsFix) }
  }
}

function issuerOf(at: string, { type, config }: Mount, what: Pick<IssuerSighting, 'mints' | 'mintedBinding'>): IssuerSighting {
  const most = config?.max_lease_ttl ?? 0
  return {
    externalId: at,
    kind: 'vault.secrets-engine',
    name: at,
    ...what,
    maxLifeSeconds: most > 0 ? most : 'not-reported',
    trusts: [],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { engine: type },
    evidence: { maxLifeSeconds: 'GET /sys/mounts config.max_lease_ttl; left out where it is Vault’s own, which is not told' },
  }
}
