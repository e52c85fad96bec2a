import { KeyRound, ShieldCheck } from 'lucide-react'

/** What rests with us for a way in: nothing, or a standing key of our own. Icon and words, never colour alone. */
export function KeepsMark({ keeps }: { keeps: 'nothing' | 'standing-key' }) {
  return keeps === 'nothing' ? (
    <span className="inline-flex items-center gap-1.5 text-table font-medium text-fine">
      <ShieldCheck aria-hidden className="size-4" /> No stored secret
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.5 text-table font-medium text-standing">
      <KeyRound aria-hidden className="size-4" /> Standing privilege of our own
    </span>
  )
}
