import type { ReactNode } from 'react'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { writePlanSearch, type PlanSearch } from '@/lib/model/plan-search.ts'

type Counts = {
  all: number
  late: number
  slipped: number
  unclaimed: number
  verified: number
  cancelled: number
  lateBy: { id: string; name: string; plans: number } | null
}

/** Whether the dates are kept, in a sentence whose every number leads to what it counts. */
export function ProgrammeSentence({ counts, atLeast }: { counts: Counts; atLeast: boolean }) {
  const { all, late, slipped, unclaimed, verified, cancelled, lateBy } = counts
  if (all === 0) return null
  return (
    <p>
      {/* What a source that was not read would prove is missing here. */}
      <strong className="font-semibold text-text">
        {atLeast ? 'At least ' : ''}
        <Count of={{ show: 'closed', stage: 'verified' }}>{verified}</Count> of <Count of={{ show: 'all' }}>{all}</Count> {all === 1 ? 'plan is' : 'plans are'} proved to the
        last step{cancelled > 0 ? <>, <Count of={{ show: 'closed', stage: 'cancelled' }}>{cancelled}</Count> called off</> : null}.
      </strong>{' '}
      {late > 0 ? <Late late={late} lateBy={lateBy} /> : slipped > 0 ? 'None is late now.' : 'None is late.'}{' '}
      {slipped > 0 ? (
        <>
          <Count of={{ show: 'slipped' }}>{slipped}</Count> slipped.{' '}
        </>
      ) : null}
      {unclaimed === 0 ? null : (
        <>
          <Count of={{ show: 'unclaimed' }}>{unclaimed}</Count> {unclaimed === 1 ? 'is' : 'are'} unclaimed.
        </>
      )}
    </p>
  )
} // prettier-ignore

function Late({ late, lateBy }: Pick<Counts, 'late' | 'lateBy'>) {
  return (
    <>
      <Count of={{ show: 'late' }}>{late}</Count> {late === 1 ? 'is' : 'are'} late
      {lateBy ? (
        <>
          , <Count of={{ show: 'late', waiting: 'owner', owner: lateBy.id }}>{lateBy.plans}</Count> of {late === 1 ? 'it' : 'them'} {lateBy.plans === 1 ? 'waits' : 'wait'} for {lateBy.name}
        </>
      ) : null}
      .
    </>
  )
} // prettier-ignore

function Count({ of, children }: { of: Partial<PlanSearch>; children: number }): ReactNode {
  return <TextLink href={`/plans?${writePlanSearch(of)}`}>{countWords(children)}</TextLink>
}
