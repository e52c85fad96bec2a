import type { Place } from './places.ts'

/** What a pressed key asks for. `begin` waits for a second key. */
export type KeyAct =
  | { do: 'begin' }
  | { do: 'go'; href: string }
  | { do: 'search' | 'select' | 'list-keys' | 'previous' | 'next' }
  | { do: 'move'; by: 1 | -1 }

const singles: Readonly<Record<string, KeyAct>> = {
  '/': { do: 'search' },
  '?': { do: 'list-keys' },
  j: { do: 'move', by: 1 },
  k: { do: 'move', by: -1 },
  x: { do: 'select' },
  '[': { do: 'previous' },
  ']': { do: 'next' },
  g: { do: 'begin' },
}

/** What `key` asks for, where `g` was pressed just before (`begun`) or not. Null: nothing of ours. */
export function actOf(key: string, begun: boolean, places: readonly Place[]): KeyAct | null {
  if (begun) {
    const place = places.find((one) => one.key === key)
    return place ? { do: 'go', href: place.href } : null
  }
  return Object.hasOwn(singles, key) ? (singles[key] ?? null) : null
}

/** Rows before and after: where `j` and `k` lead from the row at `at` (-1: none) of `count`. Stays at the ends. */
export function rowAfter(at: number, by: 1 | -1, count: number): number {
  if (count === 0) return -1
  if (at < 0) return by > 0 ? 0 : count - 1
  return Math.min(Math.max(at + by, 0), count - 1)
}
