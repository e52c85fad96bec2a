import { exactly, pastWords } from './time-words.ts'

/** An instant gone by: "3 h ago" within a week, else its date. The exact instant is on the element, for machines and on hover. */
export function Past({ at, now }: { at: Date; now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={exactly(at)} className="whitespace-nowrap">
      {pastWords(at, now)}
    </time>
  )
}

/** An instant to the second in UTC, for evidence. */
export function Exact({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {exactly(at)}
    </time>
  )
}
