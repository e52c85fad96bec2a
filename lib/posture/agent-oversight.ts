import type { AgentRow } from '../model/agent.ts'

/** What an agent makes of a requirement. 'unknown': no live token of it is seen, so that nobody can tell. */
export const agentOutcomes = ['meets', 'fails', 'unknown'] as const
export type AgentOutcome = (typeof agentOutcomes)[number]

/** A row of a framework that is asked of agents and not of their tokens. `says` is our own wording. */
export type AgentRequirement = { id: string; title: string; says: string; tests: string; asks(agent: AgentRow): AgentOutcome }

/**
 * The outcomes of NIST AI RMF 1.0 (AI 100-1) that can be seen on agents, their tokens and who answers for them. They are written for
 * organisations and are mapped to: what speaks against one is no failed test.
 */
export const aiRmf: readonly AgentRequirement[] = [
  {
    id: 'GOVERN 1.6',
    title: 'Inventory of AI systems',
    says: 'AI systems are inventoried.',
    tests: 'Met by a workload of the directory with a live token; against it speaks an agent that only a token tells of.',
    asks: ({ of, tokens }) => (of === 'token' ? 'fails' : tokens === 0 ? 'unknown' : 'meets'),
  },
  {
    id: 'GOVERN 2.1',
    title: 'Roles are documented',
    says: 'Who does what about AI risks is written down and clear.',
    tests: 'Met where a person who is there answers for the agent and each of its tokens has an owner.',
    asks: (agent) => (isAnswered(agent) ? known(agent.owned) : 'fails'),
  },
  {
    id: 'GOVERN 3.2',
    title: 'Oversight of human and AI together',
    says: 'It is settled which part people have and which the AI has.',
    tests: 'Met where a person answers for it and it is supervised, or acts alone and the use of each of its tokens is monitored.',
    asks: (agent) => (!isAnswered(agent) ? 'fails' : agent.agent === 'supervised' ? 'meets' : known(agent.monitored)),
  },
  {
    id: 'MAP 3.5',
    title: 'Human oversight',
    says: 'How people oversee the system is defined, tried and written down.',
    tests: 'Met where a person answers for it and it is supervised, or acts alone and its revocation was drilled in the last 90 days.',
    asks: (agent) => (!isAnswered(agent) ? 'fails' : agent.agent === 'supervised' ? 'meets' : switchedOff(agent)),
  },
  {
    id: 'MANAGE 2.4',
    title: 'Means to deactivate',
    says: 'A system that does not do as intended can be superseded, disengaged or switched off.',
    tests: 'Met by a revocation drill of the last 90 days, of the workload or of each of its live tokens: the kill switch was tried.',
    asks: (agent) => switchedOff(agent),
  },
  {
    id: 'MANAGE 4.1',
    title: 'Monitoring after deployment',
    says: 'A deployed system is monitored.',
    tests: 'Met by evidence of the last 90 days that the use of each of its live tokens is monitored.',
    asks: ({ monitored }) => known(monitored),
  },
]

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
