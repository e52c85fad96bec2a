'use client'

import { MoreHorizontal } from 'lucide-react'
import { Link } from '@/components/ui/link.tsx'
import type { TokenView } from '@/lib/model/token-view.ts'
import { hrefOfView } from '@/components/tokens/list/view-href.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { EditViewForm, SaveViewForm } from './view-forms.tsx'
import { replaceView } from './view-actions.ts'

export type ViewBarProps = {
  view: Pick<TokenView, 'id' | 'name' | 'saved'>
  modified: boolean
  /** The list as it is now, as a query string. */
  list: string
  mayShare: boolean
}

const plain =
  'inline-flex min-h-8 items-center rounded-control px-2 text-table font-medium text-accent hover:bg-panel pointer-coarse:min-h-11'

/** What can be done with the view the list is in: keep what was changed of it, name it, share it, take it away. */
export function ViewBar({ view, modified, list, mayShare }: ViewBarProps) {
  const { saved } = view
  const own = saved !== null && (saved.mine || mayShare)
  if (!modified && !own) return null
  return (
    <div className="flex shrink-0 items-center gap-0.5 pb-0.5">
      {modified ? (
        <>
          <span className="px-1 text-table text-text-2">Modified</span>
          {own ? <SaveButton view={view} list={list} /> : null}
          <SaveViewForm list={list} mayShare={mayShare} look={plain} />
          <Link href={hrefOfView(view.id)} className={plain}>
            Reset
          </Link>
        </>
      ) : null}
      {own ? (
        <EditViewForm view={view} saved={saved} mayShare={mayShare}>
          <MoreHorizontal aria-hidden className="size-4" />
        </EditViewForm>
      ) : null}
    </div>
  )
}

function SaveButton({ view: { id, name, saved }, list }: Pick<ViewBarProps, 'view' | 'list'>) {
  const { state, sending, form } = useKeptForm(replaceView)
  return (
    <form {...form} className="contents">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={saved?.version ?? 0} />
      <input type="hidden" name="list" value={list} />
      <button type="submit" disabled={sending} title={`Save the list as it is now as “${name}”`} className={plain}>
        Save
      </button>
      {state?.done === false ? (
        <span role="alert" className="text-table text-revoke">
          {state.message}
        </span>
      ) : null}
    </form>
  )
}
