import { Link } from '@/components/ui/link.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { AuditLine } from '@/lib/model/audit-search.ts'
import { actWord } from './act-words.ts'
import { changeLines, fieldWord } from './change-lines.ts'
import { targetHref, targetKind } from './target-words.ts'

/** Lines shown of a change before the rest folds away. */
const shownLines = 4

type AuditTableProps = {
  lines: readonly AuditLine[]
  /** Names the clock that the times are by. */
  when: string
  hrefAbout: (target: string) => string
}

/** Who did what to what, and what it was before and after. */
export function AuditTable({ lines, when, hrefAbout }: AuditTableProps) {
  return (
    <Table caption="Audit" cards sticks>
      <thead role="rowgroup">
        <Tr>
          <Th>{when}</Th>
          <Th>Who</Th>
          <Th>Did</Th>
          <Th>To</Th>
          <Th>From → to</Th>
          <Th className="text-right">Entry</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Tr key={line.seq} data-key-row>
            <Td className="whitespace-nowrap">
              <time dateTime={line.at.toISOString()}>{exactly(line.at).replace(/ UTC$/, '')}</time>
            </Td>
            <Td label="Who" className="min-w-36 break-words">
              {line.actor}
            </Td>
            <Td label="Did" className="min-w-40">
              {actWord(line.act)}
            </Td>
            <Td label="To" className="max-w-72 min-w-48 break-words">
              <Target line={line} hrefAbout={hrefAbout} />
            </Td>
            <Td label="From → to" className="min-w-64">
              <Changes line={line} />
            </Td>
            <Td label="Entry" className="text-right font-mono text-text-3">
              {line.seq}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Target({ line: { target, targetName }, hrefAbout }: { line: AuditLine; hrefAbout: (target: string) => string }) {
  const href = targetName === null ? null : targetHref(target)
  const says = targetName ?? target
  return (
    <>
      {href ? (
        <Link
          href={href}
          data-key-open
          className="inline-flex min-h-6 max-w-full items-center wrap-anywhere underline decoration-line underline-offset-2 hover:decoration-text"
        >
          {says}
        </Link>
      ) : (
        <span translate="no" className={targetName ? undefined : 'font-mono text-meta'}>
          {says}
        </span>
      )}
      <div className="text-meta text-text-3">
        {targetName ? `${targetKind(target)} · ` : null}
        <Link
          href={hrefAbout(target)}
          data-key-open={href ? undefined : ''}
          className="inline-flex min-h-6 items-center underline decoration-line underline-offset-2"
        >
          every entry about it
        </Link>
      </div>
    </>
  )
}

function Changes({ line: { act, before, after } }: { line: AuditLine }) {
  const lines = changeLines(before, after)
  if (lines.length === 0) return <span className="text-text-3">not applicable</span>
  const shown = lines.slice(0, shownLines)
  const folded = lines.slice(shownLines)
  return (
    <>
      <ChangeList act={act} lines={shown} />
      {folded.length > 0 ? (
        <details>
          <summary className="min-h-6 cursor-pointer text-meta text-accent">{folded.length} more</summary>
          <ChangeList act={act} lines={folded} />
        </details>
      ) : null}
    </>
  )
}

function ChangeList({ act, lines }: { act: string; lines: ReturnType<typeof changeLines> }) {
  return (
    <dl className="flex flex-col gap-0.5 text-meta">
      {lines.map(({ field, before, after }) => (
        <div key={field} className="flex flex-wrap gap-x-1.5">
          <dt className="text-text-3">{fieldWord(act, field)}</dt>
          <dd translate="no" className="min-w-0 wrap-anywhere">
            {before === null ? after : after === null ? <s>{before}</s> : `${before} → ${after}`}
          </dd>
        </div>
      ))}
    </dl>
  )
}
