import { expect, test } from 'vitest'
import { readAuditSearch } from '@/lib/model/audit-search.ts'
import { auditTitle } from './audit-title.ts'

test.each([
  [{}, 'Audit'],
  [{ who: 'Ana', act: 'user.change' }, 'Audit · by Ana · changed an account'],
  [{ target: 'owner:018f' }, 'Audit · about one owner'],
  [{ from: '2026-11-01', until: '2026-11-30' }, 'Audit · from 2026-11-01 · to 2026-11-30'],
])('%o', (query, title) => expect(auditTitle(readAuditSearch(query))).toBe(title))
