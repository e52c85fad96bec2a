import type { ReactNode } from 'react'

/** A form that an address opens above its list, under a heading of its own. */
export function EditPanel({ title, says, children }: { title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-6 rounded-panel border border-line bg-panel p-4">
      <h2 className="text-section break-words">{title}</h2>
      {says ? <p className="mb-3 max-w-[72ch] text-table text-text-2">{says}</p> : null}
      {children}
    </section>
  )
}
