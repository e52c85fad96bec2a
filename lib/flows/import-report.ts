import type { PoolClient } from 'pg'
import { readReportRows } from '../connectors/file/report-rows.ts'
import { record } from '../db/audit.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { patientTransaction, rehearsal } from '../db/transaction.ts'
import { withConnection } from '../db/chosen-tokens.ts'
import { countToRevoke } from '../db/count-to-revoke.ts'
import { fingerprintKey } from '../exposure/fingerprint.ts'
import { withoutSecret } from '../exposure/finding.ts'
import { Gathering } from '../exposure/gather.ts'
import { gitleaksFinding, sarifFinding, truffleHogFinding } from '../exposure/reports.ts'
import { AppError } from '../model/app-error.ts'
import type { LeakSighting, ShownMatch } from '../model/leak.ts'
import type { Actor } from '../model/viewer.ts'
import { endExceptions } from './exceptions.ts'
import { reappraise } from './reappraise.ts'
import { recordLeaks, type MatchCounts } from './record-leaks.ts'
import type { World } from './world.ts'

/** More leaks than this are not looked at by anybody; a report of them is one of a scanner without a baseline. */
const mostLeaks = 20_000
const mostWrong = 20

/** What a report holds, and what came of it. `tokens`: how many of those that leaked are to be revoked now. */
export type ReportOutcome = MatchCounts & {
  scanner: 'TruffleHog' | 'Gitleaks' | 'Gitleaks (SARIF)'
  finds: number
  withoutSecret: number
  tokens: number
  dryRun: boolean
  /** The surest matches, one by one: not all of a large report. */
  matches: readonly ShownMatch[]
}

/**
 * Reads a secret scanner's report: all of it, or nothing. Each secret is hashed as its row is read, and dropped with it; what is kept
 * tells which it is and cannot be used. A dry run says what would match and writes nothing. Tokens that it exposes are scored again in
 * the transaction that records the leaks.
 */
export async function importReport(
  world: World,
  actor: Actor,
  { input, name, dryRun }: { input: AsyncIterable<Uint8Array>; name: string; dryRun: boolean },
): Promise<ReportOutcome> {
  const { leaks, ...read } = await readReport(world, input)
  const work = (client: PoolClient) => write(world, client, actor, leaks, { name: name.trim().slice(0, 100) || 'a report', ...read })
  const { counts, tokens, matches } = dryRun
    ? await withConnection(world.db.pool, (client) => rehearsal(client, () => recordAndAppraise(world, client, leaks, 'rehearsal')))
    : await patientTransaction(world.db.pool, work)
  if (!dryRun && tokens > 0)
    await endExceptions(world).catch((error: unknown) => world.log.warn({ err: error }, 'exceptions could not be ended after a leak'))
  return { ...read, ...counts, tokens, dryRun, matches }
}

async function readReport(world: World, input: AsyncIterable<Uint8Array>) {
  const key = fingerprintKey(world.auditKey)
  const gathering = new Gathering(world.now)
  let [finds, without, wrong] = [0, 0, 0]
  const places: string[] = []
  const { scanner, rows } = await readReportRows(input)
  const read = { TruffleHog: truffleHogFinding, Gitleaks: gitleaksFinding, 'Gitleaks (SARIF)': sarifFinding }[scanner]
  for await (const { at, value } of rows) {
    const found = read(value)
    if (found === null) continue
    if (found === 'unreadable') {
      wrong += 1
      if (places.length < mostWrong) places.push(at)
      continue
    }
    const finding = withoutSecret(found, key)
    finds += 1
    if (finding.fingerprint === null) without += 1
    gathering.add(finding)
    if (gathering.size > mostLeaks)
      throw new AppError('bad-input', `This report has more than ${mostLeaks} different secrets. Scan with a baseline, or in parts. Nothing was saved.`)
  }
  if (wrong > 0)
    throw new AppError('bad-input', `This is not a report of ${scanner} as we know it. Nothing was saved.`, places.map((where) => ({ where, what: 'is not one of its finds.' })))
  return { scanner, finds, withoutSecret: without, leaks: gathering.leaks() }
} // prettier-ignore

/** A dry run does the same, and is taken back: what it counts is what would come of it. */
async function recordAndAppraise(world: World, client: PoolClient, leaks: readonly LeakSighting[], statedBy: string) {
  await shareDirectory(client)
  const { counts, tokenIds, matches } = await recordLeaks(client, leaks, statedBy, world.now)
  if (tokenIds.length > 0)
    await reappraise(client, { by: 'ids', ids: tokenIds }, { cause: `report:${world.now.toISOString()}`, runId: null, at: world.now })
  return { counts, matches, tokens: await countToRevoke(client, tokenIds) }
}

async function write(
  world: World,
  client: PoolClient,
  actor: Actor,
  leaks: readonly LeakSighting[],
  report: { name: string; scanner: string; finds: number },
) {
  const done = await recordAndAppraise(world, client, leaks, `report:${report.name}`)
  const after = { ...report, ...done.counts, tokens: done.tokens }
  await record(client, { actor, act: 'exposures.imported', target: 'exposures', after }, world.now, world.auditKey)
  return done
} // prettier-ignore
