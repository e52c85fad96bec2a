import type { ReactNode } from 'react'

/** Nothing to show, and why: what will be here, or which filter hides it, with one act. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-panel border border-line bg-panel px-6 py-8">
      <p className="text-section">{title}</p>
      {children ? <div className="max-w-[72ch] text-text-2">{children}</div> : null}
      {action}
    </div>
  )
}
