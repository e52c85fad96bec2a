import { z } from 'zod'
import { Agent, Binding, ExposureState, LifeBand } from './facts.ts'
import { DecidingReason, Verdict } from './score.ts'
import { tokenStates } from './token.ts'

const DottedName = z
  .string()
  .regex(/^[a-z0-9.-]+$/, 'is not a name of the form "aws.access-key"')
  .max(100)
const IdOrNone = z.string().refine((value) => value === 'none' || z.uuid().safeParse(value).success, 'is neither an id nor "none"')
const YesNo = z.enum(['yes', 'no'])

/** What each facet may be asked for; its keys are the facets, in the order the page shows them. */
export const facetValues = {
  verdict: Verdict,
  reason: DecidingReason,
  state: z.enum(tokenStates),
  provider: DottedName,
  kind: DottedName,
  binding: Binding,
  owner: IdOrNone,
  workload: IdOrNone,
  source: z.uuid('is not the id of a source'),
  exposure: ExposureState,
  agent: Agent,
  sensitivity: z.enum(['0', '1', '2', '3', '4', 'none']),
  level: z.enum(['1', '2', '3', '4', '5', '6', 'none']),
  /** How its expiry is known; `never` is one of the answers. */
  lifetime: z.enum(['fixed', 'sliding', 'lasts', 'never', 'not-reported']),
  /** How long a copy of its secret stays useful, as the step that it falls in. */
  life: LifeBand,
  /** Whether a third party holds it. */
  'third-party': YesNo,
  /** Whether its verdict would be better if everything unknown turned out at its best. */
  improvable: YesNo,
} as const

export type Facet = keyof typeof facetValues
export const facets = Object.keys(facetValues) as readonly Facet[]

/** The orders a list can be in: the kind of value compared, and which way it runs when nothing else is said. */
export const sorts = {
  queue: { of: 'number', runs: 'down' },
  risk: { of: 'number', runs: 'down' },
  due: { of: 'instant', runs: 'up' },
  used: { of: 'instant', runs: 'up' },
  expires: { of: 'instant', runs: 'up' },
  age: { of: 'instant', runs: 'up' },
  name: { of: 'text', runs: 'up' },
} as const

export type Sort = keyof typeof sorts
