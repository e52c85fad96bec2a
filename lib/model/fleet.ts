import { z } from 'zod'
import type { Verdict } from './score.ts'

/** The kind whose holders in CI can be given a role in its place. */
export const ciKeyKind = 'aws.access-key'

/**
 * Words by which a workload's name, key or environment says that it is a pipeline: whole words alone, so that "circle" or "incident" is
 * none. The database asks the same pattern without regard to case, so it keeps to what both understand.
 */
export const ciWords =
  /(^|[^a-z0-9])(ci|cicd|pipelines?|github[ _-]?actions|gitlab[ _-]?ci|circleci|jenkins|buildkite|teamcity|tekton)([^a-z0-9]|$)/

/** Whether a workload is a pipeline. 'unknown': of a key that could be changed so, nobody knows what uses it. */
export type InCi = 'yes' | 'no' | 'unknown'

/** Live tokens that score alike and that every prepared change treats alike. */
export type FleetGroup = { vector: string; kind: string; ci: InCi; verdict: Verdict; risk: number; tokens: number }

/** Where a page of the tokens that move begins: the risk that the row before it loses, its id, and how many lie before. */
export type MoveEdge = { removed: number; id: string; before: number }

/** A token that would move, in the order of the risk that is removed. */
export type MovedToken = {
  id: string
  name: string
  kind: string
  ownerName: string | null
  ownerStatus: 'active' | 'departed' | null
  /** Which of the groups asked for it is one of. */
  group: number
}

const Edge = z.tuple([z.int().min(-100).max(100), z.uuid(), z.int().min(0).max(1_000_000_000)])

/** A page's edge as a link carries it. */
export function writeMoveEdge({ removed, id, before }: MoveEdge): string {
  return `${removed}~${id}~${before}`
}

/** The edge that an address names; null where it names none that can be used, which is the first page. */
export function readMoveEdge(text: string | readonly string[] | undefined): MoveEdge | null {
  if (typeof text !== 'string') return null
  const [removed, id, before] = text.split('~')
  const edge = Edge.safeParse([Number(removed), id, Number(before)])
  return edge.success ? { removed: edge.data[0], id: edge.data[1], before: edge.data[2] } : null
}
