import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { frameworks } from '../model/frameworks/all.ts'
import { outcomeOf, outcomes } from '../model/requirement.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { anyFacts } from '../score/testing/any-facts.ts'
import { score } from '../score/score.ts'
import { frameworkCounts } from './framework-counts.ts'
import { Prisma } from './generated/client.ts'
import { listTokens } from './list-tokens.ts'
import { tokenFacets } from './token-facets.ts'
import { outcomeSql } from './requirement-sql.ts'
import { freshDatabase } from './testing/database.ts'

const { sql, raw, join } = Prisma
const db = await freshDatabase()
const at = await worldOver(db)
const now = new Date('2026-11-24T09:00:00.000Z')
const everything: Scope = { all: true }
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const

beforeAll(async () => {
  async function* people() {
    yield Buffer.from('key,kind,name,email\nana,person,Ana,ana@acme.example\n')
  }
  await importFile(await at(now.toISOString()), actor, {
    name: 'people',
    settings: { format: 'csv', rows: 'owners', covers: 'part' },
    input: people(),
  })
  async function* input() {
    yield Buffer.from('external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner,third_party,sensitivity,storage,agent\n')
    for (let n = 0; n < 60; n += 1)
      yield Buffer.from(
        [`id-${n}`, ['aws.access-key', 'vault.token', 'crm.refresh-token'][n % 3], `token ${n}`, ['', '2025-01-01', '2026-11-10'][n % 3],
          ['never', '', '2026-11-24T20:00:00Z', '2027-03-01'][n % 4], ['never', '', '2026-11-20', '2026-01-01'][n % 4], n % 7 ? 'bearer' : '', ['6:4', '3:2', ''][n % 3],
          n % 5 ? 'ana@acme.example' : '', n % 8 ? '' : 'Vendor', ['', '1', '4'][n % 3], ['vault', 'plaintext', ''][n % 3], ['', 'autonomous'][n % 2]].join(',') + '\n',
      ) // prettier-ignore
  }
  const run = await importFile(await at(now.toISOString()), actor, { name: 'tokens', settings: { format: 'csv' }, input: input() })
  expect(run.problem).toBeNull()
})

const searchOf = (query: RawQuery) => readTokenSearch(query)

describe('a rule in SQL', () => {
  it('says of any token what it says in memory', async () => {
    const rules = frameworks.flatMap(({ id, requirements }) => requirements.flatMap(({ id: of, rule }) => (rule ? [{ name: `${id}/${of}`, rule }] : []))) // prettier-ignore
    const kinds = fc.constantFrom('aws.access-key', 'aws.root-access-key', 'salesforce.refresh-token', 'vault.token', 'oauth.refresh_token')
    const sample = fc.sample(fc.tuple(anyFacts, kinds, fc.boolean()), 400).map(([facts, kind, excepted]) => {
      const { vector, verdict } = score(facts)
      return { vector, kind, retired: verdict === 'retired', excepted }
    })
    const columns = { vector: raw('j.vector'), kind: raw('j.kind'), retired: raw('j.retired'), excepted: raw('j.excepted') }
    const { text, values } = sql`
      select j.n, array[${join(rules.map(({ rule }) => outcomeSql(rule, columns)))}] as made
      from jsonb_to_recordset(${JSON.stringify(sample.map((token, n) => ({ ...token, n })))}::jsonb) as j(n int, vector text, kind text, retired boolean, excepted boolean)
      order by j.n`
    const { rows } = await db.pool.query<{ made: string[] }>({ text, values })
    const differing = rows.flatMap(({ made }, n) =>
      rules.flatMap(({ name, rule }, i) =>
        made[i] === outcomeOf(rule, sample[n]!) ? [] : [`${name}: ${made[i]} of ${sample[n]!.vector}`],
      ),
    )
    expect(differing).toEqual([])
  })
})

