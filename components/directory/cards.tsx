import type { ReactNode } from 'react'

/** A table's rows as cards, for a phone: the table itself is for wider screens. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-2 md:hidden">
      {children}
    </ul>
  )
}

/** One card: its name, then what is known in lines of "word value", each as high as a finger’s target has to be apart. */
export function Card({ name, facts, act }: { name: ReactNode; facts: readonly (readonly [string, ReactNode])[]; act?: ReactNode }) {
  return (
    <li className="rounded-panel border border-line p-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 font-medium break-words">{name}</div>
        {act}
      </div>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-table">
        {facts.map(([word, value]) => (
          <div key={word} className="contents">
            <dt className="min-h-6 text-text-3">{word}</dt>
            <dd className="min-h-6 min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
