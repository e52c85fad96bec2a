import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { guardHint, guardPlace } from '../model/csv-cell.ts'
import type { StatedFactName } from '../model/stated-fact.ts'
import type { TokenSearch } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { inventoryColumns, rowEnds, type InventoryColumn } from '../model/inventory-csv.ts'
import type { CopiedOut } from './copy-out.ts'
import type { Db } from './db.ts'
import { beginExport, exportConnection } from './export-connection.ts'
import { Prisma } from './generated/client.ts'
import { tokenOrder } from './list-tokens.ts'
import { isSecondLockOn } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/**
 * Streams the tokens of a search, within the scope and in its order, as CSV (RFC 4180, UTF-8 without a mark, instants in UTC).
 * Postgres writes it, so that no list is held here. The stream fails where the database does; destroying it ends the query. `ended` never fails. Throws AppError 'too-many'
 * where the holder has as many under way, on whichever web server.
 */
export async function exportTokens(db: Db, scope: Scope, search: TokenSearch, now: Date, holder?: string): Promise<CopiedOut> {
  const locked = !scope.all && (await isSecondLockOn(db.pool))
  const client = await exportConnection(db, holder)
  try {
    const sources = await beginExport(client, scope, locked, now)
    const source = client.query(copyTo(await copyStatement(client, scope, search, now)))
    const turn = rowEnds()
    const csv = new Transform({ transform: (chunk: Buffer, _, done) => done(null, turn.chunk(chunk)) })
    const rows = () => Math.max(0, turn.ended() - 1)
    // Ending the connection is how a query is stopped whose reader has gone; its turn ends with it.
    const ended = pipeline(source, csv)
      .then(
        () => true,
        () => false,
      )
      .then(async (complete) => {
        await client.end().catch(() => undefined)
        return { rows: rows(), complete }
      })
    return { csv, rows, ended, sources }
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * The COPY as one text, as it takes no parameters. Postgres itself quotes each value into its place (`%L`), so that what
 * somebody typed stays a value here as everywhere.
 */
async function copyStatement(client: Client, scope: Scope, search: TokenSearch, now: Date): Promise<string> {
  const query = sql`
    copy (with scopes as materialized (
      select hash, (select string_agg((b ->> 'level') || ':' || (b ->> 'reach'), ' ') from jsonb_array_elements(breadths) b) as scope from permission_set)
    select ${join(inventoryColumns.map((column) => sql`${cells[column]} as ${raw(column)}`))}
    from token t
    join source s on s.id = t.source_id
    left join owner o on o.id = t.owner_id
    left join workload w on w.id = t.workload_id
    left join scopes p on p.hash = t.permission_hash
    where ${tokenFilter(scope, search, now)}
    order by ${tokenOrder(search)})
    to stdout (format csv, header true, encoding 'UTF8')`
  const template = query.strings.map((part) => part.replaceAll('%', '%%')).join('%L')
  const { rows } = await client.query<{ statement: string }>('select format($1, variadic $2::text[]) as statement', [
    template,
    query.values.map(String),
  ])
  return rows[0]?.statement ?? ''
}

/** Text that somebody else wrote, kept from being run as a formula. */
function guarded(text: Sql): Sql {
  return sql`case when ${text} ~ ${guardHint} then regexp_replace(${text}, ${guardPlace}, '''', 'g') else ${text} end`
}

function instant(at: Sql): Sql {
  return sql`case when isfinite(${at}) then to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`
}

function column(name: string): Sql {
  return raw(`t.${name}`)
}

/** A field of the last sighting as text. */
function seen(...path: readonly string[]): Sql {
  return raw(`(t.observed #>> '{${path.join(',')}}')`)
}

/** What a person stated is left out: whoever imports the file would take it for the provider's word. */
function reported(fact: StatedFactName, value: Sql): Sql {
  return sql`case when not (${fact} = any(t.stated_facts)) then ${value} end`
}

/** A list or object of the last sighting as JSON, where there is anything in it. */
function seenJson(field: string): Sql {
  return guarded(raw(`nullif(nullif((t.observed -> '${field}')::text, '[]'), '{}')`))
}

const cells: Readonly<Record<InventoryColumn, Sql>> = {
  external_id: guarded(column('external_id')),
  kind: guarded(column('kind')),
  name: guarded(column('name')),
  display_id: guarded(seen('displayId')),
  // What a sync no longer finds is not there to be imported as live again.
  lifecycle: sql`case when t.state = 'gone' then 'revoked' else ${seen('lifecycle')} end`,
  issued_at: reported('issuedAt', sql`case when t.issued_how = 'exact' then ${instant(column('issued_at'))} end`),
  issued_at_least_since: seen('issuedAt', 'atLeastSince'),
  expires_at: reported('expires', sql`case t.expires_how when 'fixed' then ${instant(column('expires_at'))} when 'never' then 'never' end`),
  lasts_seconds: seen('expires', 'lastsSeconds'),
  sliding_seconds: seen('expires', 'slidingSeconds'),
  max_life_seconds: seen('maxLifeSeconds'),
  last_used_at: reported(
    'lastUsed',
    sql`case t.last_used_how when 'at' then ${instant(column('last_used_at'))} when 'never' then 'never' end`,
  ),
  unused_since: sql`case when t.last_used_how = 'not-since' then ${instant(column('last_used_at'))} end`,
  last_used_service: guarded(column('last_used_service')),
  last_used_region: guarded(seen('lastUsed', 'region')),
  rotation_enforced_seconds: seen('rotationEnforcedSeconds'),
  binding: seen('binding'),
  pop_verified: sql`nullif(${seen('popVerified')}, 'not-reported')`,
  scope: raw('p.scope'),
  owner: guarded(sql`coalesce(o.email, o.name, ${seen('ownerHints', '0', 'value')})`),
  workload: guarded(sql`coalesce(w.key, ${seen('workloadHint')})`),
  tags: seenJson('tags'),
  third_party: guarded(seen('thirdParty')),
  consumers: seenJson('consumers'),
  storage: seen('storage'),
  prohibited: seen('prohibited'),
  agent: reported('agent', column('agent')),
  sensitivity: reported('sensitivity', column('sensitivity')),
  verdict: column('verdict'),
  reason: column('reason'),
  risk: column('risk'),
  risk_floor: column('risk_floor'),
  base: column('base'),
  grade: column('grade'),
  confidence: sql`round(t.confidence::numeric, 3)`,
  reasons: sql`array_to_string(t.reasons, ' ')`,
  controls_missing: sql`array_to_string(t.controls_missing, ' ')`,
  state: column('state'),
  exposure: column('exposure'),
  level: column('level'),
  reach: column('reach'),
  owner_name: guarded(raw('o.name')),
  workload_name: guarded(raw('w.name')),
  source: guarded(raw('s.name')),
  provider: column('provider'),
  id: column('id'),
  first_seen_at: instant(column('first_seen_at')),
  changed_at: instant(column('changed_at')),
  seen: instant(raw('s.last_complete_at')),
  scored_at: instant(column('scored_at')),
  next_change_at: instant(column('next_change_at')),
  model: column('model'),
  vector: column('vector'),
}
