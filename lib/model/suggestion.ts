import { z } from 'zod'
import type { Sighting } from './sighting.ts'

/** What speaks for a suggested owner, the strongest first. */
export const evidences = [
  'codeowners',
  'tag',
  'workload',
  'same-holder',
  'manager',
  'team',
  'creator',
  'committer',
  'last-user',
  'consumer',
  'naming',
] as const

export const Evidence = z.enum(evidences)
export type Evidence = z.infer<typeof Evidence>

/** `likely`: something says it in so many words; `possible`: it only looks so. */
export type Certainty = 'likely' | 'possible'

/** Who may own a token that nobody here owns, and why. Never applied by itself: a person accepts or refuses it. */
export type Suggestion = {
  ownerId: string
  evidence: Evidence
  /** The evidence in a sentence. */
  says: string
  certainty: Certainty
}

/** A suggestion as it stands beside its token. */
export type SuggestedOwner = { name: string; evidence: Evidence }

/** A token that nobody here owns: it has no owner, or one who left. */
export type Ownerless = Pick<Sighting, 'name' | 'ownerHints' | 'tags' | 'consumers'> & {
  /** Who left, where its owner did. */
  departedId: string | null
  workloadId: string | null
  /** Whom a person stated as the owner of what has the same name in the same source, where that is one owner. */
  peerOwnerId: string | null
  /** Whom a person refused for it. */
  refused: readonly string[]
}

/** An owner as far as a suggestion needs them. */
export type DirectoryOwner = {
  id: string
  name: string
  kind: string
  status: 'active' | 'departed'
  teamId: string | null
  managerId: string | null
}

/** A workload as far as a suggestion needs it. */
export type DirectoryWorkload = { id: string; key: string; name: string; ownerId: string | null; accountableId: string | null }
