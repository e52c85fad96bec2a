import { exactly, pastWords } from './time-words.ts'

type PastProps = {
  at: Date
  now: Date
  /** No stop of its own for Tab: a list has two a row, and the page of the row has the same time. */
  inRow?: boolean
}

/**
 * An instant gone by: "3 h ago" within a week, else its date. Pressed, it tells the exact instant here and in UTC (`ExactTime` of
 * the shell listens); before any script has run that is what it says on hover.
 */
export function Past({ at, now, inRow }: PastProps) {
  return (
    <button
      type="button"
      data-exact={at.toISOString()}
      aria-haspopup="dialog"
      title={exactly(at)}
      tabIndex={inRow ? -1 : undefined}
      className="-my-0.5 inline-flex min-h-6 cursor-pointer items-center whitespace-nowrap underline decoration-line decoration-dotted underline-offset-2 select-text hover:decoration-text"
    >
      <time dateTime={at.toISOString()}>{pastWords(at, now)}</time>
    </button>
  )
}

/** An instant to the second in UTC, for evidence. On a phone it may take two lines: it is longer than a card's column where letters are spaced out. */
export function Exact({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} className="md:whitespace-nowrap">
      {exactly(at)}
    </time>
  )
}
