import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AgentTable } from '@/components/posture/agent-table.tsx'
import { RmfTable, rmfWords } from '@/components/posture/rmf-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastWords } from '@/components/ui/time-words.ts'
import { listAgents } from '@/lib/db/list-agents.ts'
import type { AgentRow } from '@/lib/model/agent.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import {
  agentOutcomes,
  aiRmf,
  countAgents,
  isAnswered,
  rmfRow,
  rmfSlug,
  type AgentOutcome,
  type AgentRequirement,
} from '@/lib/posture/agent-oversight.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

export const metadata: Metadata = { title: 'AI agents · Reports' }

const path = '/reports/agents'
const rowsPerPage = 50

/** Which AI agents hold tokens, who answers for them, and can they be switched off? */
export default async function AgentsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('posture:read')
  const { scope } = viewer
  if (!scope.all) notFound()
  const asked = readAsked(await searchParams)
  if (!asked) notFound()
  const { db, now } = await webWorld()
  const [{ agents, total }, { atLeast, notice }] = await Promise.all([listAgents(db, scope, now), whatLacks(viewer)])
  const { row, is } = asked
  const shown = row && is ? agents.filter((agent) => row.asks(agent) === is) : agents
  return (
    <>
      <PageHead title="AI agents" says={<Says agents={agents} total={total} atLeast={atLeast} />} action={<LinkButton href="/directory/workloads?show=agents">Agents in the directory</LinkButton>} />
      {notice}
      {total > agents.length ? <p className="mb-4 text-table text-text-2">The {countWords(agents.length)} with the worst verdicts are read, of {countWords(total)}; what is counted below is counted of these.</p> : null}
      {row && is ? (
        <p className="mb-3 text-table text-text-2" role="status">
          {countWords(shown.length)} {shown.length === 1 ? 'agent' : 'agents'}: {row.id} {row.title}, {rmfWords[is].toLowerCase()}. <TextLink href={path}>Show all agents</TextLink>
        </p>
      ) : null}
      <Agents shown={shown} asked={asked} atLeast={atLeast} />
      <Section title="NIST AI RMF 1.0" says="What the agents show of it. Its outcomes are written for an organisation and map to agents by analogy: what speaks against one is no failed test. Wording ours.">
        <RmfTable
          rows={aiRmf.map((row) => ({ ...row, counts: countAgents(row, agents), hrefs: hrefsOf(row) }))}
        />
      </Section>
    </>
  )
} // prettier-ignore

/** The agents that make this of a row. */
function hrefsOf({ id }: AgentRequirement): Readonly<Record<AgentOutcome, string>> {
  const of = (outcome: AgentOutcome) => `${path}?rmf=${rmfSlug(id)}&is=${outcome}`
  return { meets: of('meets'), fails: of('fails'), unknown: of('unknown') }
}

type Asked = { row: AgentRequirement | null; is: AgentOutcome | null; page: number }

/** What an address asks for; null where it asks for something that is not there. */
function readAsked({ rmf, is, page = '1' }: RawQuery): Asked | null {
  const number = typeof page === 'string' && /^[1-9]\d{0,3}$/.test(page) ? Number(page) : null
  if (number === null) return null
  if (rmf === undefined && is === undefined) return { row: null, is: null, page: number }
  const row = typeof rmf === 'string' ? rmfRow(rmf) : undefined
  const outcome = agentOutcomes.find((each) => each === is)
  return row && outcome ? { row, is: outcome, page: number } : null
}

function Says({ agents, total, atLeast }: { agents: readonly AgentRow[]; total: number; atLeast: boolean }) {
  if (total === 0) return <p>Which AI agents hold tokens, who answers for them, and when somebody last tried to switch them off.</p>
  const unanswered = agents.filter((agent) => !isAnswered(agent)).length
  const untried = agents.filter(({ drill }) => !drill).length
  return (
    <p>
      <strong className="font-semibold text-text">
        {answeredWords(unanswered, total, atLeast)}
      </strong>{' '}
      {untried === 0 ? 'Each was drilled once at least.' : untried === agents.length ? 'No kill switch was ever tried.' : `The kill switch of ${countWords(untried)} was never tried.`} A drill of a whole source is not counted as one of its agents.
    </p>
  )
} // prettier-ignore

function answeredWords(unanswered: number, total: number, atLeast: boolean): string {
  const who = unanswered === 0 ? 'A person answers for' : 'No person answers for'
  if (total === 1) return `${who} the one AI agent${atLeast ? ' that was seen' : ''}.`
  return `${who} ${unanswered === 0 ? 'each' : countWords(unanswered)} of ${leastWords(total, atLeast)} AI agents.`
}

function Agents({ shown, asked: { row, is, page }, atLeast }: { shown: readonly AgentRow[]; asked: Asked; atLeast: boolean }) {
  const from = (page - 1) * rowsPerPage
  const rows = shown.slice(from, from + rowsPerPage)
  const href = (to: number) => `${path}?${new URLSearchParams({ ...(row && is ? { rmf: rmfSlug(row.id), is } : {}), page: String(to) })}`
  if (rows.length === 0)
    return (
      <div className="mb-8">
        <EmptyState title={row || page > 1 ? 'No agent is here.' : `No AI agent ${atLeast ? 'was seen' : 'is known'} yet.`} action={<LinkButton href={row || page > 1 ? path : '/directory/workloads'}>{row || page > 1 ? 'Show all agents' : 'Workloads'}</LinkButton>}>
          {row || page > 1 ? null : 'A workload is an agent where the directory says so; a token says it where its provider or a file does.'}
        </EmptyState>
      </div>
    )
  return (
    <div className="mb-8">
      <AgentTable agents={rows} atLeast={atLeast} />
      {shown.length > rowsPerPage ? (
        <div className="mt-3">
          <Pagination
            label="Pages of agents"
            previous={page > 1 ? href(page - 1) : null}
            next={from + rowsPerPage < shown.length ? href(page + 1) : null}
            says={`${countWords(from + 1)}–${countWords(from + rows.length)} of ${countWords(shown.length)}`}
          />
        </div>
      ) : null}
    </div>
  )
} // prettier-ignore
