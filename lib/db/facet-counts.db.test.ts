import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const sources = [randomUUID(), randomUUID()]
const owners = [randomUUID(), randomUUID()]
const workloads = [randomUUID()]

beforeAll(async () => {
  for (const [i, id] of sources.entries())
    await db.pool.query(
      `insert into source (id, kind, name, settings, subject, created_at) values ($1, 'test', $2, '{}', $2, '2026-01-01')`,
      [id, `s${i}`],
    )
  for (const id of owners) await db.pool.query(`insert into owner (id, kind, name) values ($1, 'person', 'somebody')`, [id])
  for (const id of workloads) await db.pool.query(`insert into workload (id, key, name, data_classes) values ($1, 'w', 'w', '{}')`, [id])
})

/** What is counted of a token. */
type Counted = {
  source: number
  state: string
  verdict: string
  reason: string
  provider: string
  kind: string
  binding: string
  owner: string | null
  workload: string | null
  exposure: string
  agent: string
  sensitivity: number | null
  level: number | null
  lifetime: string
  life: string
  vendor: string | null
  floor: string
}

const Counted: fc.Arbitrary<Counted> = fc.record({
  source: fc.nat({ max: sources.length - 1 }),
  state: fc.constantFrom('live', 'gone', 'revoked'),
  verdict: fc.constantFrom('acceptable', 'standing-privilege', 'revoke-now'),
  reason: fc.constantFrom('DORMANT', 'STANDING_HIGH'),
  provider: fc.constantFrom('aws', 'github'),
  kind: fc.constantFrom('aws.access-key', 'github.deploy-key'),
  binding: fc.constantFrom('bearer', 'keyed-hmac'),
  owner: fc.constantFrom(null, ...owners),
  workload: fc.constantFrom(null, ...workloads),
  exposure: fc.constantFrom('none', 'confirmed'),
  agent: fc.constantFrom('none', 'autonomous'),
  sensitivity: fc.constantFrom(null, 0, 4),
  level: fc.constantFrom(null, 6),
  lifetime: fc.constantFrom('never', 'fixed'),
  life: fc.constantFrom('never', '90d'),
  vendor: fc.constantFrom(null, 'Vendor', 'Other vendor'),
  floor: fc.constantFrom('acceptable', 'revoke-now'),
})

const columns = `source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent,
  sensitivity, level, expires_how, life, third_party, verdict_floor`
const others = `name, display_id, issued_how, expires_at, last_used_at, last_used_how, observed, fingerprint, risk, base,
  risk_floor, grade, replay, impact, reasons, controls_required, controls_missing, confidence, vector, model, scored_at,
  next_change_at, queue_key, first_seen_at, changed_at`
const otherValues = `'n', 'd', 'exact', 'infinity', '-infinity', 'never', '{}', 'f', 1, 1, 1, 'A', 1, 1, '{}', '{}', '{}', 1,
  'v', 'm', '2026-01-01', 'infinity', 1, '2026-01-01', '2026-01-01'`
const read = `jsonb_to_recordset($1::jsonb) as r(external text, source_id uuid, state text, verdict text, reason text, provider text, kind text,
  binding text, owner_id uuid, workload_id uuid, exposure text, agent text,
  sensitivity smallint, level smallint, expires_how text, life text, third_party text, verdict_floor text)`

const asRow = (external: string, { source, owner, workload, lifetime, vendor, floor, ...rest }: Counted) => ({
  external,
  source_id: sources[source],
  owner_id: owner,
  workload_id: workload,
  expires_how: lifetime,
  third_party: vendor,
  verdict_floor: floor,
  ...rest,
})

type Step =
  | { does: 'upsert'; rows: { n: number; facts: Counted }[] }
  | { does: 'update'; which: number; verdict: string; owner: string | null; state: string }
  | { does: 'touch' }
  | { does: 'delete'; which: number }

const Step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('upsert' as const),
    rows: fc.uniqueArray(fc.record({ n: fc.nat({ max: 11 }), facts: Counted }), {
      minLength: 1,
      maxLength: 8,
      selector: ({ n, facts }) => `${n}/${facts.source}`,
    }),
  }),
  fc.record({
    does: fc.constant('update' as const),
    which: fc.nat({ max: 3 }),
    verdict: fc.constantFrom('acceptable', 'revoke-now'),
    owner: fc.constantFrom(null, ...owners),
    state: fc.constantFrom('live', 'gone'),
  }),
  fc.record({ does: fc.constant('touch' as const) }),
  fc.record({ does: fc.constant('delete' as const), which: fc.nat({ max: 3 }) }),
)