describe('the counts of a framework', () => {
  it.each(frameworks.map(({ id }) => id))('%s: each is the number of tokens in the list that it opens', async (id) => {
    const framework = frameworks.find((one) => one.id === id)!
    for (const query of [
      {},
      { state: 'any', 'third-party': 'yes' },
      { kind: ['aws.access-key', 'vault.token'], q: 'token 1' },
    ] as RawQuery[]) {
      const { total, counts } = await frameworkCounts(db, everything, framework, searchOf(query), now)
      for (const [requirement, counted] of counts) {
        expect(Object.values(counted).reduce((sum, n) => sum + n, 0)).toBe(total)
        for (const outcome of outcomes) {
          const list = await listTokens(
            db,
            everything,
            searchOf({ ...query, requirement: `${id}/${requirement}`, outcome, limit: '200' }),
            now,
          )
          expect(list.rows.length, `${requirement} ${outcome}`).toBe(counted[outcome])
          const asked = searchOf({ ...query, requirement: `${id}/${requirement}`, outcome })
          if (outcome === 'fails') expect((await tokenFacets(db, everything, asked, now)).total).toBe(counted.fails)
        }
      }
    }
  })

  it('are of an owner’s own tokens for an owner, and of none for nobody', async () => {
    const [nhi] = frameworks
    const { rows } = await db.pool.query<{ id: string; n: number }>(
      `select o.id, count(*)::int as n from owner o join token t on t.owner_id = o.id group by 1`,
    )
    const [ana] = rows
    const own = await frameworkCounts(db, { all: false, ownerIds: [ana!.id] }, nhi!, searchOf({}), now)
    expect(own.total).toBe(ana!.n)
    expect(own.total).toBeLessThan((await frameworkCounts(db, everything, nhi!, searchOf({}), now)).total)
    expect((await frameworkCounts(db, { all: false, ownerIds: [] }, nhi!, searchOf({}), now)).total).toBe(0)
  })

  it('tell what fails under an approved exception as excepted, for as long as it runs', async () => {
    const [nhi] = frameworks
    const before = await frameworkCounts(db, everything, nhi!, searchOf({}), now)
    const [token] = (await listTokens(db, everything, searchOf({ requirement: 'owasp-nhi-2025/NHI7:2025', outcome: 'fails' }), now)).rows
    const exception = '018f0000-0000-7000-8000-00000000e001'
    await db.pool.query(
      `insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at, decided_by, decided_at)
       values ($1, 'ordinary', 'approved', 'r', 'n', 'Ana', $1, $2, $3, $3, 'Ben', $2)`,
      [exception, new Date(now.getTime() - 1_000), new Date(now.getTime() + 1_000)],
    )
    await db.pool.query(`insert into exception_token (exception_id, token_id, open, verdict, reason) values ($1, $2, true, 'standing-privilege', 'STANDING_HIGH')`, [exception, token!.id]) // prettier-ignore
    const during = await frameworkCounts(db, everything, nhi!, searchOf({}), now)
    expect(during.counts.get('NHI7:2025')).toEqual({
      ...before.counts.get('NHI7:2025'),
      fails: before.counts.get('NHI7:2025')!.fails - 1,
      excepted: 1,
    })
    const listed = async (...outcome: string[]) =>
      (await listTokens(db, everything, searchOf({ requirement: 'owasp-nhi-2025/NHI7:2025', outcome, limit: '200' }), now)).rows.map(
        ({ id }) => id,
      )
    expect(await listed('excepted')).toEqual([token!.id])
    expect(await listed('fails')).not.toContain(token!.id)
    expect(await listed('fails')).toHaveLength(during.counts.get('NHI7:2025')!.fails)
    expect((await listed('fails', 'excepted')).length).toBe(before.counts.get('NHI7:2025')!.fails)
    expect(await listed('meets', 'excepted')).toHaveLength(during.counts.get('NHI7:2025')!.meets + 1)
    const after = await frameworkCounts(db, everything, nhi!, searchOf({}), new Date(now.getTime() + 2_000))
    expect(after.counts.get('NHI7:2025')).toEqual(before.counts.get('NHI7:2025'))
  })
})
