import type { AuditSearch } from '@/lib/model/audit-search.ts'
import { actWord } from './act-words.ts'
import { targetKind } from './target-words.ts'

/** The title of the audit with what it is narrowed to, as "Audit · by Ana · changed an account · from 2026-11-01". */
export function auditTitle({ who, act, target, from, until }: Omit<AuditSearch, 'edge'>): string {
  const parts = [
    who && `by ${who}`,
    act && actWord(act),
    target && `about one ${targetKind(target)}`,
    from && `from ${from}`,
    until && `to ${until}`,
  ]
  return ['Audit', ...parts.filter(Boolean)].join(' · ')
}
