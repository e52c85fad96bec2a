import { spanInText } from '@/components/tokens/detail/text-time.ts'
import { countWords } from '@/components/ui/time-words.ts'
import type { ExposureTab } from '@/lib/model/exposure-search.ts'
import type { LeakedToken, LeakLine, LeakState, Validity, LeakStep, StatedStep, StepShown, ToldOfLeak } from '@/lib/model/leak.ts'
import { isContained, type Seen } from '@/lib/model/token-off.ts'
import { shownAs } from '@/lib/model/told-by.ts'

/** A leak with what follows from it: its steps, and its clock where it has one. */
export type ShownLeak = LeakLine & { steps: readonly StepShown[]; clock: { seconds: number; runs: boolean } | null }

export const tabWord: Readonly<Record<ExposureTab, string>> = {
  open: 'Open',
  live: 'Still works',
  unmatched: 'Not matched',
  contained: 'Cut off, not done',
  closed: 'Closed',
  'not-ours': 'Not ours',
}

export const certaintyWord: Readonly<Record<LeakLine['certainty'], string>> = {
  certain: 'certain',
  likely: 'likely',
  stated: 'stated by a person',
  possible: 'possible',
  none: 'none',
}

export const stateWord: Readonly<Record<LeakState, string>> = {
  live: 'Still works',
  unmatched: 'Not matched',
  contained: 'Cut off, not done',
  closed: 'Closed',
  'not-ours': 'Not ours',
}

/** How it stands, as lists say it. */
export function stateSays({ state, token }: Pick<LeakLine, 'state'> & { token: Seen | null }): string {
  return state === 'contained' && token && !isContained(token) ? 'Absent once, not yet proved' : stateWord[state]
}

export const stepWord: Readonly<Record<LeakStep, string>> = {
  contain: 'Contain',
  replace: 'Replace',
  delete: 'Delete',
  review: 'Review logs',
  rescan: 'Rescan',
}

/** What shows a step that no provider shows, as its form asks for it. */
export const stepAsks: Readonly<Record<StatedStep, { verb: string; label: string; hint: string }>> = {
  replace: {
    verb: 'Say that it is replaced',
    label: 'What took its place, and what shows it',
    hint: 'Another token or role in use, or why nothing has to.',
  },
  review: {
    verb: 'Say that the logs are read',
    label: 'Which logs, from when to when, and what they show',
    hint: 'From the first moment at which it could be found.',
  },
  rescan: {
    verb: 'Say that the rescan is clean',
    label: 'What was scanned, with what, and when',
    hint: 'For copies of it anywhere else: other repositories, images, logs, chats.',
  },
}

/** "certain, by the provider's id", "likely, by its last eight characters". */
export function matchWords({ matchedBy, certainty, token }: Pick<LeakLine, 'matchedBy' | 'certainty' | 'token'>): string {
  if (certainty === 'stated') return 'stated by a person'
  const words: Readonly<Record<string, string>> = {
    'provider id': token?.told.by === 'file' ? 'by the id in its file' : 'by the provider’s id',
    'same secret': 'the same secret, by a keyed hash',
    'last eight': 'by its last eight characters',
    'last four': 'by its kind and last four characters',
    place: 'by its kind and the repository',
    'by hand': 'by a person',
    nothing: 'nothing',
  }
  if (!token && certainty !== 'possible') return 'no match'
  // A row of an older installation may say it in its own words.
  return `${certainty}, ${words[matchedBy] ?? matchedBy}`
}

/** Whether it still works: "not checked" is never "no". */
export const validWord: Readonly<Record<Validity['works'], string>> = { yes: 'yes', no: 'no', 'not-reported': 'not checked' }

/** Who says so, after it; `token`: the one that it is of. */
export function validBy({ works, by }: Validity, token: Pick<LeakedToken, 'told'> | null): string | null {
  if (by === null) return null
  return by === 'finder' || !token ? 'what found it says so' : shownAs(token.told, works === 'yes' ? 'live' : 'off')
}

/** What of the secret may be shown: the id of a key, or its last four characters. */
export function shownSecret({ reference, tail }: Pick<LeakLine, 'reference' | 'tail'>): string | null {
  if (reference) return reference.length > 12 ? `${reference.slice(0, 4)}…${reference.slice(-4)}` : reference
  return tail ? `…${tail.slice(-4)}` : null
}

/** "Ran 3 h 12 min, stopped": the clock of a leak. */
export function clockWords({ clock, foundAt, token }: Pick<ShownLeak, 'clock' | 'foundAt' | 'token'>, now: Date): string {
  if (!clock && !token) return 'none: it does not work'
  if (!clock) return foundAt > now ? 'not applicable' : 'off; since when is not known'
  if (clock.runs && token && token.state !== 'live') return `${spanInText(clock.seconds)}, running until a second sync proves it off`
  return clock.runs ? `${spanInText(clock.seconds)}, running` : `${spanInText(clock.seconds)}, stopped`
}

/** What became of telling somebody of a leak; a moment where it was sent. Null of a reader for whom there was nothing to send. */
export function toldWords(isOn: boolean, told: ToldOfLeak | null): Date | string {
  if (told?.sentAt) return told.sentAt
  if (told && (told.state === 'given-up' || told.state === 'dropped')) return 'not told: it could not be sent'
  if (!isOn) return 'not told: messages are off'
  return told?.state === 'failed' ? 'not yet: it is tried again' : told ? 'on its way' : 'not told yet'
}

/** A part of the page's first sentence that opens what it counts. */
export type Opens = { tab: ExposureTab; works?: true; says: string }

/** The page's first sentence, in parts: each number that is a link is that of the leaks which it opens. One token may have leaked more than once. */
export function openingWords(
  { live, liveTokens, liveSince, unmatchedValid, open }: { live: number; liveTokens: number; liveSince: Date | null; unmatchedValid: number; open: number },
  now: Date,
): readonly (string | Opens)[] {
  const parts: (string | Opens)[] = []
  if (liveTokens > 0 && liveSince) {
    const since = spanInText(Math.max(0, (now.getTime() - liveSince.getTime()) / 1_000))
    const one = liveTokens === 1 ? '1 leaked token still works' : `${countWords(liveTokens)} leaked tokens still work`
    const of = liveTokens === 1 ? '1 token that still works' : `${countWords(liveTokens)} tokens that still work`
    parts.push({ tab: 'live', says: live === liveTokens ? one : `${countWords(live)} leaks of ${of}` })
    parts.push(live === 1 ? `: live for ${since} since detection.` : `. The oldest has been live for ${since} since detection.`)
  } else if (open > 0) parts.push('No leaked token that is matched still works. ', { tab: 'open', says: open === 1 ? '1 leak is not done with' : `${countWords(open)} leaks are not done with` }, '.')
  if (unmatchedValid > 0)
    parts.push(' ', { tab: 'unmatched', works: true, says: unmatchedValid === 1 ? '1 more works, and nobody knows whose it is' : `${countWords(unmatchedValid)} more work, and nobody knows whose they are` }, '.')
  return parts
} // prettier-ignore
