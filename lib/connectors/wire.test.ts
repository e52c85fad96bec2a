import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isStorable, storableText, storableValue } from './storable-text.ts'
import { readRows, WireExpiry, WireId, WireInstant, WireTags } from './wire.ts'

describe('text from outside', () => {
  test.each([
    ['a\u0000b', 'a\uFFFDb'],
    ['\uD800lone', '\uFFFDlone'],
    ['lone\uDC00', 'lone\uFFFD'],
    ['line\nbreak\ttab', 'line\nbreak\ttab'],
    ['\u001b[31mred', '\uFFFD[31mred'],
    ['\u202Eevil', '\uFFFDevil'],
    ['plain ünïcode 🔑', 'plain ünïcode 🔑'],
  ])('%j is kept as %j', (given, kept) => {
    expect(storableText(given, 100)).toBe(kept)
    expect(isStorable(given)).toBe(given === kept)
  })
  test('is cut, never in the middle of a character', () => {
    expect(storableText('x'.repeat(1_000_000), 1_024)).toHaveLength(1_024)
    expect(storableText(`${'x'.repeat(8)}🔑🔑`, 10)).toBe('xxxxxxxx…')
  })
  test('is always well-formed, free of NUL and no longer than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
        fc.integer({ min: 2, max: 50 }),
        (given, max) => {
          const kept = storableText(given, max)
          expect(kept.isWellFormed() && !kept.includes('\0') && kept.length <= max).toBe(true)
        },
      ),
    )
  })
  test('inside a value, keys included; __proto__ stays out', () => {
    const value: unknown = JSON.parse('{"a":"x\\u0000","__proto__":{"polluted":true},"l":["\\u0000"],"k\\u0000":1}')
    const kept = storableValue(value, 10)
    expect(kept).toEqual({ a: 'x\uFFFD', l: ['\uFFFD'] })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('instants', () => {
  test.each([
    ['2023-05-16T08:47:09.000-07:00', '2023-05-16T15:47:09.000Z'],
    ['2023-05-16T08:47:09Z', '2023-05-16T08:47:09.000Z'],
    ['2023-05-16', '2023-05-16T00:00:00.000Z'],
  ])('%s', (given, expected) => expect(WireInstant.parse(given).toISOString()).toBe(expected))
  test.each([
    '0000-00-00T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '1969-12-31',
    'yesterday',
    '1700000000',
    '',
    1_700_000_000,
    null,
    {},
  ])('%j is no moment that something happened at', (given) => expect(WireInstant.safeParse(given).success).toBe(false))
  test.each([
    [null, 'never'],
    [undefined, 'never'],
    ['9999-12-31T23:59:59Z', 'never'],
    ['2027-01-01T00:00:00Z', { fixed: new Date('2027-01-01T00:00:00Z') }],
  ])('%j as an expiry', (given, expected) => expect(WireExpiry.parse(given)).toEqual(expected))
  test.each(['0001-01-01T00:00:00Z', 'never', '', 0])('%j is not taken for "never"', (given) => {
    expect(WireExpiry.safeParse(given).success).toBe(false)
  })
})

test.each([
  [42, '42'],
  [9007199254740993n, '9007199254740993'],
  ['abc', 'abc'],
])('the id %s', (given, expected) => expect(WireId.parse(given)).toBe(expected))
test.each(['', 'a\u0000', '\uD800', 1.5, null, 'x'.repeat(1_025)])('%j is no id', (given) =>
  expect(WireId.safeParse(given).success).toBe(false),
)

test('tags are cut to size, and __proto__ is none', () => {
  const tags = WireTags.parse([
    { Key: 'owner', Value: 'x'.repeat(5_000) },
    { Key: '__proto__', Value: 'y' },
    { Key: '', Value: 'z' },
  ])
  expect(Object.keys(tags)).toEqual(['owner'])
  expect(tags.owner).toHaveLength(1_024)
})

describe('rows', () => {
  const schema = z.object({ id: WireId, at: WireInstant })
  const where = { object: 'things', call: 'GET /things page 2' }
  test('that fit are kept, without the fields that were not asked for', () => {
    expect(readRows(schema, [{ id: 1, at: '2026-01-01', secret: 'CNRY' }], where)).toEqual({
      good: [{ id: '1', at: new Date('2026-01-01') }],
      gap: null,
    })
  })
  test('that do not fit become one gap that names the first, never its value', () => {
    const { good, gap } = readRows(schema, [{ id: 1, at: '2026-01-01' }, { id: 2, at: 'CNRY-secret' }, 'nonsense', null], where)
    expect(good).toHaveLength(1)
    expect(gap).toMatchObject({ object: 'things', call: 'GET /things page 2, row 2', why: 'malformed' })
    expect(gap?.says).toMatch(/^Row 2 has .*\(at is not a usable date\).* So have 2 more/)
    expect(JSON.stringify(gap)).not.toContain('CNRY')
  })
})
