import { BadgeCheck, FileCheck, Ruler } from 'lucide-react'
import { cn } from '@/components/ui/cn.ts'

type Verified = { how: 'live-server' | 'official-description' | 'described-in-part' | 'shape-only'; says: string }

const looks = {
  'live-server': { icon: BadgeCheck, word: 'Verified on a real server', look: 'text-fine' },
  'official-description': { icon: FileCheck, word: 'Verified against the official description', look: 'text-fine' },
  'described-in-part': { icon: FileCheck, word: 'Verified in part against the official description', look: 'text-text-2' },
  'shape-only': { icon: Ruler, word: 'Shape only', look: 'text-text-2' },
} as const

/** What a connector was verified against: how far its reading may be trusted before it met a provider of your own. */
export function VerifiedMark({ verified: { how, says } }: { verified: Verified }) {
  const { icon: Icon, word, look } = looks[how]
  return (
    <p className="flex items-start gap-1.5 text-meta text-text-2">
      <Icon aria-hidden className={cn('mt-px size-4 shrink-0', look)} />
      <span>
        <span className={cn('font-medium', look)}>{word}.</span> {says}
      </span>
    </p>
  )
}
