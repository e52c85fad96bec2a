import type { ReactNode } from 'react'

/** A page's name, the sentence a person could say aloud, and its one primary action. */
export function PageHead({ title, says, action }: { title: ReactNode; says?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 className="text-title">{title}</h1>
        {says ? <div className="mt-1 max-w-[72ch] text-text-2">{says}</div> : null}
      </div>
      {action ? <div className="print:hidden">{action}</div> : null}
    </div>
  )
}
