import { z } from 'zod'
import { CallError } from '../http/call-error.ts'
import { WireId } from '../wire.ts'
import type { GitHub } from './client.ts'

const Wire = z.object({
  login: z.string(),
  id: WireId,
  public_repos: z.number().int().min(0).optional(),
  total_private_repos: z.number().int().min(0).optional(),
  plan: z.object({ name: z.string().max(100) }).optional(),
})

export type Organisation = {
  login: string
  id: string
  /** How many repositories it says it has, where the credential may know the private ones too. */
  repositories: number | null
  /** True or false where GitHub tells the plan: single sign-on and IP allow lists exist on Enterprise only. */
  enterprise: boolean | null
}

/** Reads the organisation, and makes sure that it is the one asked for. Throws CallError when it cannot be read at all. */
export async function readOrganisation(github: GitHub, org: string): Promise<Organisation> {
  const call = `GET /orgs/${org}`
  const parsed = Wire.safeParse((await github.get(`/orgs/${org}`)).data)
  if (!parsed.success) {
    throw new CallError('provider', `${call} answered something that is not an organisation. Is the address GitHub’s REST address?`, {
      call,
      why: 'malformed',
    })
  }
  const { login, id, public_repos, total_private_repos, plan } = parsed.data
  if (!sameLogin(login, org)) {
    throw new CallError('provider', `${call} answered another organisation than the one asked for.`, { call, why: 'inconsistent' })
  }
  const counted = public_repos !== undefined && total_private_repos !== undefined
  return {
    login,
    id,
    repositories: counted ? public_repos + total_private_repos : null,
    enterprise: plan ? plan.name.toLowerCase() === 'enterprise' : null,
  }
}

/** GitHub's logins are the same whatever their case. */
export function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
