import { Download, Rows2, Rows3 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link.tsx'
import { densities, type Density } from '@/lib/model/token-columns.ts'
import { writeTokenSearch } from '@/lib/model/token-search.ts'
import { buttonLook } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { Choice } from './choice.tsx'
import { listForm } from './list-filters.tsx'
import { hrefOfList, type Listed } from './list-hrefs.ts'
import { groupOptions, groupValue, orderOptions } from './order-words.ts'

type ListBarProps = { list: Listed; besideDrawer: boolean; says: ReactNode; changes: ReactNode; columnsMenu: ReactNode; exports: boolean }

/** The line over the rows: how many there are, and how they are laid out. */
export function ListBar({ list, besideDrawer, says, changes, columnsMenu, exports: mayExport }: ListBarProps) {
  const { search, group } = list
  const order = search.reversed ? `-${search.sort}` : search.sort
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="mr-auto flex flex-wrap items-center gap-x-3">
        <p role="status" className="text-table text-text-2">
          {says}
        </p>
        {changes}
      </div>
      <div className={cn('contents', besideDrawer && 'lg:hidden')}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-md:order-last max-md:grid max-md:w-full max-md:grid-cols-2 max-md:gap-x-2">
          {group === null ? <Choice key={order} name="sort" form={listForm} label="Order" chosen={order} options={orderOptions} /> : null}
          <Choice key={`by ${group}`} name="group" form={listForm} label="Group" chosen={groupValue(list)} options={groupOptions(list)} />
        </div>
        {group === null ? (
          <div className="flex items-center gap-3 max-md:hidden">
            {columnsMenu}
            <div role="group" aria-label="Density" className="flex">
              {densities.map((density) => (
                <DensityLink key={density} density={density} list={list} />
              ))}
            </div>
          </div>
        ) : null}
        {mayExport ? (
          <a
            href={`/api/v1/tokens.csv?${writeTokenSearch(search)}`}
            download
            title="These tokens, as filtered, as a file"
            className={buttonLook({ kind: 'quiet' })}
          >
            <Download aria-hidden className="size-4" />
            Export CSV
          </a>
        ) : null}
      </div>
    </div>
  )
}

const densityWord: Readonly<Record<Density, string>> = { comfortable: 'Comfortable rows', compact: 'Compact rows' }

function DensityLink({ density, list }: { density: Density; list: Listed }) {
  const here = list.density === density
  const Icon = density === 'compact' ? Rows3 : Rows2
  return (
    <Link
      href={hrefOfList({ ...list, density })}
      replace
      scroll={false}
      aria-label={densityWord[density]}
      aria-current={here ? 'true' : undefined}
      title={densityWord[density]}
      className={cn(
        'inline-flex size-8 items-center justify-center border border-control first:rounded-l-control last:-ml-px last:rounded-r-control pointer-coarse:size-11',
        here ? 'z-10 bg-selected text-accent' : 'bg-bg text-text-2 hover:bg-panel',
      )}
    >
      <Icon aria-hidden className="size-4" />
    </Link>
  )
}
