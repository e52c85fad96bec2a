import type { AgentRow } from '../model/agent.ts'
import { nistAiRmf } from '../model/frameworks/nist-ai-rmf.ts'

/** What an agent makes of a requirement. 'unknown': no live token of it is seen, so that nobody can tell. */
export const agentOutcomes = ['meets', 'fails', 'unknown'] as const
export type AgentOutcome = (typeof agentOutcomes)[number]

/** A row of a framework that is asked of agents and not of their tokens. `says` is our own wording. */
export type AgentRequirement = { id: string; title: string; says: string; tests: string; asks(agent: AgentRow): AgentOutcome }

/**
 * The outcomes of NIST AI RMF 1.0 (AI 100-1) that can be seen on agents, their tokens and who answers for them. They are written for
 * organisations and are mapped to: what speaks against one is no failed test. This decides; the framework's own rules say what one token
 * alone shows, and never other than this does.
 */
export const aiRmf: readonly AgentRequirement[] = [
  row(
    'GOVERN 1.6',
    'Met by a workload of the directory with a live token; against it speaks an agent that only a token tells of.',
    ({ of, tokens }) => (of === 'token' ? 'fails' : tokens === 0 ? 'unknown' : 'meets'),
  ),
  row('GOVERN 2.1', 'Met where a person who is there answers for the agent and each of its tokens has an owner who is there.', (agent) =>
    isAnswered(agent) ? known(agent.owned) : 'fails',
  ),
  row(
    'GOVERN 3.2',
    'Met where a person answers for it and it is supervised, or acts alone and the use of each of its tokens is monitored.',
    (agent) => (!isAnswered(agent) ? 'fails' : agent.agent === 'supervised' ? 'meets' : known(agent.monitored)),
  ),
  row(
    'MAP 3.5',
    'Met where a person answers for it and it is supervised, or acts alone and its revocation was drilled in the last 90 days.',
    (agent) => (!isAnswered(agent) ? 'fails' : agent.agent === 'supervised' ? 'meets' : switchedOff(agent)),
  ),
  row(
    'MANAGE 2.4',
    'Met by a revocation drill of the last 90 days, of the workload or of each of its live tokens: the kill switch was tried.',
    switchedOff,
  ),
  row('MANAGE 4.1', 'Met by evidence of the last 90 days that the use of each of its live tokens is monitored.', ({ monitored }) =>
    known(monitored),
  ),
]

/** What a framework asks, in the words it has for tokens too, and how an agent is looked at for it. */
function row(id: string, tests: string, asks: AgentRequirement['asks']): AgentRequirement {
  const asked = nistAiRmf.requirements.find((requirement) => requirement.id === id)
  if (!asked) throw new Error(`${nistAiRmf.name} has no ${id}`)
  return { id, title: asked.title, says: asked.says, tests, asks }
}

/** A row by its id as an address has it: "GOVERN-2.1". */
export function rmfRow(slug: string): AgentRequirement | undefined {
  return aiRmf.find(({ id }) => rmfSlug(id) === slug)
}

/** An id as an address has it. */
export function rmfSlug(id: string): string {
  return id.replace(' ', '-')
}

/** How many agents make what of a row. */
export function countAgents(row: AgentRequirement, agents: readonly AgentRow[]): Readonly<Record<AgentOutcome, number>> {
  const counts = { meets: 0, fails: 0, unknown: 0 }
  for (const agent of agents) counts[row.asks(agent)] += 1
  return counts
}

/** Whether a person answers for it: a team is nobody in particular, and who has left answers no more. */
export function isAnswered({ human }: Pick<AgentRow, 'human'>): boolean {
  return human !== null && human.kind === 'person' && human.status === 'active'
}

function known(fact: boolean | null): AgentOutcome {
  if (fact === null) return 'unknown'
  return fact ? 'meets' : 'fails'
}

function switchedOff({ drilled, tokens }: AgentRow): AgentOutcome {
  if (drilled) return 'meets'
  return tokens === 0 ? 'unknown' : 'fails'
}
