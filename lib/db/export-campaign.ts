import type { Client } from 'pg'
import type { Db } from './db.ts'
import { exportConnection } from './export-connection.ts'

/** A token of a campaign as its file has it; instants are dates, what is not known or not so is null. */
export type CampaignFileRow = {
  tokenId: string
  externalId: string
  displayId: string
  name: string
  kind: string
  source: string
  owner: string | null
  ownerEmail: string | null
  team: string | null
  verdictAtStart: string
  riskAtStart: number
  outcome: string
  answer: string | null
  says: string | null
  answeredAt: Date | null
  answeredBy: string | null
  onBehalf: boolean
  answeredVerdict: string | null
  goneAt: Date | null
  planId: string | null
  carried: boolean
  disownedBy: string | null
  disownedAt: Date | null
  disownedSays: string | null
}

const slice = 2_000
const first = '00000000-0000-0000-0000-000000000000'

/** Every token of a campaign with its answer, in the order of their ids, a slice at a time. */
async function* walk(client: Client, campaignId: string): AsyncGenerator<CampaignFileRow> {
  for (let after = first; ;) {
    const { rows } = await client.query<CampaignFileRow>(
      `select r.token_id as "tokenId", t.external_id as "externalId", t.display_id as "displayId", t.name, t.kind, s.name as source, o.name as owner,
         o.email as "ownerEmail", team.name as team, r.verdict as "verdictAtStart", r.risk as "riskAtStart", r.outcome, r.answer, r.says,
         r.answered_at as "answeredAt", r.answered_by as "answeredBy", r.on_behalf as "onBehalf", r.answered_verdict as "answeredVerdict", r.gone_at as "goneAt",
         r.plan_id as "planId", r.carried, r.disowned_by as "disownedBy", r.disowned_at as "disownedAt", r.disowned_says as "disownedSays"
       from campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id join source s on s.id = t.source_id
         left join owner o on o.id = k.owner_id left join owner team on team.id = o.team_id
       where r.campaign_id = $1 and r.token_id > $2 order by r.token_id limit $3`,
      [campaignId, after, slice],
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < slice) return
    after = last.tokenId
  }
}

/**
 * The same on a connection of its own and of one instant, for a file; `close` ends that and the holder's turn. Throws AppError 'too-many'
 * where the holder has as many exports under way as anybody may.
 */
export async function openCampaignExport(
  db: Db,
  campaignId: string,
  holder: string,
): Promise<{ rows: AsyncGenerator<CampaignFileRow>; close(): Promise<void> }> {
  const client = await exportConnection(db, holder)
  await client.query('begin isolation level repeatable read read only')
  return { rows: walk(client, campaignId), close: () => client.end().catch(() => undefined) }
}
