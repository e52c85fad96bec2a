import { describe, expect, test } from 'vitest'
import { gather } from '../testing/quiet-world.ts'
import { nextLink, pages, type PageRead } from './pages.ts'

const walk = (listing: Readonly<Record<string, PageRead>>, from: string | null = null, maxPages = 100) =>
  pages({ call: 'GET /things', from, maxPages, read: async (cursor) => listing[cursor ?? 'first'] ?? { rows: [], next: null } })

describe('a listing', () => {
  test('is read to its end', async () => {
    const all = await gather(walk({ first: { rows: [1, 2], next: 'b' }, b: { rows: [3], next: 'c' }, c: { rows: [], next: null } }))
    expect(all.map(({ rows, number, call }) => [rows, number, call])).toEqual([
      [[1, 2], 1, 'GET /things page 1'],
      [[3], 2, 'GET /things page 2'],
      [[], 3, 'GET /things page 3'],
    ])
  })
  test('may be resumed at a cursor', async () => {
    expect((await gather(walk({ b: { rows: [3], next: null } }, 'b'))).map(({ rows }) => rows)).toEqual([[3]])
  })
  test.each([
    ['whose cursor comes back', { first: { rows: [1], next: 'b' }, b: { rows: [2], next: 'b' } }, 'loop'],
    ['whose cursors go in a circle', { first: { rows: [1], next: 'b' }, b: { rows: [2], next: 'c' }, c: { rows: [3], next: 'b' } }, 'loop'],
    ['whose page comes twice', { first: { rows: [{ id: 1n }], next: 'b' }, b: { rows: [{ id: 1n }], next: 'c' } }, 'loop'],
  ])('%s ends', async (_name, listing: Record<string, PageRead>, why) => {
    await expect(gather(walk(listing))).rejects.toMatchObject({ why })
  })
  test('of empty pages without end, ends', async () => {
    let number = 0
    const empty = pages({ call: 'GET /things', from: null, maxPages: 10_000, read: async () => ({ rows: [], next: String(++number) }) })
    await expect(gather(empty)).rejects.toMatchObject({ why: 'loop' })
    expect(number).toBeLessThan(60)
  })
  test('that never ends, ends at the cap', async () => {
    let number = 0
    const endless = pages({ call: 'GET /things', from: null, maxPages: 25, read: async () => ({ rows: [number], next: String(++number) }) })
    await expect(gather(endless)).rejects.toMatchObject({ why: 'capped', call: 'GET /things page 26' })
    expect(number).toBe(25)
  })
})

describe('the next page', () => {
  const base = new URL('https://api.github.com')
  test.each([
    [
      '<https://api.github.com/orgs/1/keys?page=2>; rel="next", <https://api.github.com/orgs/1/keys?page=9>; rel="last"',
      'https://api.github.com/orgs/1/keys?page=2',
    ],
    ['<https://api.github.com/x?page=1>; rel="prev", <https://api.github.com/x?page=3>; rel="next"', 'https://api.github.com/x?page=3'],
    ['</x?page=2>; rel=next', 'https://api.github.com/x?page=2'],
    ['<https://api.github.com/x?page=1>; rel="prev"', null],
    ['', null],
    [undefined, null],
  ])('of %s', (link, expected) => {
    expect(nextLink(link, base, 'GET /x')).toBe(expected)
  })
  test.each([
    'https://evil.example/x?page=2',
    'http://api.github.com/x?page=2',
    'https://api.github.com:8443/x',
    'https://api.github.com@evil.example/x',
    'https://user@api.github.com/x',
    '//evil.example/x',
    'javascript:alert(1)',
    'http://169.254.169.254/latest',
  ])('on another address is not followed: %s', (url) => {
    expect(() => nextLink(`<${url}>; rel="next"`, base, 'GET /x')).toThrow(/another address/)
  })
})
