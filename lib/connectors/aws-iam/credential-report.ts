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
  /** Keys of the root user, whose ids AWS gives to nobody; null: its row is missing or could not be used. */
  rootKeys: readonly ReportedKey[] | null
  /** Keys of users, by user name; the report has no key ids, so a key is found by when it was made. */
  keys: ReadonlyMap<string, readonly ReportedKey[]>
  rows: number
  /** Rows that could not be used. */
  refused: number
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
    if (outcome instanceof Uint8Array) return readReport(outcome, aws.account)
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
const Row = z.looseObject({ user: z.string().min(1).max(200), arn: z.string().max(2_048), ...key(1), ...key(2) })
type Row = Record<string, unknown>

/** Reads the table. A row that cannot be used is counted in `refused`, and the others are kept. Throws CallError when it is no such table. */
export function readReport(content: Uint8Array, account: string): CredentialReport {
  const call = 'iam:GetCredentialReport'
  const report = { rootKeys: null as CredentialReport['rootKeys'], keys: new Map<string, readonly ReportedKey[]>(), rows: 0, refused: 0 }
  for (const record of recordsOf(content, call)) {
    report.rows += 1
    const parsed = Row.safeParse(record)
    const found = parsed.success && parsed.data.arn.split(':')[4] === account ? reportedKeys(parsed.data) : null
    if (!parsed.success || !found) report.refused += 1
    else if (parsed.data.user === '<root_account>') report.rootKeys = found
    else if (found.length > 0) report.keys.set(parsed.data.user, found)
  }
  if (report.rows === report.refused) {
    throw new CallError('provider', `${call}: the report has no row that can be used; its header or its rows are not as they should be.`, {
      call,
      why: 'malformed',
    })
  }
  return report
}

function recordsOf(content: Uint8Array, call: string): unknown[] {
  try {
    return parse(Buffer.from(content), { columns: true, bom: true, skip_empty_lines: true })
  } catch {
    throw new CallError('provider', `${call}: the report is not the table it should be.`, { call, why: 'malformed' })
  }
}

/** The keys of one row, or null when a date in it is none: a key must not vanish because its date is odd. */
function reportedKeys(row: Row): ReportedKey[] | null {
  const keys: ReportedKey[] = []
  for (const slot of [1, 2] as const) {
    const said = row[`access_key_${slot}_last_rotated`]
    const active = row[`access_key_${slot}_active`] === 'true'
    if (spoken(said) === null && !active) continue // "N/A": there is no key in this slot
    const rotated = WireInstant.safeParse(said)
    if (!rotated.success) return null
    const used = row[`access_key_${slot}_last_used_date`]
    keys.push({ slot, active, rotated: rotated.data, lastUsed: reportedUse(used, rotated.data, row, slot) })
  }
  return keys
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
