import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../../bin/postgres.ts'
import { openDb, type Db } from '../../lib/db/db.ts'
import { migrate } from '../../lib/db/migrate.ts'

/**
 * Runs a benchmark on a database of its own with `rows` made-up tokens in 7 sources. Rows are written by SQL and spread like
 * an estate: most never expire, verdicts are uneven, one in seven has no owner. The server and its data are gone afterwards.
 */
export async function withFilledDatabase<T>(rows: number, work: (db: Db) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(path.join(tmpdir(), 'standdown-bench-'))
  // As root the server runs as an unprivileged account, which has to reach its folder.
  chmodSync(dir, 0o755)
  const server = await startPostgres({ dir, log: () => undefined, disposable: true })
  try {
    await migrate(server.url, () => undefined)
    const db = openDb(server.url, { name: 'standdown bench', statementSeconds: 900 })
    try {
      await fill(db, rows)
      return await work(db)
    } finally {
      await db.close()
    }
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

export async function fill(db: Db, rows: number): Promise<void> {
  const people = Math.max(10, Math.floor(rows / 200))
  const workloads = Math.max(10, Math.floor(rows / 100))
  await db.pool.query(`insert into source (id, kind, name, settings, subject, every_minutes, last_complete_at, created_at)
    select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'file', 'source ' || i, '{}', 'file ' || i, 60, '2026-11-01', '2026-01-01'
    from generate_series(0, 6) i`)
  await db.pool.query(
    `insert into owner (id, kind, name, status) select ('00000001-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
       case when i % 10 = 0 then 'team' else 'person' end, 'Owner ' || i, case when i % 50 = 7 then 'departed' else 'active' end
     from generate_series(0, $1::int - 1) i`,
    [people],
  )
  await db.pool.query(
    `insert into workload (id, key, name, sensitivity, data_classes) select ('00000002-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
       'workload-' || i, 'workload ' || i, i % 5, '{}' from generate_series(0, $1::int - 1) i`,
    [workloads],
  )
  await db.pool.query(tokensSql, [rows, people, workloads])
  await db.pool.query('vacuum analyze')
}

const tokensSql = `
  insert into token (id, source_id, external_id, provider, kind, name, display_id, state, issued_at, issued_how, expires_at, expires_how,
    last_used_at, last_used_how, binding, level, reach, sensitivity, agent, observed, fingerprint, owner_id, owner_how, workload_id,
    workload_how, exposure, verdict, risk, base, risk_floor, verdict_floor, grade, replay, impact, reason, reasons, controls_required,
    controls_missing, confidence, vector, model, scored_at, next_change_at, queue_key, verdict_since, due_at, first_seen_at, changed_at, life)
  select md5('token' || i)::uuid, ('00000000-0000-7000-8000-' || lpad((i % 7)::text, 12, '0'))::uuid, 'ext-' || md5('x' || i),
    case when i % 3 = 0 then 'aws' else 'github' end,
    case when i % 3 = 0 then 'aws.access-key' when i % 2 = 0 then 'github.pat.fine-grained' else 'github.deploy-key' end,
    (array['billing','deploy','report','crawler','backup','mailer','search','vendor'])[1 + h % 8] || '-' || substr(md5('n' || i), 1, 10),
    'AKIA…' || upper(substr(md5('d' || i), 1, 4)),
    case when v = 0 then (array['disabled','expired','revoked','gone'])[1 + h % 4] else 'live' end,
    case when i % 11 = 0 then null else timestamptz '2026-11-01' - make_interval(hours => h % 20000) end,
    case when i % 11 = 0 then 'not-reported' else 'exact' end,
    case when i % 5 = 0 then timestamptz '2026-11-01' + make_interval(hours => h % 9000) else 'infinity' end,
    case when i % 5 = 0 then 'fixed' when i % 13 = 0 then 'not-reported' else 'never' end,
    case when i % 9 = 0 then '-infinity' else timestamptz '2026-11-01' - make_interval(mins => h % 500000) end,
    case when i % 9 = 0 then 'never' else 'at' end,
    case when i % 3 = 0 then 'keyed-hmac' when i % 17 = 0 then 'pop-app' else 'bearer' end,
    1 + h % 6, 1 + h % 4, h % 5, case when i % 40 = 0 then 'autonomous' else 'none' end,
    jsonb_build_object('externalId', 'ext-' || md5('x' || i)) || '{"kind": "made-up.key", "name": "made up", "lifecycle": "active", "issuedAt": "not-reported",
      "expires": "never", "lastUsed": "not-reported", "rotationEnforcedSeconds": null, "binding": "bearer", "popVerified": false, "permissions": "not-reported",
      "ownerHints": [], "tags": {}, "consumers": [], "storage": "not-reported", "prohibited": false, "evidence": {}}'::jsonb, md5('f' || i),
    case when i % 7 = 0 then null else ('00000001-0000-7000-8000-' || lpad((h % $2)::text, 12, '0'))::uuid end, 'hint',
    case when i % 6 = 0 then null else ('00000002-0000-7000-8000-' || lpad((h % $3)::text, 12, '0'))::uuid end, 'hint',
    case when i % 500 = 0 then 'confirmed' else 'none' end,
    (array['retired','acceptable','acceptable-with-controls','standing-privilege','revoke-now'])[1 + v],
    risk, risk, risk, case when v > 1 and i % 6 = 0 then 'acceptable' else (array['retired','acceptable','acceptable-with-controls','standing-privilege','revoke-now'])[1 + v] end, 'D', 5000, 5000,
    reason,
    case when v = 0 then array[reason] else array_remove(array[reason, case when i % 3 > 0 and i % 17 > 0 then 'NOT_SENDER_CONSTRAINED' end,
      case when h % 6 = 5 then 'OVERPRIVILEGED' end, case when i % 1000 = 1 then 'REUSE' end, case when i % 40 = 0 then 'AGENT' end,
      case when i % 7 = 0 then 'NO_OWNER' end, case when i % 5 > 0 and i % 13 = 0 then 'UNKNOWN_TTL' end,
      case when i % 11 = 0 then 'UNKNOWN_AGE' end, case when i % 50000 = 3 then 'UNKNOWN_SCOPE' end], null) end, '{}', '{}', 1, 'nps-1.0.0/made-up', 'nps-1.0.0', '2026-11-01', 'infinity', v * 1000000 + risk * 1000 + risk,
    '2026-11-01', case when v in (0, 1) then 'infinity' else timestamptz '2026-11-01' + make_interval(hours => h % 4320) end,
    timestamptz '2026-01-01' + make_interval(hours => h % 7000), '2026-11-01',
    case when i % 5 = 0 then '366d' when i % 13 = 0 then 'not-reported' else 'never' end
  from (
    select i, h, v, risk, case when v = 4 then 'DORMANT' when v = 3 then (array['STANDING_HIGH','STANDING_MEDIUM','STANDING_LOW'])[1 + h % 3]
      when v = 0 then 'RETIRED' else 'BEARER_SHORT_LOW' end as reason
    from (select i, h, case when h % 100 < 8 then 0 when h % 100 < 14 then 1 when h % 100 < 22 then 2 when h % 100 < 92 then 3 else 4 end as v,
      case when h % 100 < 8 then 0 else 20 + h % 80 end as risk
    from (select i, ('x' || substr(md5('h' || i), 1, 7))::bit(28)::int as h from generate_series(0, $1::int - 1) i) spread) judged
  ) made`
