import { describe, expect, it } from 'vitest'
import type { Coverage } from '@/lib/connectors/contract.ts'
import type { Gap } from '@/lib/model/sighting.ts'
import { coverageLines } from './coverage-lines.ts'

const coverage: readonly Coverage[] = [
  { object: 'keys', state: 'read', says: 'Every one.' },
  { object: 'tokens', state: 'read', says: 'With their owners.', tokens: ['acme.token', 'acme.service.*'] },
  { object: 'sessions', state: 'not-offered', says: 'Nobody lists them.' },
  { object: 'certificates', state: 'not-built', says: 'Later.' },
  { object: 'roles', state: 'read', says: 'Some are issuers.', issuers: ['acme.role'] },
]
const gap: Gap = { object: 'tokens', call: 'GET /tokens', why: 'not-permitted', says: 'Grant the permission.' }
const id = '018f0000-0000-7000-8000-000000000001'
const nothing = { id, tokens: {}, issuers: {} }
const some = { id, tokens: { 'acme.token': 3, 'acme.service.mail': 2, 'acme.other': 9 }, issuers: { 'acme.role': 8, 'acme.provider': 2 } }

const lines = (run: Parameters<typeof coverageLines>[2], held = nothing as typeof some | typeof nothing) =>
  coverageLines(coverage, {}, run, held)
const words = (...told: Parameters<typeof lines>) => lines(...told).map(({ object, state, word }) => `${object}: ${state}, ${word}`)

describe('coverageLines', () => {
  it('says what was seen, what was refused, what is not offered and what is not built', () => {
    expect(words({ state: 'partial', gaps: [gap], covered: { keys: 1_412 } })).toEqual([
      'keys: seen, seen 1,412',
      'tokens: not-permitted, not permitted',
      'sessions: not-offered, not offered by the provider',
      'certificates: not-built, not yet built',
      'roles: not-yet, read in part',
    ])
  })

  it('never takes a kind for seen that the run says nothing of, unless the run was complete', () => {
    expect(words(null)[0]).toBe('keys: not-yet, not read yet')
    expect(words({ state: 'failed', gaps: [], covered: {} })[0]).toBe('keys: not-yet, not read last time')
    expect(words({ state: 'partial', gaps: [gap], covered: {} })[0]).toBe('keys: not-yet, read in part')
    expect(words({ state: 'complete', gaps: [], covered: {} })[0]).toBe('keys: seen, read')
  })

  it('takes what is read only where it is asked for as not asked for, where a complete run says nothing of it', () => {
    const optional = [
      { object: 'secrets', state: 'read', says: 'Where regions are named.', tokens: ['acme.secret'], optional: true },
    ] as const
    const word = (covered: Record<string, number>) => coverageLines(optional, {}, { state: 'complete', gaps: [], covered }, nothing)[0]
    expect(word({})).toMatchObject({ state: 'not-asked', word: 'not asked for' })
    expect(word({ secrets: 0 })).toMatchObject({ state: 'seen', word: 'seen 0' })
  })

  it('takes what the settings leave out as not asked for, whatever the run was and whatever is known', () => {
    const left = { tokens: { whole: true, says: 'The settings name none.' } }
    const line = (run: Parameters<typeof coverageLines>[2], held: typeof some | typeof nothing) =>
      coverageLines(coverage, left, run, held).find(({ object }) => object === 'tokens')
    const whole = { state: 'complete', gaps: [], covered: {} } as const
    expect(line(whole, nothing)).toMatchObject({
      state: 'not-asked',
      word: 'not asked for',
      says: 'The settings name none. With their owners.',
    })
    expect(line({ state: 'partial', gaps: [gap], covered: {} }, nothing)).toMatchObject({ state: 'not-asked', word: 'not asked for' })
    expect(line(null, nothing)).toMatchObject({ state: 'not-asked' })
    expect(line(whole, some)).toMatchObject({ state: 'not-asked', word: 'not asked for · 5 known from before' })
  })

  it('says beside what was seen that a part of it is not asked for', () => {
    const left = { tokens: { whole: false, says: 'The settings leave some out.' } }
    const line = coverageLines(coverage, left, { state: 'complete', gaps: [], covered: {} }, some)[1]
    expect(line).toMatchObject({ state: 'seen', word: 'seen 5 · in part not asked for', inPart: true })
    expect(line?.says).toContain('The settings leave some out.')
  })

  it('knows what is asked for in several listings by their names', () => {
    const optional = [
      { object: 'secrets', state: 'read', says: '', tokens: ['acme.secret'], optional: true, toldAs: ['secrets of groups'] },
    ] as const
    const word = (covered: Record<string, number>) =>
      coverageLines(optional, {}, { state: 'complete', gaps: [], covered }, nothing)[0]?.word
    expect(word({ secrets: 1 })).toBe('not asked for')
    expect(word({ 'secrets of groups': 0 })).toBe('seen 0')
  })

  it('counts the rows that its number leads to, and says what was read to find them: issuers are no part of that', () => {
    const [, tokens, , , roles] = lines({ state: 'complete', gaps: [], covered: { roles: 10 } }, some)
    expect(tokens).toMatchObject({
      word: 'seen 5',
      href: expect.stringMatching(/kind=acme\.token&kind=acme\.service\.mail&source=/) as string,
    })
    expect(roles).toMatchObject({ word: 'seen 8 issuers in 10 read', href: '/tokens/issuers' })
  })

  it('a gap outweighs what was counted before it, and what is known stays "at least"', () => {
    expect(words({ state: 'partial', gaps: [gap], covered: { tokens: 5 } })[1]).toBe('tokens: not-permitted, not permitted')
    expect(words({ state: 'partial', gaps: [gap], covered: {} }, some)[1]).toBe('tokens: not-permitted, not permitted · at least 5 known')
  })

  it('keeps what only the run names', () => {
    const told = words({ state: 'partial', gaps: [{ ...gap, object: 'last use', why: 'throttled' }], covered: { users: 3 } })
    expect(told.slice(5)).toEqual(['users: seen, seen 3', 'last use: incomplete, throttled'])
  })
})
