import { Notice } from './notice.tsx'

type ConflictLine = { label: string; theirs: string; mine: string }

/** Somebody saved meanwhile: `title` says who, what and when ("Ana changed the owner 20 s ago"); both values stand below, and nothing is lost. */
export function ConflictNotice({ title, lines }: { title: string; lines: readonly ConflictLine[] }) {
  return (
    <Notice tone="warning" role="alert" title={title}>
      <p>Nothing of yours was saved yet. Send it again to save it over theirs.</p>
      {lines.map(({ label, theirs, mine }) => (
        <dl key={label} className="grid grid-cols-[auto_1fr] gap-x-3 text-table">
          <dt className="col-span-2 font-medium">{label}</dt>
          <dt className="text-text-2">As it is now</dt>
          <dd className="wrap-anywhere">{theirs}</dd>
          <dt className="text-text-2">As you typed it</dt>
          <dd className="wrap-anywhere">{mine}</dd>
        </dl>
      ))}
    </Notice>
  )
}
