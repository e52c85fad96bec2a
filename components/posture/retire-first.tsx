import type { ReactNode } from 'react'
import type { ReasonWords } from '@/components/tokens/fact-words.ts'
import { dueDay, dueIn } from '@/components/tokens/list/due-words.ts'
import { OwnerLines } from '@/components/tokens/owner-lines.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { verdictWord } from '@/components/tokens/verdict-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { Whom } from '@/lib/model/posture.ts'
import type { ReasonCode, Verdict as VerdictName } from '@/lib/model/score.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'

/** An open plan that retires a token, and the day it is due. */
export type PlanOf = ReadonlyMap<string, { planId: string; dueAt: Date }>

type RetireFirstProps = { tokens: readonly TokenRow[]; plans: PlanOf; mayPlan: boolean; reasonWords: ReasonWords; now: Date }

/** The ten whose retirement takes most risk away, each with its plan or the way to one. */
export function RetireFirst({ tokens, plans, mayPlan, reasonWords, now }: RetireFirstProps) {
  return (
    <Table caption="Retire first" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Why</Th>
          <Th>Owner</Th>
          <Th>Act by</Th>
          <Th className="text-right">Risk removed</Th>
          <Th>Plan</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {tokens.map((token) => (
          <Tr key={token.id} data-key-row>
            <Td className="md:max-w-60 md:min-w-40">
              <TwoLines first={<Named token={token} />} second={toldApart(token, tokens)} />
            </Td>
            <Td label="Why" className="md:min-w-40">
              <TwoLines first={<Verdict verdict={token.verdict} wraps />} second={reasonWords[token.reason]} />
            </Td>
            <Td label="Owner" className="md:max-w-40">
              <OwnerLines name={token.ownerName} status={token.ownerStatus} team={token.ownerTeam} />
            </Td>
            <Td label="Act by" className="whitespace-nowrap">
              {token.dueAt ? (
                <TwoLines
                  first={dueDay(token.dueAt, now)}
                  second={<span className={token.dueAt < now ? 'font-medium text-revoke' : undefined}>{dueIn(token.dueAt, now)}</span>}
                />
              ) : (
                <Nothing is="not applicable" />
              )}
            </Td>
            <Td label="Risk removed" className="md:text-right">
              <span>{countWords(token.risk)}</span>
            </Td>
            <Td label="Plan" className="whitespace-nowrap">
              <Planned token={token} plans={plans} mayPlan={mayPlan} now={now} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What kind it is; of several with one name also which. */
function toldApart({ kind, name, displayId }: TokenRow, tokens: readonly TokenRow[]): string {
  return tokens.filter((one) => one.name === name).length > 1 ? `${kind} · ${displayId}` : kind
}

function Named({ token }: { token: TokenRow }) {
  return (
    <TextLink href={`/tokens/${token.id}`} data-key-open className="font-medium break-words">
      {token.name}
    </TextLink>
  )
}

function Planned({ token, plans, mayPlan, now }: { token: TokenRow; plans: PlanOf; mayPlan: boolean; now: Date }) {
  const plan = plans.get(token.id)
  if (plan) return <TextLink href={`/plans/${plan.planId}`}>due {dueDay(plan.dueAt, now)}</TextLink>
  if (!mayPlan) return <Nothing is="none" />
  return <TextLink href={`/plans/new?state=any&id=${token.id}`}>Open plan</TextLink>
}

/** What is not known of a token, and the verdict it would have if all of that turned out at its best. */
export type Unknowns = ReadonlyMap<string, { reasons: readonly ReasonCode[]; verdictFloor: VerdictName }>

type FindOutFirstProps = { tokens: readonly TokenRow[]; unknowns: Unknowns; whom: ReadonlyMap<string, Whom>; reasonWords: ReasonWords }

/** What learning a fact could do, for the five where it could do most. */
export function FindOutFirst({ tokens, unknowns, whom, reasonWords }: FindOutFirstProps) {
  return (
    <ul className="divide-y divide-line rounded-panel border border-line">
      {tokens.map((token) => (
        <li key={token.id} className="px-3 py-2 text-table">
          <Named token={token} />
          <p className="text-meta break-words text-text-3">{toldApart(token, tokens)}</p>
          <p className="text-text-2">{missing(unknowns.get(token.id)?.reasons ?? [], reasonWords)}</p>
          <p className="text-meta text-text-3">
            <Could token={token} floor={unknowns.get(token.id)?.verdictFloor ?? token.verdict} />{' '}
            <Ask of={whom.get(token.id) ?? { ask: 'source' }} token={token} />
          </p>
        </li>
      ))}
    </ul>
  )
} // prettier-ignore

function Ask({ of, token }: { of: Whom; token: TokenRow }) {
  if (of.ask === 'source') return <TextLink href={`/sources/${token.sourceId}`}>Look at its source</TextLink>
  const left = of.left === null ? '' : `${of.left} has left. `
  if (of.ask === 'nobody') return <>{left}Nobody else is known to own it.</>
  return <>{of.ask === 'owner' ? `Ask ${of.name}.` : `${left}Ask ${of.name}, who may own it.`}</>
}

function missing(reasons: readonly ReasonCode[], words: ReasonWords): ReactNode {
  const unknown = reasons.filter((reason) => reason.startsWith('UNKNOWN_'))
  return unknown.map((reason) => words[reason]).join(' · ')
}

function Could({ token, floor }: { token: TokenRow; floor: VerdictName }) {
  return (
    <>
      Could be {verdictWord[floor].toLowerCase()} instead of {verdictWord[token.verdict].toLowerCase()}.
    </>
  )
}
