import { Skeleton, TableSkeleton } from '@/components/ui/skeleton.tsx'

/** What a list has above its rows. */
type Shape = { of: string; tabs?: number; search?: boolean }

const lists: Readonly<Record<string, Shape>> = {
  '/tokens': { of: 'tokens', tabs: 6, search: true },
  '/tokens/issuers': { of: 'issuers' },
  '/exposures': { of: 'exposures', tabs: 6 },
  '/directory': { of: 'owners', tabs: 5, search: true },
  '/directory/workloads': { of: 'workloads', tabs: 5, search: true },
  '/directory/rules': { of: 'rules', tabs: 5 },
  '/directory/suggestions': { of: 'suggestions', tabs: 5, search: true },
  '/sources': { of: 'sources' },
  '/audit': { of: 'audit', search: true },
  '/settings/people': { of: 'people', search: true },
}

/** The list that an address is, or null where it is another kind of page. */
export function listAt(path: string): Shape | null {
  return Object.hasOwn(lists, path) ? (lists[path] ?? null) : null
}

/** The place of a page that is on its way, in the shape of what comes. */
export function PageSkeleton({ path }: { path: string }) {
  const list = listAt(path)
  return (
    <>
      <div className="mb-4 flex flex-col gap-2">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      {list ? <ListSkeleton {...list} /> : <PartsSkeleton />}
    </>
  )
}

function ListSkeleton({ of, tabs = 0, search }: Shape) {
  return (
    <>
      {tabs > 0 ? (
        <div className="mb-4 flex min-h-9 items-center gap-5 overflow-hidden border-b border-line pointer-coarse:min-h-11">
          {Array.from({ length: tabs }, (_, place) => (
            <Skeleton key={place} className="h-3 w-20 shrink-0" />
          ))}
        </div>
      ) : null}
      {search ? <Skeleton className="mb-3 h-8 w-64 max-w-[60vw] pointer-coarse:h-11" /> : null}
      <TableSkeleton says={`Loading the ${of}`} />
    </>
  )
}

function PartsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">Loading the page</span>
      {Array.from({ length: 3 }, (_, place) => (
        <Skeleton key={place} className="h-32 w-full max-w-[60rem]" />
      ))}
    </div>
  )
}
