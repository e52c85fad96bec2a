import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import { permissionSchemes } from '../../model/permission-statement.ts'
import { dataVersion, permissionHash, rate } from './rate.ts'

const schemes = Object.keys(permissionSchemes)

test('permissions that nobody reports are unknown, and so are those of a scheme that nobody knows', () => {
  expect(rate('not-reported', () => undefined)).toMatchObject({
    breadth: 'not-reported',
    notes: ['The provider does not say what this token may do.'],
  })
  for (const scheme of ['nobody.policies', 'constructor', ''])
    expect(rate({ scheme, stated: {} }, () => undefined)).toMatchObject({ breadth: 'not-reported', dataVersion: 'none' })
})

test('whatever is stated, every scheme answers, and no garbage is better than unknown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemes), fc.jsonValue() as fc.Arbitrary<Json>, (scheme, stated) => {
      expect(rate({ scheme, stated }, () => undefined).breadth).toBe('not-reported')
    }),
    { numRuns: 2_000 },
  )
})

test('each scheme has a version of its own, the same every time', () => {
  const versions = schemes.map(dataVersion)
  expect(new Set(versions).size).toBe(schemes.length)
  expect(schemes.map(dataVersion)).toEqual(versions)
  expect(rate({ scheme: 'stated', stated: null }, () => undefined).dataVersion).toBe(dataVersion('stated'))
})

test('the hash is of the content alone', () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
  const hash = permissionHash({ scheme: 'stated', stated: { x: 1, y: [1, 2] }, documents: [a, b] })
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(permissionHash({ scheme: 'stated', stated: { y: [1, 2], x: 1 }, documents: [b, a] })).toBe(hash)
  const others = [
    permissionHash({ scheme: 'stated', stated: { x: 1, y: [2, 1] }, documents: [a, b] }),
    permissionHash({ scheme: 'stated', stated: { x: 1, y: [1, 2] }, documents: [a] }),
    permissionHash({ scheme: 'other', stated: { x: 1, y: [1, 2] }, documents: [a, b] }),
    permissionHash('not-reported'),
  ]
  expect(new Set([hash, ...others]).size).toBe(5)
  expect(permissionHash({ scheme: 'stated', stated: 1 })).toBe(permissionHash({ scheme: 'stated', stated: 1, documents: [] }))
})
