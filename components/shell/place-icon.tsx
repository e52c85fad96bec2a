import {
  BookUser,
  CircleQuestionMark,
  FileCheck2,
  Gauge,
  Hourglass,
  KeyRound,
  ListTodo,
  Milestone,
  Plug,
  Power,
  ScrollText,
  ShieldAlert,
  Settings,
  UserRound,
} from 'lucide-react'
import type { PlaceIcon as Name } from './places.ts'

const icons = {
  posture: Gauge,
  tokens: KeyRound,
  exposures: ShieldAlert,
  tasks: ListTodo,
  plans: Milestone,
  exceptions: Hourglass,
  acts: Power,
  sources: Plug,
  directory: BookUser,
  reports: FileCheck2,
  audit: ScrollText,
  settings: Settings,
  help: CircleQuestionMark,
  account: UserRound,
} as const satisfies Record<Name, unknown>

/** A place's mark, beside its word. */
export function PlaceIcon({ of, className = 'size-4' }: { of: Name; className?: string }) {
  const Icon = icons[of]
  return <Icon aria-hidden className={`shrink-0 ${className}`} />
}
