import { Notice } from '@/components/ui/notice.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { WayIn } from './actions.ts'

/** The link to hand over. It is shown once: only its hash is kept. */
export function WayInNotice({ way: { name, link, until } }: { way: WayIn }) {
  return (
    <Notice tone="success" role="status" title={`Hand this link to ${name} yourself; it is not shown again.`}>
      <p translate="no" className="rounded-control bg-bg px-2 py-1 font-mono text-table break-all select-all">
        {link}
      </p>
      <p className="text-table text-text-2">
        It sets their password once, until {dateWords(new Date(until))}. Whoever has it can use it, so send it by a way that only they read.
      </p>
    </Notice>
  )
}
