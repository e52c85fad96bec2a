import type { Verdict } from './score.ts'

/** Somebody in the directory, as far as it matters to who answers for an agent. */
export type Answering = { id: string; name: string; kind: 'person' | 'team'; status: 'active' | 'departed' }

/** An AI agent: a workload that is one, or a live token that says that one uses it and whose workload is none. */
export type AgentRow = {
  id: string
  of: 'workload' | 'token'
  name: string
  /** A token's kind; a workload's key. */
  second: string
  agent: 'supervised' | 'autonomous'
  /** Live ones. */
  tokens: number
  /** Who answers for it: whom the directory names for a workload, the owner of a token that stands alone. */
  human: Answering | null
  /** Whether each of its live tokens has an owner who is there; null where it has no live token. */
  owned: boolean | null
  /** The last revocation drill of it or of one of its live tokens. */
  drill: { at: Date; minutes: number; on: 'workload' | 'token' } | null
  /** Whether a drill that still counts was of the whole of it: of the workload, or of every live token. */
  drilled: boolean
  /** Whether the use of every live token is monitored, by evidence that still counts; null where it has no live token. */
  monitored: boolean | null
  /** The worst of its live tokens; null where it has none. */
  verdict: Verdict | null
}
