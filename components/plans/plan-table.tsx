import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { PlanLine } from '@/lib/model/plan-search.ts'
import { courseOf } from '@/lib/model/recipe.ts'
import { DueDate } from './plan-state.tsx'
import { leakTodo } from './leak-steps.ts'
import { missedWords, slipWords, stepNow, waitWord } from './plan-words.ts'

/** The programme's plans, by date; on a phone as cards. `ways`: what each plan's recipe is called. */
export function PlanTable({ plans, ways, now }: { plans: readonly PlanLine[]; ways: ReadonlyMap<string, string>; now: Date }) {
  return (
    <Table caption="Plans" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Plan</Th>
          <Th className="text-right">Tokens</Th>
          <Th>Owner</Th>
          <Th>Step</Th>
          <Th>Waiting on</Th>
          <Th>Committed</Th>
          <Th>Slip</Th>
          <Th className="text-right">Risk left</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {plans.map((plan) => (
          <Tr key={plan.id} data-key-row>
            <Td className="md:max-w-80 md:min-w-52">
              <TextLink href={`/plans/${plan.id}`} data-key-open className="font-medium break-words">
                {plan.title}
              </TextLink>
              <div className="text-meta break-words text-text-3">{ways.get(plan.recipe) ?? plan.recipe}</div>
            </Td>
            <Td label="Tokens" className="md:text-right">
              <span>{countWords(plan.tokens)}</span>
            </Td>
            <Td label="Owner" className="md:max-w-44 md:min-w-28">
              <Owner plan={plan} />
            </Td>
            <Td label="Step" className="md:min-w-32">
              <Step step={stepNow(plan)} />
            </Td>
            <Td label="Waiting on" className="md:max-w-56 md:min-w-28">
              <Waiting plan={plan} />
            </Td>
            <Td label="Committed">
              <DueDate plan={plan} now={now} />
            </Td>
            <Td label="Slip" className="md:max-w-40">
              <Slip plan={plan} now={now} />
            </Td>
            <Td label="Risk left" className="md:text-right">
              <span>{countWords(plan.riskLeft)}</span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Step({ step }: { step: ReturnType<typeof stepNow> }) {
  return (
    <>
      <span className="block whitespace-nowrap">{step?.number ?? 'cancelled'}</span>
      {step ? <span className="block text-meta text-text-3">{step.says}</span> : null}
    </>
  )
}

function Owner({ plan: { ownerName, teamName, offeredTo, offeredToName } }: { plan: PlanLine }) {
  return (
    <>
      <span className="block break-words">{ownerName ?? <span className="text-standing">unclaimed</span>}</span>
      {offeredTo ? (
        <span className="block text-meta break-words text-text-3">offered to {offeredToName ?? 'somebody'}</span>
      ) : teamName ? (
        <span className="block text-meta break-words text-text-3">{teamName}</span>
      ) : null}
    </>
  )
}

function Waiting({ plan }: { plan: PlanLine }) {
  const { waitingOn, refusal, blocked, paused, closedAt } = plan
  if (closedAt) return <Nothing is="not applicable" />
  const why = blocked ? `blocked: ${blocked}` : courseOf(plan.recipe) === 'leak' ? leakTodo(plan) : paused ? 'accepted for a time' : refusal
  return (
    <>
      <span className="block">{waitWord[waitingOn]}</span>
      {why ? (
        <span title={why} className="line-clamp-2 text-meta break-words text-text-3">
          {why}
        </span>
      ) : null}
    </>
  )
}

function Slip({ plan, now }: { plan: PlanLine; now: Date }) {
  const slip = slipWords(plan, now)
  if (!slip) return <Nothing is="none" />
  const missed = missedWords(plan, now)
  return (
    <>
      <span className="block whitespace-nowrap">{slip}</span>
      {missed ? <span className="block text-meta text-text-3">{missed}</span> : null}
    </>
  )
}
