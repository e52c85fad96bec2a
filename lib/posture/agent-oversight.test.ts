import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AgentRow } from '../model/agent.ts'
import type { Facts } from '../model/facts.ts'
import { nistAiRmf } from '../model/frameworks/nist-ai-rmf.ts'
import { outcomeOf } from '../model/requirement.ts'
import { score } from '../score/score.ts'
import { anyFacts } from '../score/testing/any-facts.ts'
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

/** An agent as its tokens make it; a drill on record is one of the whole of it, of each of some tokens, or of their source. */
const anyAgent = fc
  .record({
    tokens: fc.array(anyFacts, { minLength: 1, maxLength: 3 }),
    human: fc.constantFrom(null, ana, { ...ana, kind: 'team' as const }, { ...ana, status: 'departed' as const }),
    of: fc.constantFrom('workload' as const, 'token' as const),
    drilled: fc.constantFrom('whole', 'source', 'each', 'none'),
    autonomous: fc.boolean(),
  })
  .map(({ tokens, human, of, drilled, autonomous }) => {
    const agent = autonomous ? ('autonomous' as const) : ('supervised' as const)
    const facts = tokens.map((token): Facts => {
      const own = drilled === 'each' ? token.controls.revocationMinutes : null
      const controls = { ...token.controls, revocationMinutes: drilled === 'whole' || drilled === 'source' ? 10 : own }
      return { ...token, lifecycle: 'active', revoked: false, agent, controls }
    })
    const row: AgentRow = {
      ...calm,
      of,
      agent,
      human,
      tokens: facts.length,
      owned: facts.every(({ owner }) => owner === 'assigned'),
      monitored: facts.every(({ controls }) => controls.monitored),
      drilled: drilled === 'whole' || (drilled === 'each' && facts.every(({ controls }) => controls.revocationMinutes !== null)),
    }
    return { row, facts }
  })

test('a token never says of an outcome other than its agent does', () => {
  fc.assert(
    fc.property(anyAgent, ({ row, facts }) => {
      for (const { id, asks } of aiRmf) {
        const rule = nistAiRmf.requirements.find((requirement) => requirement.id === id)?.rule
        if (!rule) continue
        const made = facts.map((token) => outcomeOf(rule, { vector: score(token).vector, kind: 'x', retired: false, excepted: false }))
        if (made.includes('fails')) expect([id, asks(row)]).toEqual([id, 'fails'])
        if (made.every((outcome) => outcome === 'meets')) expect([id, asks(row)]).toEqual([id, 'meets'])
      }
    }),
    { numRuns: 2_000 },
  )
})

test('each outcome is worded once, and asked of agents', () => {
  expect(aiRmf.map(({ id, title, says }) => ({ id, title, says }))).toEqual(
    nistAiRmf.requirements.map(({ id, title, says }) => ({ id, title, says })),
  )
})