async function take(step: Step): Promise<void> {
  if (step.does === 'upsert')
    await db.pool.query(
      `insert into token (id, external_id, ${columns}, ${others}) select gen_random_uuid(), r.external, ${columns}, ${otherValues} from ${read}
       on conflict (source_id, external_id) do update set state = excluded.state, verdict = excluded.verdict, reason = excluded.reason,
         provider = excluded.provider, kind = excluded.kind, binding = excluded.binding, owner_id = excluded.owner_id,
         workload_id = excluded.workload_id, exposure = excluded.exposure, agent = excluded.agent, sensitivity = excluded.sensitivity,
         level = excluded.level, expires_how = excluded.expires_how, life = excluded.life, third_party = excluded.third_party, verdict_floor = excluded.verdict_floor`,
      [JSON.stringify(step.rows.map(({ n, facts }) => asRow(`t${n}`, facts)))],
    )
  else if (step.does === 'update')
    await db.pool.query(`update token set verdict = $2, owner_id = $3, state = $4 where right(external_id, 1)::int % 4 = $1`, [
      step.which,
      step.verdict,
      step.owner,
      step.state,
    ])
  else if (step.does === 'touch') await db.pool.query(`update token set risk = risk + 1`)
  else await db.pool.query(`delete from token where right(external_id, 1)::int % 4 = $1`, [step.which])
}

const counted = `select source_id, state, f.facet, f.value, count(*)::int as count from token t cross join lateral (values ('verdict', verdict),
  ('reason', reason), ('provider', provider), ('kind', kind), ('binding', binding), ('owner', coalesce(owner_id::text, 'none')),
  ('workload', coalesce(workload_id::text, 'none')), ('source', source_id::text), ('exposure', exposure), ('agent', agent),
  ('sensitivity', coalesce(sensitivity::text, 'none')), ('level', coalesce(level::text, 'none')), ('lifetime', expires_how), ('life', life),
  ('third-party', case when third_party is null then 'no' else 'yes' end),
  ('improvable', case when verdict_floor <> verdict then 'yes' else 'no' end),
  ('standing-owner', case when verdict in ('revoke-now', 'standing-privilege') then coalesce(owner_id::text, 'none') end)) f(facet, value)
  where f.value is not null group by 1, 2, 3, 4`

/** What is kept and not right, and what is right and not kept. */
async function differences(): Promise<unknown[]> {
  const kept = 'select source_id, state, facet, value, count from facet_count'
  const { rows } = await db.pool.query(`(${counted} except ${kept}) union all (${kept} except (${counted}))`)
  return rows
}

test('kept counts are exact after any inserts, updates and deletes, and none is left at zero', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await db.pool.query('truncate token cascade')
      expect(await differences()).toEqual([])
      for (const step of steps) {
        await take(step)
        expect(await differences()).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})

test('a source that is removed takes its counts along', async () => {
  const id = randomUUID()
  await db.pool.query(
    `insert into source (id, kind, name, settings, subject, created_at) values ($1, 'test', 'leaving', '{}', '', '2026-01-01')`,
    [id],
  )
  await db.pool.query(
    `insert into token (id, external_id, ${columns}, ${others}) values (gen_random_uuid(), 'x', $1, 'live', 'acceptable', 'DORMANT', 'aws', 'k', 'bearer',
       null, null, 'none', 'none', null, 3, 'never', 'never', null, 'acceptable', ${otherValues})`,
    [id],
  )
  await db.pool.query('delete from source where id = $1', [id])
  expect(await differences()).toEqual([])
  expect((await db.pool.query('select 1 from facet_count where source_id = $1', [id])).rowCount).toBe(0)
})

test('writers of the same source at the same time lose no count and never block each other for good', async () => {
  await db.pool.query('truncate token cascade')
  const facts = fc.sample(Counted, { numRuns: 80, seed: 7 })
  await take({ does: 'upsert', rows: facts.map((each, n) => ({ n, facts: { ...each, source: n % 2 } })) })
  const writer = async (verdict: string) => {
    for (let round = 0; round < 25; round++) {
      const ids = await db.pool.query<{ id: string }>('select id from token order by random() limit 20')
      const client = await db.pool.connect()
      try {
        await client.query('begin')
        const locked = await client.query<{ id: string }>('select id from token where id = any($1) order by id for update', [
          ids.rows.map(({ id }) => id),
        ])
        await client.query(`update token set verdict = $2, owner_id = $3 where id = any($1)`, [
          locked.rows.map(({ id }) => id),
          verdict,
          owners[round % 2],
        ])
        await client.query('commit')
      } finally {
        client.release()
      }
    }
  }
  await Promise.all(['acceptable', 'revoke-now', 'standing-privilege', 'acceptable-with-controls'].map(writer))
  expect(await differences()).toEqual([])
})
