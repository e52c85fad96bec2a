import { expect, test } from 'vitest'
import type { AgentRow } from '../model/agent.ts'
import { aiRmf, countAgents, rmfRow, rmfSlug, type AgentOutcome } from './agent-oversight.ts'

const ana = { id: 'a', name: 'Ana', kind: 'person', status: 'active' } as const
const calm: AgentRow = {
  id: 'x',
  of: 'workload',
  name: 'Helper',
  second: 'helper',
  agent: 'autonomous',
  tokens: 2,
  human: ana,
  owned: true,
  drill: null,
  drilled: true,
  monitored: true,
  verdict: 'standing-privilege',
}
const tokenless = { tokens: 0, owned: null, monitored: null, verdict: null, drilled: false } as const

/** In the order of the rows: meets, fails or unknown. */
test.each<[string, Partial<AgentRow>, string]>([
  ['all in order', {}, 'mmmmmm'],
  ['nobody answers', { human: null }, 'mfffmm'],
  ['a team answers', { human: { ...ana, kind: 'team' } }, 'mfffmm'],
  ['who answered has left', { human: { ...ana, status: 'departed' } }, 'mfffmm'],
  ['a token without an owner', { owned: false }, 'mfmmmm'],
  ['never drilled', { drilled: false }, 'mmmffm'],
  ['never drilled, supervised', { drilled: false, agent: 'supervised' }, 'mmmmfm'],
  ['not monitored', { monitored: false }, 'mmfmmf'],
  ['not monitored, supervised', { monitored: false, agent: 'supervised' }, 'mmmmmf'],
  ['told by a token alone', { of: 'token', tokens: 1 }, 'fmmmmm'],
  ['no token seen', tokenless, 'uuuuuu'],
  ['no token seen, drilled as a whole', { ...tokenless, drilled: true }, 'uuummu'],
  ['no token seen, nobody answers', { ...tokenless, human: null }, 'ufffuu'],
])('%s', (_, about, made) => {
  const words: Record<string, AgentOutcome> = { m: 'meets', f: 'fails', u: 'unknown' }
  expect(aiRmf.map(({ asks }) => asks({ ...calm, ...about }))).toEqual([...made].map((letter) => words[letter]))
})

test('each agent is counted once, and each row is found by its address', () => {
  for (const row of aiRmf) {
    const { meets, fails, unknown } = countAgents(row, [calm, { ...calm, ...tokenless }, { ...calm, human: null }])
    expect(meets + fails + unknown).toBe(3)
    expect(rmfRow(rmfSlug(row.id))).toBe(row)
  }
  expect(rmfRow('GOVERN 1.6')).toBeUndefined()
})
