import type { Found } from '@/lib/model/token-row.ts'
import type { Place } from './places.ts'

export type Result = { key: string; title: string; detail: string; href: string }
export type Group = { name: string; results: Result[] }

const most = 8
/** Of the pages at most this many beside found rows. */
const mostPages = 3
const kinds = [
  ['token', 'Tokens'],
  ['owner', 'Owners'],
  ['workload', 'Workloads'],
  ['issuer', 'Issuers'],
] as const

/**
 * What the palette offers: pages by their name or other words for them, then what was found, by its kind; eight at most. Before
 * anything is typed, every page.
 */
export function paletteResults(typed: string, places: readonly Place[], found: readonly Found[]): Group[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const pages = places
    .filter(({ label, also }) =>
      words.every((word) =>
        `${label} ${also}`
          .toLowerCase()
          .split(' ')
          .some((own) => own.startsWith(word)),
      ),
    )
    .slice(0, words.length === 0 ? places.length : mostPages)
    .map(({ href, label, key }) => ({ key: href, title: label, detail: key ? `g ${key}` : '', href }))
  const kept = found.slice(0, Math.max(0, most - pages.length))
  return [
    { name: 'Pages', results: pages },
    ...kinds.map(([kind, name]) => ({
      name,
      results: kept
        .filter((one) => one.kind === kind)
        .map(({ id, title, detail, href }) => ({ key: `${kind} ${id}`, title, detail, href })),
    })),
  ].filter(({ results }) => results.length > 0)
}
