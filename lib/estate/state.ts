import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The kinds of row that can be removed, added, rotated and used from outside. */
export const rowKinds = ['accessKeys', 'serviceCredentials', 'fineGrained', 'credentials', 'deployKeys', 'fileTokens'] as const
export type RowKind = (typeof rowKinds)[number]

const Instants = z.record(z.string(), z.number())
const Moves = z.strictObject({
  /** Rows that are gone, ascending. */
  removed: z.array(z.number().int().min(0)),
  /** Rows added behind the first ones: so many, made then (ms). */
  added: z.array(z.strictObject({ count: z.number().int().min(1), at: z.number() })),
  /** Row -> when its secret was replaced (ms). */
  rotated: Instants,
  /** Row -> when it was used (ms), beside its habit. */
  used: Instants,
  /** Row -> when it was switched off from outside and when on again (ms); null while it is off. */
  off: z.record(z.string(), z.strictObject({ fromMs: z.number(), toMs: z.number().nullable() })).default({}),
})
export type Moves = z.infer<typeof Moves>

/** An issue of the company's Jira; its description is kept as it came. */
export const JiraIssue = z.strictObject({
  id: z.number().int(),
  key: z.string(),
  site: z.enum(['cloud', 'own']),
  project: z.string(),
  type: z.string(),
  summary: z.string(),
  description: z.unknown(),
  labels: z.array(z.string()),
  duedate: z.string().nullable(),
  status: z.string(),
  assignee: z.string().nullable(),
  createdMs: z.number(),
})
export type JiraIssue = z.infer<typeof JiraIssue>

const Held = z.strictObject({ certificate: z.string(), privateKey: z.string() })
/** PEM each, and a key's public half in base64. */
const SpireKeys = z.strictObject({
  authority: Held,
  server: Held,
  reader: Held,
  jwt: z.strictObject({ kid: z.string(), publicKey: z.string() }),
})
export type SpireKeys = z.infer<typeof SpireKeys>

/** All that is not a function of (seed, row, clock). Small: it holds what was done to the estate, never its rows. */
export const EstateState = z.strictObject({
  version: z.literal(1),
  seed: z.number().int(),
  tokens: z.number().int(),
  /** The instant ages count back from (ms). */
  epoch: z.number(),
  /** How far the estate's clock has been moved ahead of the wall's (ms). */
  offsetMs: z.number().min(0),
  churns: z.number().int().min(0),
  moves: z.record(z.enum(rowKinds), Moves),
  /** What was done to rows of the further providers, by the name of their kind. */
  further: z.record(z.string(), Moves).default({}),
  /** Of the GitHub App that the organisation has installed for the inventory; PEM, made once. */
  appKey: z.string().optional(),
  /** Of the App by which it takes access away; PEM, made once. */
  actingAppKey: z.string().optional(),
  /** Of the company's SPIRE server; made once, so that what was told to believe it goes on doing so. */
  spire: SpireKeys.optional(),
  /** What was made in its Jira, oldest first; what is deleted is not here any more, and its number is not given again. */
  jira: z.strictObject({ last: z.number().int(), issues: z.array(JiraIssue) }).default({ last: 0, issues: [] }),
})
export type EstateState = z.infer<typeof EstateState>

/** The state of a new estate. */
export function freshState(seed: number, tokens: number, epoch: number): EstateState {
  const moves = Object.fromEntries(rowKinds.map((kind) => [kind, { removed: [], added: [], rotated: {}, used: {}, off: {} }]))
  return {
    version: 1,
    seed,
    tokens,
    epoch,
    offsetMs: 0,
    churns: 0,
    moves: moves as unknown as Record<RowKind, Moves>,
    further: {},
    jira: { last: 0, issues: [] },
  }
}

const file = 'state.json'

/** The state kept in a folder, or null when there is none. A file that cannot be read is an error that names it: nothing is overwritten. */
export function loadState(dir: string): EstateState | null {
  const at = path.join(dir, file)
  let text: string
  try {
    text = readFileSync(at, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return EstateState.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${at} is not a state of the estate. Delete it to begin a new one.`, { cause })
  }
}

/** Keeps the state: written beside and renamed, so that a kill leaves the old or the new one, whole. */
export function saveState(dir: string, state: EstateState): void {
  mkdirSync(dir, { recursive: true })
  const at = path.join(dir, file)
  writeFileSync(`${at}.new`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${at}.new`, at)
}

/** The state after a row was switched off or on again, at an instant (ms). */
export function switched(state: EstateState, kind: RowKind, row: number, on: boolean, now: number): EstateState {
  const next = structuredClone(state)
  const { off } = next.moves[kind]
  off[row] = on ? { fromMs: off[row]?.fromMs ?? now, toMs: now } : { fromMs: now, toMs: null }
  return next
}

/** The state after a row was taken away. */
export function removed(state: EstateState, kind: RowKind, row: number): EstateState {
  const next = structuredClone(state)
  next.moves[kind].removed = [...new Set([...next.moves[kind].removed, row])].sort((a, b) => a - b)
  return next
}
