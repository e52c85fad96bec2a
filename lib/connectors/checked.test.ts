import { expect, test } from 'vitest'
import type { Observation, Sighting } from '../model/sighting.ts'
import { checked } from './checked.ts'
import { gather } from './testing/quiet-world.ts'

const token: Sighting = {
  externalId: 'a',
  kind: 'test.key',
  name: 'a key',
  lifecycle: 'active',
  issuedAt: new Date('2026-01-01'),
  expires: 'never',
  lastUsed: 'never',
  rotationEnforcedSeconds: null,
  binding: 'bearer',
  popVerified: false,
  permissions: 'not-reported',
  ownerHints: [],
  tags: {},
  consumers: [],
  storage: 'not-reported',
  prohibited: false,
  evidence: {},
}

async function look(observation: Observation): Promise<Observation | undefined> {
  const [seen] = await gather(
    checked(
      (async function* () {
        yield observation
      })(),
    ),
  )
  return seen
}

test('what fits passes as it is', async () => {
  expect(await look({ see: 'token', token })).toEqual({ see: 'token', token })
  expect(await look({ see: 'mark', cursor: { page: 2 } })).toEqual({ see: 'mark', cursor: { page: 2 } })
})

test('text is made fit to store, wherever it stands', async () => {
  const seen = await look({
    see: 'token',
    token: { ...token, name: 'n\u0000me', tags: { owner: 'x\uD800' }, permissions: { scheme: 'stated', stated: { grants: ['\u0000'] } } },
  })
  expect(seen).toMatchObject({ token: { name: 'n\uFFFDme', tags: { owner: 'x\uFFFD' }, permissions: { stated: { grants: ['\uFFFD'] } } } })
})

test.each([
  ['an id that cannot be kept exactly', { externalId: 'a\u0000' }],
  ['an id that is too long', { externalId: 'x'.repeat(2_000) }],
  ['a date that is none', { issuedAt: new Date(Number.NaN) }],
  ['a field that no sighting has', { secret: 'CNRY' }],
])('%s becomes a gap that does not repeat it', async (_name, wrong) => {
  const seen = await look({ see: 'token', token: { ...token, ...wrong } })
  expect(seen).toMatchObject({ see: 'gap', gap: { why: 'malformed' } })
  expect(JSON.stringify(seen)).not.toMatch(/CNRY|xxxx/)
})

test('a row of a part that is refused is a gap of that part; where the part itself cannot be kept, of everything', async () => {
  expect(await look({ see: 'token', token: { ...token, part: '123456789012', externalId: 'a\u0000' } })).toMatchObject({
    gap: { part: '123456789012' },
  })
  for (const odd of [
    { see: 'token', token: { ...token, part: 'x\u0000' } },
    { see: 'part', part: 'x\u0000', how: 'whole' },
    { see: 'gap', gap: { object: 'keys', call: 'GET /keys', why: 'failed', says: 'no', part: 'x\u0000' } },
  ] as Observation[]) {
    const seen = await look(odd)
    expect(seen?.see).toBe('gap')
    expect(seen).not.toHaveProperty('gap.part')
  }
})
