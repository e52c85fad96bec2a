import { mostNamed } from '@/lib/model/act-limits.ts'

/** What is selected in one list: some tokens by id, or everything it matches. */
export type Selection = {
  /** What the list is narrowed by; another list has another selection. */
  filters: string
  ids: readonly string[]
  all: boolean
  /** The audit's newest entry as the first of them was selected: what others do after it is news. */
  mark: string
}

const place = 'selection'

/** Nothing, in this list. */
export function noSelection(filters: string, mark: string): Selection {
  return { filters, ids: [], all: false, mark }
}

/** A selection as it was kept, if it is one of this list: one made under other filters is none. */
export function readSelection(kept: string, filters: string, mark: string): Selection {
  const read = parsed(kept)
  return read?.filters === filters ? read : noSelection(filters, mark)
}

/** The selection after some boxes of this page were ticked or cleared. To clear one of "all" leaves the rest of the page. */
export function changedSelection(
  selection: Selection,
  { ids, ticked }: { ids: readonly string[]; ticked: boolean },
  page: readonly string[],
  mark: string,
): Selection {
  const before = selection.all ? page : selection.ids
  const gone = new Set(ids)
  const after = ticked ? [...new Set([...before, ...ids])].slice(0, mostNamed) : before.filter((id) => !gone.has(id))
  return { ...selection, all: false, ids: after, mark: before.length === 0 ? mark : selection.mark }
}

let text: string | null = null
const listeners = new Set<() => void>()

/** Kept in this tab, for the next page of the list and for coming back; a browser that keeps nothing loses it with the page. */
export const selectionStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get(): string {
    return (text ??= quietly(() => sessionStorage.getItem(place)) ?? '')
  },
  set(selection: Selection): void {
    text = selection.all || selection.ids.length > 0 ? JSON.stringify(selection) : ''
    quietly(() => sessionStorage.setItem(place, text ?? ''))
    for (const listener of listeners) listener()
  },
}

function parsed(kept: string): Selection | null {
  const read = quietly(() => JSON.parse(kept) as Selection)
  return read && Array.isArray(read.ids) ? read : null
}

function quietly<T>(attempt: () => T): T | null {
  try {
    return attempt()
  } catch {
    return null
  }
}
