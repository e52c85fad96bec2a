import { TextLink } from '@/components/ui/text-link.tsx'
import { connectorFamilies, type ConnectorFamily } from '@/lib/model/connector-family.ts'
import { CoverageMark } from './coverage-mark.tsx'
import { coverageWords, worstState, type CoverageCounts } from './coverage-summary.ts'
import { familyWord } from './family-words.ts'

export type IndexedKind = { kind: string; family: ConnectorFamily; label: string; sources: number; counts: CoverageCounts }

/** Every kind of source by its family, with how it stands, and a way down to its lines, which open there. */
export function CoverageIndex({ kinds }: { kinds: readonly IndexedKind[] }) {
  const byFamily = Map.groupBy(kinds, ({ family }) => family)
  return (
    <nav aria-label="Kinds of source" className="mb-8 grid gap-x-8 gap-y-4 text-table md:grid-cols-2">
      {connectorFamilies.flatMap((family) => {
        const those = byFamily.get(family)
        if (!those) return []
        return [
          <section key={family} aria-labelledby={`family-${family}`} className="min-w-0">
            <h2 id={`family-${family}`} className="text-meta font-medium text-text-2">
              {familyWord[family]}
            </h2>
            <ul className="divide-y divide-line border-t border-line">
              {those.map(({ kind, label, sources, counts }) => (
                <li key={kind} className="flex min-w-0 flex-wrap items-start justify-between gap-x-4 py-1">
                  <span>
                    <TextLink href={`/coverage?open=${kind}#${kind}`}>{label}</TextLink>
                    {sources > 1 ? <span className="text-text-2"> · {sources} sources</span> : null}
                  </span>
                  <CoverageMark line={{ state: worstState(counts), word: coverageWords(counts) }} />
                </li>
              ))}
            </ul>
          </section>,
        ]
      })}
    </nav>
  )
}
