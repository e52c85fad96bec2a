import { z } from 'zod'
import type { ToldBy } from './told-by.ts'

/** Whether what leaked still works, as far as anybody looked: "not checked" is never "no". */
export const StillValid = z.enum(['yes', 'no', 'not-reported'])
export type StillValid = z.infer<typeof StillValid>

/**
 * Whether what leaked still works, and who says so. Its provider comes first, or the file that tells of it, where it is known which token it
 * is; then whatever found it.
 * What nobody says is not known: it is neither yes nor no. A token that was absent once may be there: the second sync proves it gone.
 */
export type Validity = { works: 'yes' | 'no'; by: 'provider' | 'file' | 'finder' } | { works: 'not-reported'; by: null }

export function validityOf({
  token,
  stillValid,
}: {
  token: { state: string; absentRuns: number; told: { by: ToldBy['by'] } } | null
  stillValid: StillValid
}): Validity {
  const works = worksNow({ token, stillValid })
  return works === 'not-reported' ? { works, by: null } : { works, by: token ? token.told.by : 'finder' }
}

/** The same without who says so. */
export function worksNow({
  token,
  stillValid,
}: {
  token: { state: string; absentRuns: number } | null
  stillValid: StillValid
}): StillValid {
  if (token?.state === 'gone' && token.absentRuns < 2) return 'not-reported'
  if (token) return token.state === 'live' ? 'yes' : 'no'
  return stillValid
}

/** How surely a leak is of its token. `possible` proposes one only: nothing of it counts until a person says so. */
export const certainties = ['certain', 'likely', 'stated', 'possible', 'none'] as const
export type Certainty = (typeof certainties)[number]

/** By what a leak was matched to its token, as the row keeps it. */
export const matchWays = ['provider id', 'same secret', 'last eight', 'last four', 'place', 'by hand', 'nothing'] as const
export type MatchWay = (typeof matchWays)[number]

/** Where a leaked secret lies, and since when. */
export const LeakPlace = z.strictObject({
  in: z.string().min(1).max(1_024),
  at: z.date().nullable(),
  url: z.string().max(2_000).nullable(),
})
export type LeakPlace = z.infer<typeof LeakPlace>

/**
 * A leaked secret as a finder tells it, without the secret: no field holds one. `key` names it, so that the same one told again is the
 * same leak. `tail`: its last characters, eight or four; `reference`: the provider's id of it; `fingerprint`: a keyed hash.
 */
export const LeakSighting = z.strictObject({
  key: z.string().min(1).max(500),
  detector: z.string().min(1).max(200),
  kind: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .max(100)
    .nullable(),
  reference: z.string().max(1_024).nullable(),
  tail: z.string().max(8).nullable(),
  fingerprint: z.string().max(100).nullable(),
  repository: z.string().max(300).nullable(),
  foundAt: z.date(),
  stillValid: StillValid,
  /** Whether the finder saw the whole secret, and not the id of a key alone. */
  secretSeen: z.boolean(),
  places: z.array(LeakPlace).min(1).max(20),
  placeCount: z.number().int().min(1),
  /** What the finder says beside it, in its words. */
  finderSays: z.string().max(300).nullable(),
  /** Whether the finder holds it for settled. It ends nothing here. */
  finderClosed: z.boolean(),
})
export type LeakSighting = z.infer<typeof LeakSighting>

/** What the id of a token begins with whose id is its secret, or that has none: the secret's fingerprint follows. */
export const secretIdPrefix = 'hmac:'

/** How a leak of a report is matched, for whoever tries it: where it lies, and its token; `several`: it fits more than one, and so none. */
export type ShownMatch = {
  foundIn: string
  places: number
  certainty: Certainty
  token: { id: string; name: string } | null
  several: boolean
}

/** What is done about a leak, in this order. */
export const leakSteps = ['contain', 'replace', 'delete', 'review', 'rescan'] as const
export type LeakStep = (typeof leakSteps)[number]

/** The steps that no provider shows: a person states them, with what shows it. */
export const statedSteps = ['replace', 'review', 'rescan'] as const
export type StatedStep = (typeof statedSteps)[number]

/** Which of these were stated; of several leaks of one token, of all of them. */
export type LeakSaid = { replaced: boolean; reviewed: boolean; rescanned: boolean }

/** How a leak stands: its token works · nobody knows whose it is · it is off and not all is done · all is done · it is not ours. */
export const leakStates = ['live', 'unmatched', 'contained', 'closed', 'not-ours'] as const
export type LeakState = (typeof leakStates)[number]

/** One step of a leak. `by`: the provider shows it, a file tells it, or a person said so. */
export type StepShown =
  | { step: LeakStep; state: 'done'; at: Date | null; by: 'provider' | 'file' | 'plan' | 'person'; who: string | null; says: string }
  | { step: LeakStep; state: 'open'; says: string }

/** A leak as lists and pages show it. */
export type LeakLine = {
  id: string
  state: LeakState
  exposure: 'suspected' | 'confirmed' | 'abuse'
  token: LeakedToken | null
  proposed: { id: string; name: string; displayId: string } | null
  kind: string | null
  reference: string | null
  tail: string | null
  detector: string | null
  foundIn: string
  foundAt: Date
  exposedAt: Date | null
  url: string | null
  places: readonly LeakPlace[]
  placeCount: number
  matchedBy: MatchWay
  certainty: Certainty
  stillValid: StillValid
  finderSays: string | null
  finderClosed: boolean
  recordedAt: Date
  toldAt: Date
  statedBy: string
  replaced: Said | null
  reviewed: Said | null
  rescanned: Said | null
  closed: (Said & { because: 'finished' | 'not-ours' | null }) | null
  version: number
}

/** What became of a message about a leak. */
export type ToldOfLeak = { state: string; sentAt: Date | null }

/** Who was told of which leak, by its id. `isOn`: whether anything is sent at all. */
export type ToldOfLeaks = { isOn: boolean; byId: ReadonlyMap<string, Readonly<Record<'owner' | 'security', ToldOfLeak | null>>> }

export type Said = { at: Date; by: string | null; note: string | null }

/**
 * The token of a leak, as its provider shows it or a file tells it. `offAt`: since when it is seen switched off or away. `offAtFirst`: it
 * was that already when it was first seen, so that nobody can say since when it is.
 */
export type LeakedToken = {
  id: string
  name: string
  displayId: string
  kind: string
  state: 'live' | 'disabled' | 'expired' | 'revoked' | 'gone'
  absentRuns: number
  ownerId: string | null
  ownerName: string | null
  offAt: Date | null
  offAtFirst: boolean
  /** The plan that retires it. */
  planId: string | null
  told: ToldBy
}
