import { dueDay } from '@/components/tokens/list/due-words.ts'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { writePlanSearch, type PlanSearch } from '@/lib/model/plan-search.ts'
import type { PlanWait } from '@/lib/model/plan.ts'
import type { NextRetirement, SlippedPlan, TeamProgress } from '@/lib/model/programme.ts'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { missedWords, slipWords, waitWord } from './plan-words.ts'

/** Plans by team, the one with most late ones first. What nobody owns is a row of its own. */
export function TeamTable({ teams, mayNarrow }: { teams: readonly TeamProgress[]; mayNarrow: boolean }) {
  return (
    <Table caption="Plans by team" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Team</Th>
          <Th className="text-right">Open</Th>
          <Th className="text-right">Late</Th>
          <Th className="text-right">Slipped</Th>
          <Th className="text-right">Plans proved</Th>
          <Th className="text-right">Risk left</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {teams.map(({ id, name, open, late, slipped, verified, riskLeft }) => {
          const of = (search: Partial<PlanSearch>, count: number) => <Plans search={id ? { ...search, owner: id } : search} count={count} linked={id !== null} />
          return (
            <Tr key={id ?? 'nobody'}>
              <Td className="md:min-w-40">
                {id === null ? (
                  <TextLink href="/plans?show=unclaimed" className="font-medium">unclaimed</TextLink>
                ) : mayNarrow ? (
                  <TextLink href={`/plans/progress?owner=${id}`} className="font-medium wrap-break-word">{name}</TextLink>
                ) : (
                  <span className="font-medium wrap-break-word">{name}</span>
                )}
              </Td>
              <Td label="Open" className="md:text-right">{of({ show: 'open' }, open)}</Td>
              <Td label="Late" className="md:text-right">{of({ show: 'late' }, late)}</Td>
              <Td label="Slipped" className="md:text-right">{of({ show: 'slipped' }, slipped)}</Td>
              <Td label="Plans proved" className="md:text-right">{of({ show: 'closed', stage: 'verified' }, verified)}</Td>
              <Td label="Risk left" className="md:text-right"><span>{countWords(riskLeft)}</span></Td>
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
} // prettier-ignore

/** No list is of what nobody owns in particular, but for the open ones: those are unclaimed. */
function Plans({ search, count, linked }: { search: Partial<PlanSearch>; count: number; linked: boolean }) {
  if (count === 0) return <Nothing is="none" />
  if (!linked && search.show !== 'open') return <span>{countWords(count)}</span>
  return <TextLink href={`/plans?${writePlanSearch(linked ? search : { show: 'unclaimed' })}`}>{countWords(count)}</TextLink>
}

/** What slipped, by how much, and why: who moved the date, what blocks it, what it waits for. */
export function SlippedTable({ plans, now }: { plans: readonly SlippedPlan[]; now: Date }) {
  return (
    <Table caption="What slipped" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Plan</Th>
          <Th>Owner</Th>
          <Th>First date</Th>
          <Th>Committed</Th>
          <Th>Slip</Th>
          <Th>Why</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {plans.map((plan) => (
          <Tr key={plan.id} data-key-row>
            <Td className="md:max-w-64 md:min-w-40">
              <TextLink href={`/plans/${plan.id}`} data-key-open className="font-medium break-words">
                {plan.title}
              </TextLink>
            </Td>
            <Td label="Owner" className="md:max-w-44">
              <TwoLines first={plan.ownerName ?? <span className="text-standing">unclaimed</span>} second={plan.teamName} />
            </Td>
            <Td label="First date" className="whitespace-nowrap">
              <span>{dueDay(plan.policyDueAt, now)}</span>
            </Td>
            <Td label="Committed" className="whitespace-nowrap">
              <span>{dueDay(plan.dueAt, now)}</span>
            </Td>
            <Td label="Slip" className="whitespace-nowrap">
              {slipWords(plan, now) ?? <span className="text-text-3">under a day</span>}
            </Td>
            <Td label="Why" className="md:max-w-96 md:min-w-56">
              <ul>
                {whySlipped(plan, now).map((why) => (
                  <li key={why} className="break-words">
                    {why}
                  </li>
                ))}
              </ul>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Every reason on record, the date's first: what somebody did, what somebody said, what a sync showed. */
export function whySlipped(plan: SlippedPlan, now: Date): string[] {
  const { movedAt, movedFrom, movedTo, movedBy, movedBecause, blocked, refusal, dueAt, closedAt, waitingOn } = plan
  const late = (closedAt ?? now) > dueAt
  const missed = missedWords(plan, now)
  return [
    ...(missed ? [missed] : []),
    ...(movedAt && movedTo
      ? [
          `${movedBy ?? 'Standdown'} moved it to ${dayInText(movedTo, now)}${movedFrom ? ` from ${dayInText(movedFrom, now)}` : ''} on ${dayInText(movedAt, now)}${movedBecause ? `: “${movedBecause}”` : ''}.`,
        ]
      : []),
    ...(blocked ? [`Blocked: “${blocked}”`] : []),
    ...(late && closedAt ? [`Proved on ${dayInText(closedAt, now)}, after its date.`] : []),
    ...(late && !closedAt ? [`Past its date; it waits for ${Object.hasOwn(waitWord, waitingOn) ? waitWord[waitingOn as PlanWait] : waitingOn}.`] : []),
    ...(refusal && !closedAt ? [refusal] : []),
    // A plan can be opened for later than policy.
    ...(!movedAt && !late && dueAt > plan.policyDueAt ? ['Committed to a later day than policy asked for when it was opened.'] : []),
  ]
} // prettier-ignore

/** The ten whose retirement takes most away. */
export function NextTable({ tokens, now }: { tokens: readonly NextRetirement[]; now: Date }) {
  return (
    <Table caption="The next ten retirements" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Verdict</Th>
          <Th className="text-right">Would remove</Th>
          <Th>Plan</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {tokens.map(({ id, name, kind, verdict, risk, planId, dueAt }) => (
          <Tr key={id} data-key-row>
            <Td className="md:min-w-48">
              <TwoLines
                first={
                  <TextLink href={`/tokens/${id}`} data-key-open className="font-medium break-words">
                    {name}
                  </TextLink>
                }
                second={kind}
              />
            </Td>
            <Td label="Verdict" className="md:min-w-40">
              <Verdict verdict={verdict as VerdictName} />
            </Td>
            <Td label="Would remove" className="md:text-right">
              <span>{countWords(risk)}</span>
            </Td>
            <Td label="Plan" className="md:min-w-28">
              {planId ? (
                <TextLink href={`/plans/${planId}`}>{dueAt ? `due ${dueDay(dueAt, now)}` : 'open'}</TextLink>
              ) : (
                <Nothing is="none" />
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
