import type { Binding } from '@/lib/model/facts.ts'
import { cn } from '@/components/ui/cn.ts'

const rungs: Readonly<Record<Binding, number>> = {
  'pop-attested': 4,
  'pop-mtls': 3,
  'pop-app': 3,
  'keyed-asym': 2,
  'keyed-hmac': 1,
  bearer: 0,
  'bearer-url': 0,
  'not-reported': 0,
}

/**
 * How well a token is bound to its holder: four rungs, and a line between the second and the third, above which a copied
 * token is not enough. The word beside it says the same.
 */
export function BindingLadder({ binding, claimed, className }: { binding: Binding; claimed?: boolean; className?: string }) {
  // A binding that nobody checks holds nothing.
  const filled = claimed ? 0 : rungs[binding]
  return (
    <svg aria-hidden viewBox="0 0 20 16" className={cn('h-4 w-5 shrink-0 text-text-2', className)}>
      {[1, 2, 3, 4].map((rung) => (
        <rect
          key={rung}
          x={rung <= 2 ? (rung - 1) * 4 + 0.5 : (rung - 1) * 4 + 3.5}
          y={13 - rung * 2.75}
          width="3"
          height={rung * 2.75 + 1.5}
          rx="0.5"
          fill={rung <= filled ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="1"
          strokeDasharray={binding === 'not-reported' ? '1 1' : undefined}
        />
      ))}
      <path d="M10 1v14" stroke="currentColor" strokeWidth="1" strokeDasharray="1.5 1.5" />
      {binding === 'bearer-url' ? <path d="M1 15 19 1" stroke="currentColor" strokeWidth="1.5" /> : null}
      {claimed ? <path d="M16 1.5v5M16 8v1.5" stroke="var(--standing)" strokeWidth="2" /> : null}
    </svg>
  )
}
