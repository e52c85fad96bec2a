import type { Check } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Query, Reads } from './api.ts'

/** One permission, tried by asking for one row of what it lets one see. */
export type Probe = {
  permission: string
  /** What will not be seen without it. */
  lost: string
  path: string
  query?: Query
  /** What a refusal means, in words. */
  missing: string
  /** What "not there" means, where that need not be a missing permission. */
  absentSays?: string
}

/** One row of a connection test. Throws CallError for a credential that is not taken at all (401). */
export async function tryProbe(api: Reads, probe: Probe, provider: string): Promise<Check> {
  const { permission, lost } = probe
  try {
    await api.get(probe.path, probe.query)
    return { permission, state: 'granted', says: `${provider} answers.`, lost }
  } catch (error) {
    return failedCheck(error, probe)
  }
}

/** A connection test: a row a permission, tried one after the other. Throws CallError for a credential that is not taken at all (401). */
export async function tryProbes(api: Reads, probes: readonly Probe[], provider: string): Promise<Check[]> {
  const checks: Check[] = []
  for (const probe of probes) checks.push(await tryProbe(api, probe, provider))
  return checks
}

/** What a failed call says of a permission. Throws on what says nothing of it. */
export function failedCheck(error: unknown, { permission, lost, missing, absentSays }: Omit<Probe, 'path' | 'query'>): Check {
  if (!(error instanceof CallError) || error.status === 401) throw error
  if (error.why === 'not-permitted') return { permission, state: 'missing', says: missing, lost }
  if (error.why === 'not-found') return { permission, state: absentSays ? 'cannot-tell' : 'missing', says: absentSays ?? missing, lost }
  return { permission, state: 'cannot-tell', says: error.message, lost }
}
