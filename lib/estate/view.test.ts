import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './habit.ts'
import { freshState } from './state.ts'
import { absences } from './stories.ts'
import { addedAt, everCount, isThere, liveCount, rowsBetween, viewAt } from './view.ts'

const epoch = Date.parse('2026-11-24T00:00:00Z')

describe('the rows that are there', () => {
  it('are those not removed, in order, on any page', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(70), { maxLength: 40 }),
        fc.nat(80),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(12),
        (removed, from, size, days) => {
          const state = freshState(7, 1_000, epoch)
          state.moves.accessKeys.removed = removed.toSorted((a, b) => a - b)
          const view = viewAt(state, epoch + days * day)
          const away = absences.filter((one) => one.kind === 'accessKeys' && days * day >= one.fromMs && days * day < one.toMs)
          const gone = new Set([...removed, ...away.map((one) => one.index)])
          const there = Array.from({ length: everCount(view, 'accessKeys') }, (_, row) => row).filter((row) => !gone.has(row))
          expect(rowsBetween(view, 'accessKeys', from, from + size)).toEqual(there.slice(from, from + size))
          expect(liveCount(view, 'accessKeys')).toBe(there.length)
          expect(there.every((row) => isThere(view, 'accessKeys', row))).toBe(true)
          expect([...gone].some((row) => isThere(view, 'accessKeys', row))).toBe(false)
        },
      ),
    )
  })

  it('know when they were added', () => {
    const state = freshState(7, 1_000, epoch)
    state.moves.credentials.added = [{ count: 2, at: epoch + 1 }, { count: 1, at: epoch + 2 }] // prettier-ignore
    const view = viewAt(state, epoch + 3)
    const first = view.sizes.credentials
    expect([first - 1, first, first + 1, first + 2, first + 3].map((row) => addedAt(view, 'credentials', row))).toEqual([null, epoch + 1, epoch + 1, epoch + 2, null]) // prettier-ignore
  })
})
