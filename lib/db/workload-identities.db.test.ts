import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { openPlans } from '../flows/open-plans.ts'
import type { IssuerSighting } from '../model/sighting.ts'
import type { Viewer } from '../model/viewer.ts'
import { readPlan } from './read-plan.ts'
import { findSuccessor, successorChoices } from './successor-choices.ts'
import { freshDatabase } from './testing/database.ts'
import { transaction } from './transaction.ts'
import { workloadIdentities } from './workload-identities.ts'
import { writeIssuers } from './write-issuers.ts'
import { readWatched } from './plans.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const world = await at('2026-11-23T09:00:00Z')
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
const source = randomUUID()
const tokens: Record<string, string> = {}

const entry = (id: string, namespace: string, account: string): IssuerSighting => ({
  externalId: `entry/${id}/x509-svid`,
  kind: 'spiffe.x509-svid',
  name: `spiffe://acme.test/ns/${namespace}/sa/${account}, X.509-SVID`,
  mints: 'X.509-SVID of the workload',
  mintedBinding: 'pop-mtls',
  maxLifeSeconds: 3_600,
  trusts: [],
  permissions: 'not-reported',
  lastUsed: 'not-reported',
  tags: { 'spiffe id': `spiffe://acme.test/ns/${namespace}/sa/${account}`, 'kubernetes namespace': namespace, 'kubernetes service account': account },
  evidence: {},
}) // prettier-ignore

async function write(...issuers: IssuerSighting[]): Promise<void> {
  const score = { verdict: 'acceptable', risk: 1, reasons: [], model: 'm' } as never
  await transaction(db.pool, (client) =>
    writeIssuers(client, source, issuers.map((issuer) => ({ id: randomUUID(), issuer, observed: JSON.stringify(issuer), fingerprint: issuer.externalId, permissionHash: null, worst: null, score })), world.now),
  )
} // prettier-ignore

async function bring(rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, ...(rows === 'tokens' ? { covers: 'everything' } : {}) }
  await importFile(world, { kind: 'system', name: 'test' }, { name: rows, settings, input: input(), demo: false })
}

beforeAll(async () => {
  await bring('owners', 'key,kind,name,email\nbo,person,Bo,bo@acme.example\ncy,person,Cy,cy@acme.example\n')
  await bring('workloads', 'key,name,owner\nbilling-export,billing export,bo\nweb,web shop,cy\nlonely,lonely,bo\n')
  const columns = 'external_id,kind,name,binding,owner,workload'
  await bring('tokens', `${columns}\nb1,acme.key,b1,bearer,bo@acme.example,billing-export\nb2,acme.key,b2,bearer,bo@acme.example,billing-export\nw1,acme.key,w1,bearer,cy@acme.example,web\nl1,acme.key,l1,bearer,bo@acme.example,lonely\nn1,acme.key,n1,bearer,bo@acme.example,\n`) // prettier-ignore
  for (const { id, name } of await db.prisma.token.findMany()) tokens[name] = id
  await db.pool.query(
    `insert into source (id, kind, name, settings, subject, created_at) values ($1, 'spiffe', 'SPIFFE acme.test', '{}', 'acme.test', '2026-01-01')`,
    [source],
  )
  await write(entry('1', 'finance', 'billing-export'), entry('2', 'shop', 'web-shop'), entry('3', 'shop', 'unrelated'))
})

const found = async (of: Parameters<typeof workloadIdentities>[2], scope: Viewer['scope'] = all) =>
  (await workloadIdentities(db, scope, of)).map(({ id, fit, by }) => [id.split('/').at(-1), fit, by])
const scopeOf = async (key: string) => {
  const { id } = await db.prisma.owner.findFirstOrThrow({ where: { key } })
  return { all: false as const, ownerIds: [id] }
}

describe('an identity that a workload may have', () => {
  test('is found by the workload’s key, or its name', async () => {
    expect(await found({ tokenIds: [tokens.b1!] })).toEqual([['billing-export', 'same-name', 'the name billing-export']])
    expect(await found({ tokenIds: [tokens.w1!] })).toEqual([['web-shop', 'same-name', 'the name web-shop']])
    expect(await found({ tokenIds: [tokens.l1!] })).toEqual([])
    expect(await found({ tokenIds: [tokens.n1!] })).toEqual([])
    expect(await found({ tokenIds: [] })).toEqual([])
  })

  test('is not told to whoever does not see the token', async () => {
    const [bo, cy] = [await scopeOf('bo'), await scopeOf('cy')]
    expect(await found({ tokenIds: [tokens.b1!] }, bo)).toHaveLength(1)
    expect(await found({ tokenIds: [tokens.b1!] }, cy)).toEqual([])
  })

  test('is found by the service account first, and only in that namespace', async () => {
    await db.pool.query(`update token set observed = jsonb_set(observed, '{tags}', '{"namespace": "finance", "service account": "billing-export"}') where id = $1`, [tokens.n1])
    expect(await found({ tokenIds: [tokens.n1!] })).toEqual([['billing-export', 'same-account', 'service account finance/billing-export']])
    await db.pool.query(`update token set observed = jsonb_set(observed, '{tags,namespace}', '"other"') where id = $1`, [tokens.n1])
    expect(await found({ tokenIds: [tokens.n1!] })).toEqual([])
  }) // prettier-ignore

  test('that is gone or missing is none; nor is a name that many have', async () => {
    const gone = `update issuer set missing_since = $1 where external_id = 'entry/2/x509-svid'`
    await db.pool.query(gone, [world.now])
    expect(await found({ tokenIds: [tokens.w1!] })).toEqual([])
    await db.pool.query(gone, [null])
    await write(...Array.from({ length: 6 }, (_, at) => entry(`many-${at}`, `team-${at}`, 'web-shop')))
    expect(await found({ tokenIds: [tokens.w1!] })).toEqual([])
    await db.pool.query(`delete from issuer where external_id like 'entry/many-%'`)
  })

  test('can be named as what takes the place, though its source is another; and its use is told by nobody', async () => {
    const doer = { id: sec.id, name: sec.name, scope: all }
    const opened = await openPlans(world, doer, { chosen: { by: 'ids', ids: [tokens.b1!, tokens.b2!] }, recipe: 'generic.to-svid', dueAt: null }, { tokens: 2, plans: 1 })
    if (!opened.done) throw new Error('not opened')
    const plan = (await readPlan(db, all, opened.ids[0]!))!
    expect(await found({ planId: plan.id })).toEqual([['billing-export', 'same-name', 'the name billing-export']])
    const choices = await successorChoices(db, all, plan, { text: 'spiffe' })
    expect(choices).toMatchObject([{ kind: 'issuer', name: 'spiffe://acme.test/ns/finance/sa/billing-export, X.509-SVID' }])
    // Of another workload it cannot.
    const other = await db.prisma.issuer.findFirstOrThrow({ where: { externalId: 'entry/2/x509-svid' } })
    await expect(findSuccessor(db, all, plan, `issuer:${other.id}`)).rejects.toMatchObject({ code: 'bad-input' })
    const named = await findSuccessor(db, all, plan, `issuer:${choices[0]!.id}`)
    await db.pool.query('update plan set successor_issuer_id = $2 where id = $1', [plan.id, 'issuerId' in named ? named.issuerId : null])
    expect((await readWatched(db.pool, [plan.id]))[0]?.successor).toMatchObject({ isUntold: true, lastUsedAt: null, isGone: false })
  }) // prettier-ignore
})
