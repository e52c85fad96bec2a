import { expect, test } from 'vitest'
import { isFetchedAhead } from './fetched-ahead.ts'

test.each([
  ['a link’s page, by Next’s router', { rsc: '1', 'next-router-prefetch': '1' }, true],
  ['a page with its data, by Next’s router', { rsc: '1', 'next-router-prefetch': '2' }, true],
  ['a part of a page, by Next’s router', { rsc: '1', 'next-router-segment-prefetch': '/_tree' }, true],
  ['a page, by a browser', { 'sec-purpose': 'prefetch' }, true],
  ['a page that is drawn ahead, by a browser', { 'sec-purpose': 'prefetch;prerender' }, true],
  ['a page, by an older browser', { purpose: 'prefetch' }, true],
  ['a page that somebody opens', {}, false],
  ['a page that somebody goes to by a link', { rsc: '1', 'next-router-state-tree': '%5B%5D' }, false],
  ['a request with another purpose', { 'sec-purpose': 'worker' }, false],
] as const)('%s', (_, headers, ahead) => expect(isFetchedAhead(headers)).toBe(ahead))
