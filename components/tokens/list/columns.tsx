import type { ReactNode } from 'react'
import type { TokenColumn } from '@/lib/model/token-columns.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'
import type { Sort } from '@/lib/model/token-search.ts'
import type { ReasonWords } from '../fact-words.ts'
import { AccessCell, BindingCell, DueCell, LifetimeCell, OwnerCell, RiskCell, SeenCell, TokenCell, UsedCell, VerdictCell, WorkloadCell } from './cells.tsx' // prettier-ignore
import { AgeCell, AgentCell, BaseCell, ConfidenceCell, ControlsCell, ExposureCell, FirstSeenCell, GradeCell, ProviderCell, SourceCell, ThirdPartyCell } from './optional-cells.tsx' // prettier-ignore

/** The sources that the rows name, by id. */
export type Sources = ReadonlyMap<string, { name: string; lastCompleteAt: Date | null; watched: boolean }>

/** What a cell is made from. */
export type Asked = { token: TokenRow; sources: Sources; reasonWords: ReasonWords; href: string; now: Date }

/** One column of the list; `px` is its least width, what is left over is shared out in proportion. */
export type Column = {
  head: string
  sort?: Sort
  px: keyof typeof widthClass
  right?: boolean
  /** Where it stands on the card that a row is on a phone; left out, it is not on it. */
  card?: string
  cell: (asked: Asked) => ReactNode
}

/** Widths are classes, since markup from the server carries no styles of its own. */
export const widthClass = {
  60: 'w-[60px]',
  80: 'w-[80px]',
  92: 'w-[92px]',
  104: 'w-[104px]',
  112: 'w-[112px]',
  116: 'w-[116px]',
  120: 'w-[120px]',
  164: 'w-[164px]',
  192: 'w-[192px]',
} as const

export const columns: Readonly<Record<TokenColumn, Column>> = {
  token: { head: 'Token', sort: 'name', px: 192, card: 'max-md:order-3 max-md:col-span-2', cell: TokenCell },
  verdict: { head: 'Verdict', sort: 'queue', px: 164, card: 'max-md:order-1', cell: VerdictCell },
  risk: { head: 'Risk', sort: 'risk', px: 60, right: true, cell: RiskCell },
  due: { head: 'Act by', sort: 'due', px: 92, card: 'max-md:order-2 max-md:text-right', cell: DueCell },
  owner: { head: 'Owner', px: 116, card: 'max-md:order-4 max-md:col-span-2', cell: OwnerCell },
  workload: { head: 'Workload', px: 120, cell: WorkloadCell },
  access: { head: 'Can do', px: 112, cell: AccessCell },
  binding: { head: 'Binding', px: 92, cell: BindingCell },
  lifetime: { head: 'Lifetime', sort: 'expires', px: 116, cell: LifetimeCell },
  used: { head: 'Last used', sort: 'used', px: 92, cell: UsedCell },
  seen: { head: 'Seen', px: 92, cell: SeenCell },
  grade: { head: 'Grade', px: 60, cell: GradeCell },
  base: { head: 'Base', px: 60, right: true, cell: BaseCell },
  confidence: { head: 'Known', px: 80, right: true, cell: ConfidenceCell },
  age: { head: 'Age', sort: 'age', px: 92, right: true, cell: AgeCell },
  provider: { head: 'Provider', px: 92, cell: ProviderCell },
  source: { head: 'Source', px: 120, cell: SourceCell },
  exposure: { head: 'Exposure', px: 104, cell: ExposureCell },
  controls: { head: 'Controls', px: 104, cell: ControlsCell },
  agent: { head: 'AI agent', px: 120, cell: AgentCell },
  'third-party': { head: 'Third party', px: 112, cell: ThirdPartyCell },
  'first-seen': { head: 'First seen', px: 104, cell: FirstSeenCell },
}
