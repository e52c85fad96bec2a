import { z } from 'zod'
import type { Check } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { failedCheck } from '../rest/probes.ts'
import type { Vault } from './api.ts'

const Capabilities = z.object({ data: z.record(z.string(), z.array(z.string())) })

/** A permission by the paths that it takes, each with what has to be allowed there. */
export type Asked = { permission: string; lost: string; paths: Readonly<Record<string, string>> }

const capabilitiesPath = '/sys/capabilities-self'

/**
 * What Vault says of its own policies, a row a permission: nothing is touched, and nothing need be there. Every token with the policy
 * "default" may ask. Throws CallError for a credential that is not taken at all.
 */
export async function askCapabilities({ api }: Vault, asked: readonly Asked[]): Promise<Check[]> {
  try {
    const { data } = Capabilities.safeParse(
      (await api.ask(capabilitiesPath, { paths: asked.flatMap(({ paths }) => Object.keys(paths)) })).data,
    )
    return asked.map((one) => checkOf(one, data?.data ?? {}))
  } catch (error) {
    const refused = error instanceof CallError && error.status === 403
    const says = 'Vault does not tell this token what it may do: it lacks the policy “default”, or read what the next sync says.'
    return asked.map(({ permission, lost }) =>
      refused
        ? { permission, state: 'cannot-tell', says, lost }
        : failedCheck(error, { permission, lost, missing: says, absentSays: says }),
    )
  }
}

function checkOf({ permission, lost, paths }: Asked, told: Readonly<Record<string, readonly string[]>>): Check {
  const unsaid = Object.keys(paths).some((path) => told[path] === undefined)
  if (unsaid) return { permission, state: 'cannot-tell', says: 'Vault did not say.', lost }
  const refused = Object.entries(paths).filter(([path, needed]) => !told[path]?.some((can) => can === needed || can === 'root'))
  if (refused.length === 0) return { permission, state: 'granted', says: 'Vault allows it.', lost }
  return {
    permission,
    state: 'missing',
    says: `No policy of it allows ${refused.map(([path, needed]) => `${needed} on ${path}`).join(', or ')}.`,
    lost,
  }
}
