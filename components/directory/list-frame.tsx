import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { directoryHref, type DirectorySearch, type PageEdge } from '@/lib/model/directory-search.ts'
import { ShowLinks, type Shown } from './show-links.tsx'

type ListFrameProps = {
  path: string
  /** "owners": what the list is of; "owner": one of them. */
  of: string
  one: string
  placeholder: string
  search: DirectorySearch
  page: { rows: readonly unknown[]; total: number; before: number; previous: PageEdge | null; next: PageEdge | null }
  /** Its kinds; a list that has none leaves them out. */
  shows?: readonly Shown[]
  /** What stands here before there is anything. */
  empty: ReactNode
  children: ReactNode
}

/** A list by name: its search and kinds above, its pages below; or why there is nothing. */
export function ListFrame({ path, of, one, placeholder, search, page, shows, empty, children }: ListFrameProps) {
  const { rows, total, before, previous, next } = page
  const narrowed = search.text !== null || search.show !== null
  if (total === 0 && !narrowed) return empty
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <FilterForm action={path} label={of}>
          {search.show ? <input type="hidden" name="show" value={search.show} /> : null}
          <input
            type="search"
            name="q"
            data-key-search
            aria-label={`Search ${of}`}
            placeholder={placeholder}
            maxLength={200}
            key={search.text ?? ''}
            defaultValue={search.text ?? ''}
            className="min-h-8 w-64 max-w-[60vw] rounded-control border border-control bg-bg px-3 text-table placeholder:text-text-3 pointer-coarse:min-h-11"
          />
          <Button type="submit" aria-label="Search">
            <Search aria-hidden className="size-4" />
          </Button>
        </FilterForm>
        {shows ? <ShowLinks label={`Which ${of}`} shows={shows} /> : null}
        <p role="status" className="ml-auto text-table text-text-2">
          {counted(total, one, of)}
          {narrowed ? (total === 1 ? ' matches' : ' match') : null}
        </p>
      </div>
      {rows.length > 0 ? children : <Unmatched path={path} of={of} search={search} total={total} />}
      {rows.length > 0 && (previous || next) ? (
        <div className="mt-3">
          <Pagination
            label={`Pages of ${of}`}
            previous={previous && directoryHref(path, { ...search, from: previous })}
            next={next && directoryHref(path, { ...search, from: next })}
            says={`${countWords(before + 1)}–${countWords(before + rows.length)} of ${countWords(total)}`}
          />
        </div>
      ) : null}
    </>
  )
}

function Unmatched({ path, of, search, total }: { path: string; of: string; search: DirectorySearch; total: number }) {
  const title =
    total > 0 ? 'This page of the list is empty.' : search.text ? `Nothing in ${of} matches “${search.text}”.` : `There are no such ${of}.`
  const rest = { text: total > 0 ? search.text : null, show: search.show && total > 0 ? search.show : null, from: null }
  const act = total > 0 ? 'Show the first page' : `Show all ${of}`
  return <EmptyState title={title} action={<LinkButton href={directoryHref(path, rest)}>{act}</LinkButton>} />
}
