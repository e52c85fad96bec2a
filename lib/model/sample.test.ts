import { expect, test } from 'vitest'
import { readSample, writeSample } from './sample.ts'

test.each<[string, Record<string, string>, { seed: string; size: number }]>([
  ['nothing is asked: a seed that nobody could know', {}, { seed: 'fresh', size: 25 }],
  ['a form sends empty fields', { seed: '', size: '' }, { seed: 'fresh', size: 25 }],
  ['a seed of blanks is none', { seed: '  ' }, { seed: 'fresh', size: 25 }],
  ['both are named', { seed: 'Q4', size: '40' }, { seed: 'Q4', size: 40 }],
])('%s', (_, query, draw) => expect(readSample(query, 'fresh')).toMatchObject(draw))

test('its address reads back as the same sample', () => {
  const asked = readSample({ verdict: ['revoke-now', 'standing-privilege'], seed: 'a b', size: '3' }, 'fresh')
  const query = writeSample(asked)
  expect(readSample({ seed: query.get('seed') ?? '', size: query.get('size') ?? '', verdict: query.getAll('verdict') }, 'other')).toEqual(
    asked,
  )
})

test.each([{ size: '0' }, { size: '201' }, { seed: 'x'.repeat(101) }])('%o is refused', (query) =>
  expect(() => readSample(query, 'fresh')).toThrow(expect.objectContaining({ code: 'bad-input' })),
)
