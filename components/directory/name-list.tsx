import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { nameSearchHref, namesPerPage, type NameSearch } from '@/lib/model/name-search.ts'

type NameListProps = {
  path: string
  /** "owners": what the list is of. */
  of: string
  placeholder: string
  search: NameSearch
  shown: number
  total: number
  /** What stands here before there is anything. */
  empty: ReactNode
  children: ReactNode
}

/** A list by name with its search above and its pages below, or why there is nothing. */
export function NameList({ path, of, placeholder, search, shown, total, empty, children }: NameListProps) {
  if (total === 0 && !search.text) return empty
  const before = (search.page - 1) * namesPerPage
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FilterForm action={path} label={of}>
          <input
            type="search"
            name="q"
            data-key-search
            aria-label={`Search ${of}`}
            placeholder={placeholder}
            maxLength={200}
            key={search.text ?? ''}
            defaultValue={search.text ?? ''}
            className="min-h-8 w-72 max-w-[60vw] rounded-control border border-control bg-bg px-3 text-table placeholder:text-text-3 pointer-coarse:min-h-11"
          />
          <Button type="submit" aria-label="Search">
            <Search aria-hidden className="size-4" />
          </Button>
        </FilterForm>
        <p role="status" className="text-table text-text-2">
          {search.text ? `${countWords(total)} ${of} match` : `${countWords(total)} ${of}`}
        </p>
      </div>
      {shown > 0 ? (
        children
      ) : (
        <EmptyState
          title={total > 0 ? 'This page of the list is empty.' : `Nothing in ${of} matches “${search.text ?? ''}”.`}
          action={
            <LinkButton href={nameSearchHref(path, { text: total > 0 ? search.text : null, page: 1 })}>Show the first page</LinkButton>
          }
        />
      )}
      {shown > 0 && total > namesPerPage ? (
        <div className="mt-3">
          <Pagination
            label={`Pages of ${of}`}
            previous={search.page > 1 ? nameSearchHref(path, { ...search, page: search.page - 1 }) : null}
            next={before + shown < total ? nameSearchHref(path, { ...search, page: search.page + 1 }) : null}
            says={`${countWords(before + 1)}–${countWords(before + shown)} of ${countWords(total)}`}
          />
        </div>
      ) : null}
    </>
  )
}
