import { z } from 'zod'
import type { IssuerSighting, Permissions } from '../../model/sighting.ts'
import { wireText } from '../wire.ts'
import type { Project } from './projects.ts'

const named = {
  name: z.string().regex(/^projects\/[\w.:-]{1,60}\/locations\/global\/workloadIdentityPools\/[\w/-]{1,200}$/),
  displayName: wireText(100).nullish(),
  disabled: z.boolean().nullish(),
  state: z.string().max(50).nullish(),
}

export const Pool = z.object({ ...named, mode: z.string().max(50).nullish() })
export type Pool = z.infer<typeof Pool>

export const PoolProvider = z.object({
  ...named,
  attributeCondition: wireText(800).nullish(),
  oidc: z.object({ issuerUri: wireText(500).nullish(), allowedAudiences: z.array(wireText(300)).max(20).nullish() }).nullish(),
  aws: z.object({ accountId: wireText(50).nullish() }).nullish(),
  saml: z.object({}).nullish(),
  x509: z.object({}).nullish(),
})
export type PoolProvider = z.infer<typeof PoolProvider>

/** A token of the pool itself, and of the service account that it impersonates, lives an hour. */
const hourSeconds = 3_600
const call = 'GET projects/{project}/locations/global/workloadIdentityPools/{pool}/providers'

/** The way out of keys: whose tokens are exchanged for an hour's. One without a condition takes every token of its issuer. */
export function issuerOf(wire: PoolProvider, pool: Pool, project: Project, permissions: Permissions): IssuerSighting {
  const isOff = wire.disabled === true || pool.disabled === true
  const condition = wire.attributeCondition || null
  const audiences = wire.oidc?.allowedAudiences ?? []
  return {
    externalId: wire.name,
    kind: 'gcp.workload-identity-provider',
    name: `${pool.displayName || lastOf(pool.name)}: ${wire.displayName || lastOf(wire.name)}`,
    mints: 'access token of the pool, or of a service account that lets it in',
    mintedBinding: 'bearer',
    maxLifeSeconds: hourSeconds,
    trusts: [
      `${trustedOf(wire)}${condition ? `, where ${condition}` : ', any token of it: there is no attribute condition'}`.slice(0, 1_024),
    ],
    permissions,
    lastUsed: 'not-reported',
    tags: {
      project: project.name,
      'project id': project.id,
      'attribute condition': condition ?? 'none: weak',
      ...(audiences.length > 0 && { audiences: audiences.join(', ').slice(0, 1_000) }),
      ...(isOff && { state: 'disabled' }),
    },
    evidence: {
      trusts: `${call} oidc.issuerUri, aws.accountId, attributeCondition`,
      maxLifeSeconds: 'Google documentation: an hour, unless a policy lets a service account’s tokens live for twelve',
      permissions: 'GET {scope}:searchAllIamPolicies, roles of the pool’s principals',
    },
  }
}

function trustedOf({ oidc, aws, saml, x509 }: PoolProvider): string {
  if (oidc) return oidc.issuerUri || 'an issuer that is not told'
  if (aws) return `AWS account ${aws.accountId || 'that is not told'}`
  return saml ? 'a SAML identity provider' : x509 ? 'X.509 certificates of its trust store' : 'an issuer of a sort that is not known here'
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
