import { describe, expect, it } from 'vitest'
import type { Proof } from '../model/plan.ts'
import { standingOf, type Said } from './plan-state.ts'

const said = (more: Partial<Said> = {}): Said => ({
  acknowledged: true,
  hasOwner: true,
  dateIsProposed: false,
  blocked: false,
  paused: false,
  switched: false,
  cancelled: false,
  ...more,
})
const tokens = (...proved: Proof[]) => proved.map((one) => ({ proved: one, quietUntil: null }))

describe('where a plan stands', () => {
  it.each<[string, Proof[], Partial<Said>, string, string]>([
    ['new', ['none'], { acknowledged: false }, 'draft', 'owner'],
    ['new, of nobody', ['none'], { acknowledged: false, hasOwner: false }, 'draft', 'security'],
    ['acknowledged', ['none'], {}, 'acknowledged', 'owner'],
    ['a date waits for security', ['none'], { dateIsProposed: true }, 'acknowledged', 'security'],
    ['blocked', ['replaced'], { blocked: true }, 'replaced', 'security'],
    ['the successor works', ['replaced'], {}, 'replaced', 'owner'],
    ['the successor works, and nobody has acknowledged', ['replaced'], { acknowledged: false }, 'draft', 'owner'],
    ['switched, not seen yet', ['replaced'], { switched: true }, 'replaced', 'next-sync'],
    ['cut over', ['cut-over'], { switched: true }, 'cut-over', 'provider'],
    ['quiet', ['quiet'], { switched: true }, 'quiet', 'owner'],
    ['disabled', ['disabled'], {}, 'disabled', 'owner'],
    ['deleted, whether acknowledged or not', ['deleted'], { acknowledged: false }, 'deleted', 'next-sync'],
    ['deleted, though blocked and of nobody', ['deleted'], { blocked: true, hasOwner: false }, 'deleted', 'next-sync'],
    ['one of two is gone', ['verified', 'quiet'], {}, 'quiet', 'owner'],
    ['both are gone', ['verified', 'verified'], {}, 'verified', 'nobody'],
    ['accepted for a time', ['replaced'], { paused: true }, 'replaced', 'nobody'],
    ['cancelled', ['quiet'], { cancelled: true }, 'cancelled', 'nobody'],
  ])('%s', (_, proved, more, stage, waitingOn) => expect(standingOf(tokens(...proved), said(more))).toEqual({ stage, waitingOn }))

  it('a plan without tokens is never verified', () => expect(standingOf([], said()).stage).toBe('acknowledged'))
})
