import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exposuresHref, exposureTabs, readExposureSearch } from './exposure-search.ts'
import { certainties } from './leak.ts'

const read = (href: string) => readExposureSearch(Object.fromEntries(new URL(href, 'http://x').searchParams))

test('an address says all that was asked', () => {
  const after = fc.record({ rank: fc.integer({ min: 0, max: 5 }), at: fc.constant('2026-11-27T08:48:00.000Z'), id: fc.uuid() })
  const search = fc.record({
    tab: fc.constantFrom(...exposureTabs),
    text: fc.constantFrom('', 'acme/ledger', 'a & b', '%'),
    certainty: fc.option(fc.constantFrom(...certainties)),
    works: fc.boolean(),
    after: fc.option(after),
  })
  fc.assert(
    fc.property(search, (asked) => {
      expect(read(exposuresHref(asked))).toEqual(asked)
    }),
  )
})

test.each([
  '?show=everything',
  '?after=7',
  '?after=5~2026-13-40T00:00:00Z~018f0000-0000-7000-8000-000000000001',
  '?match=surely&q=',
  '?works=maybe',
  '?q=%00',
  `?after=5~2026-11-27T00:00:00Z~${'-'.repeat(36)}`,
])('%s is as if it were not there', (query) =>
  expect(read(`/exposures${query}`)).toEqual({ tab: 'open', text: '', certainty: null, works: false, after: null }),
)
