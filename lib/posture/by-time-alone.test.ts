import { describe, expect, it } from 'vitest'
import { aSighting } from '../model/testing/sighting.ts'
import type { Sighting } from '../model/sighting.ts'
import type { Known } from '../model/token.ts'
import { assess } from '../score/assess.ts'
import { byTimeAlone } from './by-time-alone.ts'

const now = new Date('2026-11-30T12:00:00Z')
const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

const known: Known = {
  owner: { id: 'o', name: 'Ana', status: 'active' },
  workload: null,
  breadth: [{ level: 4, reach: 3 }],
  controls: [],
  exposures: [],
  stated: [],
  gone: false,
}

function ahead(about: Partial<Sighting>, what: Partial<Known> = {}) {
  const seen = aSighting(about)
  const all = { ...known, ...what }
  const { score, nextChangeAt } = assess(seen, all, all.breadth === 'not-reported' ? null : (all.breadth[0] ?? null), { ownerId: 'o', ownerHow: 'stated', workloadId: null, workloadHow: null }, now) // prettier-ignore
  return byTimeAlone({ sighting: seen, known: all, verdict: score.verdict, risk: score.risk, nextChangeAt })
}

describe('by time alone', () => {
  it('an idle key becomes revoke-now on its 91st idle day, whatever smaller steps lie before', () => {
    expect(ahead({ issuedAt: days(-100), expires: 'never', lastUsed: { at: days(-40) }, binding: 'bearer' })).toEqual({
      at: days(51),
      verdict: 'revoke-now',
      risk: 90,
      cause: 'unused',
    })
  })

  it('a key that was never used becomes dormant by its age', () => {
    expect(ahead({ issuedAt: days(-80), expires: 'never', lastUsed: 'never', binding: 'bearer' })).toMatchObject({
      at: days(11),
      cause: 'unused',
    })
  })

  it('one that expires before anything else is retired then', () => {
    expect(ahead({ issuedAt: days(-100), expires: { fixed: days(10) }, lastUsed: { at: days(0) }, binding: 'bearer' })).toMatchObject({
      at: days(10),
      verdict: 'retired',
      risk: 0,
      cause: 'expiry',
    })
  })

  it('where the verdict stays, the first change of the risk is told', () => {
    const change = ahead(
      { issuedAt: days(-200), expires: 'never', lastUsed: 'not-reported', binding: 'keyed-hmac' },
      { breadth: [{ level: 6, reach: 4 }] },
    )
    expect(change).toMatchObject({ verdict: 'standing-privilege', cause: 'ageing' })
    expect(change?.at).toEqual(days(166))
  })

  it('a control whose evidence ends takes its verdict with it', () => {
    const controls = (['network', 'monitoring', 'secret-scanning'] as const).map((type) => ({ type, evidencedAt: days(-80), expiresAt: days(10), minutes: null })) // prettier-ignore
    const seen = { issuedAt: days(-5), expires: { fixed: days(60) }, lastUsed: { at: days(0) }, binding: 'bearer', sensitivity: 0 } as const
    expect(ahead(seen, { controls, breadth: [{ level: 1, reach: 1 }] })).toMatchObject({ verdict: 'standing-privilege', cause: 'evidence' })
  })

  it('nothing changes for what stands still', () => {
    expect(ahead({ issuedAt: 'not-reported', expires: 'never', lastUsed: 'not-reported', binding: 'bearer' })).toBeNull()
  })
})
