import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { openCampaignExport, type CampaignFileRow } from '../db/export-campaign.ts'
import { readCampaign } from '../db/list-campaigns.ts'
import { transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { guardedCell } from '../model/csv-cell.ts'
import type { Json } from '../model/json.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { clockFrom, csvFile } from './csv-file.ts'
import type { World } from './world.ts'

const columns = [
  'campaign', 'campaign_state', 'token_id', 'external_id', 'display_id', 'name', 'kind', 'source', 'owner', 'owner_email', 'team', 'outcome', 'answer', 'says',
  'answered_at', 'answered_by', 'in_owners_name', 'verdict_at_answer', 'verdict_at_start', 'risk_at_start', 'gone_at', 'plan_id', 'carried',
  'not_mine_by', 'not_mine_at', 'not_mine_says',
] as const // prettier-ignore

/** An export of a campaign under way: its id in the audit, the campaign's name, the file, and when its end is on record. */
export type CampaignExport = { id: string; name: string; csv: Readable; recorded: Promise<void> }

/**
 * A campaign as CSV (RFC 4180, UTF-8, instants in UTC): a row a token, with what it counts as, what was answered, by whom, when, and the
 * verdict at that time. Streams; that it was asked for is on record before the first row leaves, and how many were read once it has ended,
 * whether it left whole or was cut off, with the SHA-256 of a whole file. A
 * person has two exports at a time: AppError 'too-many' beyond. Throws AppError 'not-found' where there is no such campaign to see.
 */
export async function exportCampaign(world: World, viewer: Viewer, campaignId: string): Promise<CampaignExport> {
  const campaign = await readCampaign(world.db, viewer.scope, campaignId)
  if (!campaign) throw new AppError('not-found', 'There is no such review.')
  const id = uuid()
  const clock = clockFrom(world)
  const note = (act: string, after: Json) =>
    transaction(world.db.pool, (client) =>
      record(client, { actor: actorOf(viewer), act, target: `campaign:${campaign.id}`, after: { export: id, ...(after as object) } }, clock(), world.auditKey),
    )
  const { rows, close } = await openCampaignExport(world.db, campaign.id, viewer.id)
  try {
    await note('campaign.exported', {})
  } catch (error) {
    await close()
    throw error
  }
  async function* cells() {
    for await (const row of rows) yield cellsOf(campaign as { name: string; closedAt: Date | null }, row)
  }
  const { csv, ended } = csvFile(columns, cells())
  const recorded = ended
    .then(async (outcome) => {
      await close()
      await note('campaign.export-ended', outcome)
    })
    .catch((err: unknown) => world.log.error({ err, export: id }, 'the end of an export of a review could not be recorded'))
  return { id, name: campaign.name, csv, recorded }
} // prettier-ignore

function cellsOf({ name, closedAt }: { name: string; closedAt: Date | null }, row: CampaignFileRow): string[] {
  const text = (value: string | null) => guardedCell(value ?? '')
  const at = (value: Date | null) => value?.toISOString() ?? ''
  return [
    ...[name, closedAt ? `closed ${at(closedAt)}` : 'open', row.tokenId, row.externalId, row.displayId, row.name, row.kind, row.source].map(text),
    ...[row.owner, row.ownerEmail, row.team].map(text),
    // What nobody answered before the end is called so, and not open any more.
    row.outcome === 'open' && closedAt ? 'unanswered' : row.outcome,
    row.answer ?? '',
    text(row.says),
    at(row.answeredAt),
    text(row.answeredBy),
    row.answer === null ? '' : row.onBehalf ? 'yes' : 'no',
    row.answeredVerdict ?? '',
    row.verdictAtStart,
    String(row.riskAtStart),
    at(row.goneAt),
    row.planId ?? '',
    row.carried ? 'yes' : 'no',
    text(row.disownedBy),
    at(row.disownedAt),
    text(row.disownedSays),
  ]
} // prettier-ignore
