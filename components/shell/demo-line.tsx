import type { ReactNode } from 'react'

/** On every page while the data is made up; `ahead`: its clock is not the real one. `remove` is the one act that ends it, for those who may. */
export function DemoLine({ clock, ahead, remove }: { clock: string; ahead: boolean; remove: ReactNode }) {
  return (
    <aside
      aria-label="Demo data"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-selected px-4 py-1.5 text-table text-text md:px-6"
    >
      <p>
        <strong className="font-semibold">Demo data</strong> — a made-up company, clock {clock}.
        {ahead ? ' Dates are by this clock; the audit, accounts and sessions keep real time.' : null}
      </p>
      {remove}
    </aside>
  )
}
