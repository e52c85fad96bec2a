import { setTimeout as wait } from 'node:timers/promises'
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { LastUsed } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { ordinaryPatience } from '../http/caller.ts'
import { WireInstant } from '../wire.ts'
import type { Aws } from './client.ts'

export type ReportedKey = { slot: 1 | 2; active: boolean; rotated: Date; lastUsed: LastUsed }
export type CredentialReport = {
  /** Keys of the root user. AWS gives their ids to nobody. */
  rootKeys: readonly ReportedKey[]
  /** Keys of users, by user name; the report has no key ids, so a key is found by when it was made. */
  keys: ReadonlyMap<string, readonly ReportedKey[]>
  rows: number
}

/** IAM keeps last use from this day on (GetAccessKeyLastUsed, IAM user guide): "N/A" of an older key does not mean never. */
export const lastUseTrackedSince = new Date('2015-04-22T00:00:00Z')
const tries = 40

/**
 * The account's credential report. It is made on request, takes a while (404 until then), does not exist at first (410), and is at most
 * four hours old. Throws CallError where it cannot be had, or is not a report.
 */
export async function readCredentialReport(aws: Aws, world: ConnectorWorld): Promise<CredentialReport> {
  const pauseMs = 4 * (world.patience?.firstWaitMs ?? ordinaryPatience.firstWaitMs)
  const generate = () =>
    aws.iam('GenerateCredentialReport', (client, options) => client.send(new GenerateCredentialReportCommand({}), options))
  await generate()
  for (let tried = 1; ; tried += 1) {
    const outcome = await tryToGet(aws)
    if (outcome instanceof Uint8Array) return readReport(outcome)
    if (tried >= tries) {
      const call = 'iam:GetCredentialReport'
      throw new CallError('unavailable', `${call}: AWS was still making the report after ${tries} looks; the next run will find it.`, {
        call,
        why: 'failed',
      })
    }
    if (outcome === 'absent') await generate()
    await wait(pauseMs, undefined, { signal: world.signal })
  }
}

const Answer = z.object({ Content: z.instanceof(Uint8Array) })

async function tryToGet(aws: Aws): Promise<Uint8Array | 'absent' | 'in-progress'> {
  const call = 'iam:GetCredentialReport'
  let state: 'absent' | 'in-progress' | null = null
  const answer = await aws.iam('GetCredentialReport', async (client, options) => {
    try {
      return await client.send(new GetCredentialReportCommand({}), options)
    } catch (error) {
      state = stateOf(error)
      if (state) return null
      throw error
    }
  })
  if (state) return state
  const parsed = Answer.safeParse(answer)
  if (!parsed.success) throw new CallError('provider', `${call} answered without a report.`, { call, why: 'malformed' })
  return parsed.data.Content
}

/** The three answers that mean "not yet", by the names the SDK gives them and by those on the wire. */
function stateOf(error: unknown): 'absent' | 'in-progress' | null {
  const name = error instanceof Error ? error.name : ''
  if (/^(CredentialReportNotReady(Exception)?|ReportInProgress)$/.test(name)) return 'in-progress'
  return /^(CredentialReport(NotPresent|Expired)(Exception)?|Report(NotPresent|Expired))$/.test(name) ? 'absent' : null
}

const key = (slot: 1 | 2) => ({
  [`access_key_${slot}_active`]: z.string(),
  [`access_key_${slot}_last_rotated`]: z.string(),
  [`access_key_${slot}_last_used_date`]: z.string(),
})
/** Columns are found by name: AWS has appended some over the years. */
const Row = z.looseObject({ user: z.string().min(1).max(200), ...key(1), ...key(2) })
type Row = Record<string, unknown>

export function readReport(content: Uint8Array): CredentialReport {
  const call = 'iam:GetCredentialReport'
  const keys = new Map<string, readonly ReportedKey[]>()
  let rootKeys: readonly ReportedKey[] = []
  let rows = 0
  const bad = (what: string) => new CallError('provider', `${call}: the report ${what}.`, { call, why: 'malformed' })
  let records: unknown[]
  try {
    records = parse(Buffer.from(content), { columns: true, bom: true, skip_empty_lines: true })
  } catch {
    throw bad('is not the table it should be')
  }
  for (const record of records) {
    rows += 1
    const parsed = Row.safeParse(record)
    if (!parsed.success) throw bad(`has a row or a header that cannot be used (row ${rows})`)
    const found = ([1, 2] as const).flatMap((slot) => reportedKey(parsed.data, slot))
    if (parsed.data.user === '<root_account>') rootKeys = found
    else if (found.length > 0) keys.set(parsed.data.user, found)
  }
  if (rows === 0) throw bad('is empty')
  return { rootKeys, keys, rows }
}

function reportedKey(row: Row, slot: 1 | 2): ReportedKey[] {
  const rotated = WireInstant.safeParse(row[`access_key_${slot}_last_rotated`])
  if (!rotated.success) return [] // "N/A": there is no key in this slot
  const used = row[`access_key_${slot}_last_used_date`]
  return [
    {
      slot,
      active: row[`access_key_${slot}_active`] === 'true',
      rotated: rotated.data,
      lastUsed: reportedUse(used, rotated.data, row, slot),
    },
  ]
}

function reportedUse(used: unknown, rotated: Date, row: Row, slot: 1 | 2): LastUsed {
  const at = WireInstant.safeParse(used)
  if (at.success) {
    const service = spoken(row[`access_key_${slot}_last_used_service`])
    const region = spoken(row[`access_key_${slot}_last_used_region`])
    return { at: at.data, ...(service && { service }), ...(region && { region }) }
  }
  return used === 'N/A' && rotated >= lastUseTrackedSince ? 'never' : 'not-reported'
}

/** AWS writes "N/A" where it has nothing to say. */
export function spoken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'N/A' && value.length <= 200 ? value : null
}
