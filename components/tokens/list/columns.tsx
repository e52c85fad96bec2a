import type { ReactNode } from 'react'
import type { TokenColumn } from '@/lib/model/token-columns.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'
import type { SuggestedOwner } from '@/lib/model/suggestion.ts'
import type { Sort } from '@/lib/model/token-facet.ts'
import type { ReasonWords } from '../fact-words.ts'
import type { Lacking } from '../lacking-notice.tsx'
import { AccessCell, BindingCell, DueCell, LifetimeCell, OwnerCell, RiskCell, SeenCell, TokenCell, UsedCell, VerdictCell, WorkloadCell } from './cells.tsx' // prettier-ignore
import { AgeCell, AgentCell, BaseCell, ConfidenceCell, ConsumersCell, ControlsCell, ExposureCell, FirstSeenCell, GradeCell, ProviderCell, SourceCell, ThirdPartyCell, WidenedCell } from './optional-cells.tsx' // prettier-ignore

/** The sources that the rows name, by id; `lacks` is why not everything of one is in view. */
export type Sources = ReadonlyMap<
  string,
  { name: string; lastCompleteAt: Date | null; watched: boolean; unwatchedSince: Date | null; lacks: Lacking['why'] | null }
>

/** What a row tells that is not on it, as far as a shown column asks for it. */
export type Beside = {
  /** Its widest grant, in the provider's words. */
  action: string | null
  widenedAt: Date | null
  /** How many are said to use it. */
  consumers: number
  /** Whether its provider is known to offer no binding for its kind. */
  unbindable: boolean
}

/** What a cell is made from. */
export type Asked = {
  token: TokenRow
  sources: Sources
  reasonWords: ReasonWords
  /** Who may own it, where nobody does. */
  suggested: SuggestedOwner | null
  beside: Beside | null
  href: string
  now: Date
}

/** One column of the list, `tight` or `wide` pixels; what is left over is shared out in proportion. */
export type Column = {
  head: string
  sort?: Sort
  tight: number
  wide: number
  right?: boolean
  /** Where it stands on the card that a row is on a phone; left out, it is not on it. */
  card?: string
  cell: (asked: Asked) => ReactNode
}

export const columns: Readonly<Record<TokenColumn, Column>> = {
  token: { head: 'Token', sort: 'name', tight: 164, wide: 192, card: 'max-md:order-3 max-md:col-span-2', cell: TokenCell },
  verdict: { head: 'Verdict', sort: 'queue', tight: 154, wide: 168, card: 'max-md:order-1', cell: VerdictCell },
  risk: { head: 'Risk', sort: 'risk', tight: 54, wide: 60, right: true, cell: RiskCell },
  due: { head: 'Act by', sort: 'due', tight: 88, wide: 92, card: 'max-md:order-2 max-md:text-right', cell: DueCell },
  owner: { head: 'Owner', tight: 104, wide: 116, card: 'max-md:order-4 max-md:col-span-2', cell: OwnerCell },
  workload: { head: 'Workload', tight: 104, wide: 116, cell: WorkloadCell },
  access: { head: 'Can do', tight: 98, wide: 110, cell: AccessCell },
  binding: { head: 'Binding', tight: 88, wide: 132, cell: BindingCell },
  lifetime: { head: 'Lifetime', sort: 'expires', tight: 110, wide: 114, cell: LifetimeCell },
  used: { head: 'Last used', sort: 'used', tight: 90, wide: 92, cell: UsedCell },
  seen: { head: 'Seen', tight: 84, wide: 90, cell: SeenCell },
  grade: { head: 'Grade', tight: 54, wide: 60, cell: GradeCell },
  base: { head: 'Base', tight: 54, wide: 60, right: true, cell: BaseCell },
  confidence: { head: 'Known', tight: 60, wide: 60, right: true, cell: ConfidenceCell },
  age: { head: 'Age', sort: 'age', tight: 88, wide: 92, right: true, cell: AgeCell },
  provider: { head: 'Provider', tight: 84, wide: 90, cell: ProviderCell },
  source: { head: 'Source', tight: 110, wide: 120, cell: SourceCell },
  exposure: { head: 'Exposure', tight: 90, wide: 94, cell: ExposureCell },
  controls: { head: 'Controls', tight: 90, wide: 94, cell: ControlsCell },
  agent: { head: 'AI agent', tight: 110, wide: 120, cell: AgentCell },
  'third-party': { head: 'Third party', tight: 104, wide: 116, cell: ThirdPartyCell },
  consumers: { head: 'Used by', tight: 84, wide: 90, right: true, cell: ConsumersCell },
  'first-seen': { head: 'First seen', tight: 90, wide: 94, cell: FirstSeenCell },
  widened: { head: 'Widened', tight: 90, wide: 94, cell: WidenedCell },
}
