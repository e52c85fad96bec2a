import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { workloadIdentities } from '../db/workload-identities.ts'
import { ensureDemo } from '../flows/demo.ts'
import { importFile } from '../flows/import-file.ts'
import { syncNow } from '../flows/sync-now.ts'
import { worldOver } from '../flows/testing/world.ts'
import { demoOf } from './demo.ts'
import { startEstate } from './estate.ts'
import { day } from './habit.ts'

const db = await freshDatabase()
const start = new Date('2026-11-24T09:00:00Z')
const tokens = 160
const estate = await startEstate({ tokens, seed: 7, now: start })
const worldAt = await worldOver(db)
const world = () => worldAt(estate.control.now().toISOString())
afterAll(() => estate.close())

/** What the inventory decided of the first token of this name. */
async function told(name: string) {
  const where = { name: { startsWith: name }, NOT: { source: { name: { contains: 'further AWS accounts' } } } }
  const token = await db.prisma.token.findFirst({ where, include: { owner: true } })
  return token && `${token.verdict} ${token.reasons[0]} ${token.owner?.status ?? 'nobody'}`
}

async function pass(days: number, sources: readonly string[]) {
  const from = estate.control.now()
  estate.control.advance(days * day)
  for (const id of sources) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')
  const tokensFile = demoOf(estate).files.find(({ settings }) => settings.rows === 'tokens')!
  const input = Readable.from([Buffer.from(tokensFile.text)])
  await importFile(await world(), { kind: 'system', name: 'test' }, { ...tokensFile, input, demo: true })
  const events = await db.prisma.event.findMany({ where: { at: { gt: from } }, include: { token: true } })
  return (kind: string) => events.filter((event) => event.kind === kind).map(({ token }) => token.name)
}

describe('the whole company, through the real connectors', () => {
  it('is read whole, shows every verdict, tells its stories, and its weeks pass', { timeout: 120_000 }, async () => {
    const sources = await ensureDemo(await world(), demoOf(estate))
    for (const id of sources) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')
    const further = { name: { contains: 'further AWS accounts' } }
    expect(await db.prisma.token.count({ where: { source: { kind: { in: ['aws', 'github', 'file'] }, NOT: further } } })).toBe(tokens)
    expect(await db.prisma.token.count({ where: { source: further } })).toBe(17)
    const groups = await db.prisma.token.groupBy({ by: ['verdict'] })
    expect(groups.map(({ verdict }) => verdict).sort()).toEqual(
      ['acceptable', 'acceptable-with-controls', 'retired', 'revoke-now', 'standing-privilege'],
    ) // prettier-ignore
    const [all, unowned] = await Promise.all([db.prisma.token.count(), db.prisma.token.count({ where: { ownerId: null } })])
    expect(all).toBeGreaterThan(tokens)
    expect(unowned / all).toBeGreaterThan(0.05)
    expect(unowned / all).toBeLessThan(0.3)

    expect(await told('svc-legacy-admin')).toBe('standing-privilege STANDING_HIGH active')
    expect(await told('root access key')).toBe('revoke-now PROHIBITED nobody')
    expect(await told('old staging box')).toMatch(/^revoke-now DORMANT/)
    expect(await told('nightly-inventory-report')).toBe('standing-privilege STANDING_HIGH departed')
    expect(await told('BedrockAPIKey')).toMatch(/^standing-privilege/)
    expect(await told('shared-reporting')).toMatch(/^standing-privilege/)
    expect((await db.prisma.token.findFirst({ where: { name: 'shared-reporting' } }))?.reasons).toContain('REUSE')
    expect(await told('shelf-labels-laptop')).toBe('revoke-now LEAK_ACTIVE active')
    const everywhere = await db.prisma.token.findFirstOrThrow({ where: { name: { contains: 'customs-desk-token' } } })
    expect(everywhere).toMatchObject({ verdict: 'standing-privilege', reasons: expect.arrayContaining(['REUSE']) as string[] })
    expect((everywhere.observed as { consumers?: string[] }).consumers).toEqual(
      ['development', 'production', 'staging'].map((environment) => `deployment customs-desk-${environment} in logistics`),
    )
    expect(await told('Conveyor chat connector')).toMatch(/^standing-privilege STANDING_HIGH/)
    expect(await told('support-agent tools')).toBe('standing-privilege STANDING_HIGH nobody')
    expect(await told('release-announcer')).toMatch(/^revoke-now LEAK_ACTIVE/)
    expect(await told('Palletwise planning feed')).toMatch(/^revoke-now OFFBOARDED/)
    expect(await told('checkout to parcel API')).toMatch(/^acceptable POP_SHORT/)
    expect(await told('ledger workload identity')).toMatch(/^acceptable POP_SHORT/)
    expect(await told('customs gateway')).toMatch(/^acceptable-with-controls POP_LONG/)
    expect(await db.prisma.issuer.findFirst({ where: { name: 'github-actions-deploy' } })).toMatchObject({ maxLifeSeconds: 3_600 })
    expect(await db.prisma.issuer.findFirst({ where: { name: 'shipyard-automation' } })).toMatchObject({ level: 6 })

    const svid = (path: string) => db.prisma.issuer.findFirst({ where: { name: `spiffe://fernhollow.example${path}, X.509-SVID` } })
    expect(await svid('/gateway/customs')).toMatchObject({ verdict: 'standing-privilege', maxLifeSeconds: 315_360_000 })
    expect(await svid('/ci/registrar-v1')).toMatchObject({ level: 6, reach: 4 })
    const { id: key } = await db.prisma.token.findFirstOrThrow({ where: { kind: 'aws.access-key', workload: { key: 'billing-export' } } })
    expect(await workloadIdentities(db, { all: true }, { tokenIds: [key] })).toMatchObject(
      ['JWT-SVID', 'X.509-SVID'].map((mints) => ({
        id: 'spiffe://fernhollow.example/ns/finance/sa/billing-export',
        mints: expect.stringContaining(mints) as string,
        fit: 'same-name',
      })),
    )

    // Weeks move what AWS and GitHub have; the others are read once.
    const moving = sources.slice(0, 2)
    const second = await pass(2, moving)
    expect(second('first-seen')).toContain('ci-deploy')
    expect(second('gone')).toEqual(expect.arrayContaining(['ci-deploy', expect.stringMatching(/fernhollow\//)]))
    expect(second('used').length).toBeGreaterThan(0)
    const fifth = await pass(3, moving)
    expect(fifth('gone').sort()).toEqual(['invoice-mailer', 'legacy report mailer'])
    expect(fifth('rotated')).toContain('metrics-rollup dashboards')
    expect(fifth('returned')).toEqual([expect.stringMatching(/fernhollow\//)])
    expect((await pass(6, moving))('returned')).toEqual(['invoice-mailer'])
    expect((await pass(10, moving))('gone')).toContain('root access key 1')
  })
})
