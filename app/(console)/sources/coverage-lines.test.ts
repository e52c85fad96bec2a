import { describe, expect, it } from 'vitest'
import type { Coverage } from '@/lib/connectors/contract.ts'
import type { Gap } from '@/lib/model/sighting.ts'
import { coverageLines } from './coverage-lines.ts'

const coverage: readonly Coverage[] = [
  { object: 'keys', state: 'read', says: 'Every one.' },
  { object: 'tokens', state: 'read', says: 'With their owners.' },
  { object: 'sessions', state: 'not-offered', says: 'Nobody lists them.' },
  { object: 'certificates', state: 'not-built', says: 'Later.' },
]
const gap: Gap = { object: 'tokens', call: 'GET /tokens', why: 'not-permitted', says: 'Grant the permission.' }

const words = (run: Parameters<typeof coverageLines>[2]) =>
  coverageLines('one', coverage, run).map(({ object, state, word }) => `${object}: ${state}, ${word}`)

describe('coverageLines', () => {
  it('says what was seen, what was refused, what is not offered and what is not built', () => {
    expect(words({ state: 'partial', gaps: [gap], covered: { keys: 1_412 } })).toEqual([
      'keys: seen, seen 1,412',
      'tokens: not-permitted, not permitted',
      'sessions: not-offered, not offered by the provider',
      'certificates: not-built, not yet built',
    ])
  })

  it('never takes a kind for seen that the run says nothing of, unless the run was complete', () => {
    expect(words(null)[0]).toBe('keys: not-yet, not read yet')
    expect(words({ state: 'failed', gaps: [], covered: {} })[0]).toBe('keys: not-yet, not read last time')
    expect(words({ state: 'partial', gaps: [gap], covered: {} })[0]).toBe('keys: not-yet, read in part')
    expect(words({ state: 'complete', gaps: [], covered: {} })[0]).toBe('keys: seen, read')
  })

  it('a gap outweighs what was counted before it', () => {
    expect(words({ state: 'partial', gaps: [gap], covered: { tokens: 5 } })[1]).toBe('tokens: not-permitted, not permitted')
  })

  it('keeps what only the run names', () => {
    const lines = words({ state: 'partial', gaps: [{ ...gap, object: 'last use', why: 'throttled' }], covered: { users: 3 } })
    expect(lines.slice(4)).toEqual(['users: seen, seen 3', 'last use: incomplete, throttled'])
  })
})
