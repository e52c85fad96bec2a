import type { Client } from 'pg'

/** The database role as which a read for an owner runs: it may read what is listed here, in the rows its policies let through. */
export const ownerRole = 'standdown_owner_reads'

/**
 * What that role may read. `all`: every column, those that come later as well; otherwise the columns by name. Each of these
 * tables has a policy, and every other table is named below with the reason; a new one fails a test until it is in one list.
 */
export const readByOwners: Readonly<Record<string, 'all' | readonly string[]>> = {
  token: 'all',
  token_history: 'all',
  event: 'all',
  exposure: 'all',
  stated_fact: 'all',
  control: 'all',
  permission_set: 'all',
  grant: 'all',
  workload: 'all',
  // How a source is set up is not for owners, nor what a run met on its way.
  source: ['id', 'kind', 'name', 'demo', 'last_run_id', 'last_complete_run_id', 'last_complete_at', 'removed_at'],
  run: ['id', 'source_id', 'state', 'started_at', 'finished_at'],
  owner: ['id', 'kind', 'name', 'email', 'manager_id', 'team_id', 'status'],
  plan: 'all',
  plan_token: 'all',
  plan_event: 'all',
  ticket: 'all',
  token_end: 'all',
  exception: 'all',
  exception_token: 'all',
  exception_control: 'all',
  campaign: ['id', 'name', 'started_at', 'due_at', 'closed_at'],
  campaign_task: 'all',
  campaign_token: 'all',
  provider_act: 'all',
}

/** What that role may not touch, and why. */
export const withheldFromOwners: Readonly<Record<string, string>> = {
  _prisma_migrations: 'the journal of migrations',
  setting: 'belongs to the installation',
  policy: 'who decided what and why; what follows of it stands in the dates that they may read',
  source_secret: 'sealed credentials',
  permission_document: 'policies as the provider states them, shared by tokens of many owners',
  issuer: 'issuers have no owner',
  owner_handle: 'how providers name people',
  rule: 'rules assign everybody’s tokens',
  owner_suggestion: 'for those who assign owners',
  refused_owner: 'for those who assign owners',
  user: 'accounts; asked for by id, on the way in',
  saved_view: 'belongs to a person; asked for by their id',
  session: 'who is signed in; asked for by the hash in the cookie',
  attempt: 'counts of failed tries',
  invitation: 'ways in to accounts',
  second_factor: 'sealed second factors',
  recovery_code: 'ways in to accounts',
  audit: 'what everybody did',
  audit_head: 'the end of the audit',
  facet_count: 'counts over everybody’s tokens; an owner’s are counted when they are asked for',
  snapshot: 'which days were counted',
  snapshot_count: 'counts over everybody’s tokens',
  channel: 'sealed addresses to send to',
  tracker: 'how the tracker is reached, with a sealed credential',
  message: 'what was told to everybody',
  message_item: 'what was told to everybody',
  staged: 'sightings on their way in',
  taken: 'what everybody took; reports are not for owners',
}

/**
 * Makes the role where it is missing and gives it exactly the columns above. At every start, under the migrations' lock: a
 * dump does not carry the role, and its making may have to wait for an administrator. With nothing to do it writes nothing.
 * Where this account may not make it, says so in a line: owners are then kept to their rows by the queries alone.
 */
export async function ensureOwnerReads(client: Client, log: (line: string) => void): Promise<void> {
  try {
    await ensureRole(client)
    await ensureColumns(client)
  } catch (error) {
    if ((error as { code?: unknown }).code !== insufficientPrivilege) throw error
    log(
      `the second lock on what owners may read is off: this account may not make or use the database role ${ownerRole}. ` +
        `An administrator of the database can: create role ${ownerRole} nologin; grant ${ownerRole} to the account in DATABASE_URL; then start again.`,
    )
  }
}

const insufficientPrivilege = '42501'

async function ensureRole(client: Client): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(
    `select pg_has_role(current_user, oid, 'member') as member from pg_roles where rolname = $1`,
    [ownerRole],
  )
  // Another database of the same server may be making it at this moment.
  if (!rows[0])
    await client.query(
      `do $$ begin create role ${ownerRole} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    )
  if (!rows[0]?.member) await client.query(`grant ${ownerRole} to current_user`)
}

/** Takes and gives until the role has what is listed, table by table; what is listed nowhere it may not read. */
async function ensureColumns(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; whole: boolean; given: string[]; more: boolean }>(
    `select c.relname as table, has_table_privilege($1, c.oid, 'select') as whole,
       has_table_privilege($1, c.oid, 'insert, update, delete, truncate, references, trigger') as more,
       coalesce((select array_agg(attname::text) from pg_attribute a
         where a.attrelid = c.oid and attnum > 0 and not attisdropped and has_column_privilege($1, c.oid, attnum, 'select')), '{}') as given
     from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace = 'public'::regnamespace`,
    [ownerRole],
  )
  for (const { table, whole, given, more } of rows) {
    const columns = readByOwners[table] ?? []
    const right = columns === 'all' ? whole : !whole && same(given, columns)
    if (right && !more) continue
    await client.query(`revoke all on public."${table}" from ${ownerRole}`)
    if (columns === 'all') await client.query(`grant select on public."${table}" to ${ownerRole}`)
    else if (columns.length > 0)
      await client.query(`grant select (${columns.map((column) => `"${column}"`).join(', ')}) on public."${table}" to ${ownerRole}`)
  }
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((column) => right.includes(column))
}
