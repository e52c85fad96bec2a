import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import { countWords, leastAlone } from '@/components/ui/time-words.ts'

/** A part of a whole: drawn, named, counted, and a link to what it counts. */
export type Part = { key: string; name: ReactNode; count: number; href: string; tone: string; line?: string }

/** "31 % · 412 of 1,330": a share always with what it is of. */
export function shareWords(count: number, of: number): string {
  if (of === 0) return '0 of 0'
  const share = (count / of) * 100
  const percent = count > 0 && share < 1 ? 'under 1' : count < of && share > 99 ? 'over 99' : String(Math.round(share))
  return `${percent} % · ${countWords(count)} of ${countWords(of)}`
}

/** One bar of all, and under it a line for each part with its glyph, word and count. The bar says nothing that the lines do not. */
export function StackedBar({ parts, atLeast }: { parts: readonly Part[]; atLeast: boolean }) {
  const all = parts.reduce((sum, { count }) => sum + count, 0)
  return (
    <div>
      <Bar parts={parts} />
      <Lines parts={parts} all={all} atLeast={atLeast} />
    </div>
  )
}

/** The parts side by side, in their order. It is for the eye: what it shows stands in words beside it. */
export function Bar({ parts }: { parts: readonly Pick<Part, 'key' | 'tone' | 'count'>[] }) {
  const all = parts.reduce((sum, { count }) => sum + count, 0)
  return (
    <svg aria-hidden className="h-6 w-full rounded-control">
      {placed(parts, all).map(({ key, tone, from, share }) => (
        <rect
          key={key}
          x={`${from}%`}
          width={`${share}%`}
          height="24"
          fill="currentColor"
          stroke="var(--bg)"
          strokeWidth="2"
          className={tone}
        />
      ))}
    </svg>
  )
}

/** Where each part lies, in percent. */
function placed(
  parts: readonly Pick<Part, 'key' | 'tone' | 'count'>[],
  all: number,
): { key: string; tone: string; from: number; share: number }[] {
  let from = 0
  return parts
    .filter(({ count }) => count > 0)
    .map(({ key, tone, count }) => {
      const share = (count / all) * 100
      from += share
      return { key, tone, from: from - share, share }
    })
}

function Lines({ parts, all, atLeast }: { parts: readonly Part[]; all: number; atLeast: boolean }) {
  return (
    <ul className="mt-2 flex flex-col">
      {parts.map(({ key, name, count, href }) => (
        <li key={key}>
          <Link
            href={href}
            className="flex min-h-8 items-center justify-between gap-3 rounded-control px-1 text-table hover:bg-panel pointer-coarse:min-h-11"
          >
            <span className="min-w-0">{name}</span>
            <span className="text-right whitespace-nowrap">
              <span className="font-medium">{leastAlone(count, atLeast)}</span>
              <span className="text-text-3 max-sm:hidden">{all > 0 ? ` · ${percentWords(count, all)}` : null}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function percentWords(count: number, all: number): string {
  return shareWords(count, all).split(' · ')[0] ?? ''
}

/** A bar for each, in the order given; `line` above a part draws a line there, with its words. */
export function BarRows({ parts, atLeast }: { parts: readonly Part[]; atLeast: boolean }) {
  const most = Math.max(1, ...parts.map(({ count }) => count))
  return (
    <ul className="flex flex-col">
      {parts.map(({ key, name, count, href, tone, line }) => (
        <li key={key}>
          {line ? <p className="my-1 border-t border-dashed border-control pt-1 text-meta text-text-3">{line}</p> : null}
          <Link
            href={href}
            className="grid min-h-8 grid-cols-[minmax(0,14rem)_1fr_auto] items-center gap-2 rounded-control px-1 text-table hover:bg-panel pointer-coarse:min-h-11"
          >
            <span className="flex min-w-0 items-center gap-1.5">{name}</span>
            <svg aria-hidden className={cn('h-3 w-full', tone)}>
              <rect width={count > 0 ? `${Math.max(0.5, (count / most) * 100)}%` : 0} height="12" rx="2" fill="currentColor" />
            </svg>
            <span className={cn('text-right', count === 0 ? 'text-text-3' : 'font-medium')}>{leastAlone(count, atLeast)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
} // prettier-ignore
