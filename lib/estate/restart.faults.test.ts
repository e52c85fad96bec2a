import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEstate, type Estate, type EstateOptions } from './estate.ts'
import { day } from './habit.ts'
import { rowKinds } from './state.ts'
import { readAll, withoutAddress } from './testing/read-all.ts'

const now = new Date('2026-11-24T00:00:00Z')
const open: Estate[] = []
let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'estate-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((estate) => estate.close()))
  rmSync(dir, { recursive: true, force: true })
})

async function start(options: Partial<EstateOptions> = {}): Promise<Estate> {
  const estate = await startEstate({ tokens: 80, seed: 7, now, ...options })
  open.push(estate)
  return estate
}

const everything = async (estate: Estate) => withoutAddress(estate, await readAll(estate))

describe('the same company', () => {
  it.each([40, 41, 80, 333])('of %d tokens has as many, and the same for the same seed', async (tokens) => {
    const [one, other, another] = [await start({ tokens }), await start({ tokens }), await start({ tokens, seed: 8 })]
    const read = await readAll(one)
    const listed = Object.values(read).reduce((sum, rows) => sum + rows.length, 0)
    expect(listed + 1).toBe(tokens) // the root user's key is listed nowhere
    expect(withoutAddress(other, await readAll(other))).toEqual(withoutAddress(one, read))
    expect(await everything(another)).not.toEqual(withoutAddress(one, read))
  })

  it.each([39, 0, -1, 40.5, Number.NaN, 1e9])('does not exist with %d tokens', async (tokens) => {
    await expect(startEstate({ tokens, seed: 7 })).rejects.toThrow(RangeError)
  })
})

describe('a restart', () => {
  it('rotates nothing, neither before nor after its time was moved and its rows were churned', async () => {
    const first = await start({ dir })
    const fresh = await everything(first)
    await first.close()
    const second = await start({ dir })
    expect(await everything(second)).toEqual(fresh)
    second.control.advance(7 * day)
    second.control.churn({ used: 12, rotated: 12, removed: 6, added: 6 })
    const moved = await everything(second)
    expect(moved).not.toEqual(fresh)
    const { privateKey } = second.githubApp()
    await second.close()
    const third = await start({ dir })
    expect(third.control.now()).toEqual(new Date(now.getTime() + 7 * day))
    expect(await everything(third)).toEqual(moved)
    expect(third.githubApp().privateKey).toBe(privateKey)
    expect(readdirSync(dir)).toEqual(['state.json'])
  })

  it('says so when what it kept cannot be read, and leaves it', async () => {
    writeFileSync(path.join(dir, 'state.json'), '{"version":1,')
    await expect(start({ dir })).rejects.toThrow(/state\.json is not a state/)
    expect(readFileSync(path.join(dir, 'state.json'), 'utf8')).toBe('{"version":1,')
  })

  it('refuses to be another company in the same folder', async () => {
    await (await start({ dir })).close()
    await expect(start({ dir, seed: 8 })).rejects.toThrow(/80 tokens by seed 7/)
  })
})

describe('churn', () => {
  it('moves as many rows of each kind as it is asked to, stories left alone', async () => {
    const estate = await start({ tokens: 900 })
    const before = await readAll(estate)
    const counts = estate.control.counts()
    for (const kind of rowKinds) estate.control.churn({ kind, removed: 3, added: 5, rotated: 4, used: 2 })
    const after = estate.control.counts()
    const read = await readAll(estate)
    for (const kind of rowKinds) {
      expect(after[kind] - counts[kind], kind).toBe(2)
      expect(read[kind], kind).toHaveLength(after[kind])
      // Added, rotated and used rows are new to whoever compares; ids of removed and rotated ones may be missing.
      const known = new Set(before[kind].map((row) => JSON.stringify(row)))
      const changed = read[kind].filter((row) => !known.has(JSON.stringify(row))).length
      expect(changed, kind).toBeGreaterThanOrEqual(5)
      expect(changed, kind).toBeLessThanOrEqual(kind === 'credentials' || kind === 'deployKeys' ? 16 : 15)
    }
    expect(JSON.stringify(read.accessKeys.slice(0, 8))).toBe(JSON.stringify(before.accessKeys.slice(0, 8)))
  }, 60_000)
})

it('a refused clock is not moved', async () => {
  const estate = await start()
  expect(() => estate.control.advance(-1)).toThrow(RangeError)
  expect(estate.control.now()).toEqual(now)
})
