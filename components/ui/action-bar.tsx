import type { ReactNode } from 'react'

/** What can be done with what is chosen, floating over the foot of a list. Focus is never hidden under it: the page keeps that much room. */
export function ActionBar({ label, says, children }: { label: string; says: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      data-action-bar
      className="sticky bottom-18 z-20 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-panel border border-control bg-bg px-4 py-2 shadow-float md:bottom-4"
    >
      <p className="mr-auto font-medium">{says}</p>
      {children}
    </section>
  )
}
