import type { ReactNode } from 'react'

type ChartFigureProps = {
  title: string
  /** The finding in words: whoever does not see the chart has it from here. */
  says: ReactNode
  chart: ReactNode
  /** The same numbers, each leading to what it counts. */
  table: ReactNode
  className?: string
}

/** A chart under its finding, with the table behind it a press away. */
export function ChartFigure({ title, says, chart, table, className }: ChartFigureProps) {
  return (
    <figure className={className}>
      <h2 className="text-section">{title}</h2>
      <figcaption className="mt-0.5 max-w-[72ch] text-table text-text-2">{says}</figcaption>
      {chart ? <div className="mt-2">{chart}</div> : null}
      {table ? (
        <details className="mt-1">
          <summary className="min-h-6 w-fit cursor-pointer py-1 text-table text-accent pointer-coarse:min-h-11">Show as table</summary>
          <div className="pt-1">{table}</div>
        </details>
      ) : null}
    </figure>
  )
}
