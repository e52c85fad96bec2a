import type { ActAnswer, ActState, ActTab, ActToken, ProviderVerb, ReviewReason, SecondReason, Shown } from '@/lib/model/provider-act.ts'
import { effectOf } from '@/lib/model/act-effect.ts'
import { dateWords, pastWords } from '@/components/ui/time-words.ts'

/** What is done, as a button begins: "Disable AKIA…7Q2X". */
export const verbWord: Readonly<Record<ProviderVerb, string>> = { disable: 'Disable', enable: 'Enable', delete: 'Delete' }

/** How far an act is, in a word or few. */
export const stateWord: Readonly<Record<ActState, string>> = {
  asked: 'Waits for a second person',
  approved: 'Will be sent',
  calling: 'Being sent',
  seen: 'Done, and seen so',
  unseen: 'Sent, not seen done',
  failed: 'Failed',
  unknown: 'Not known',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
}

export const answerWord: Readonly<Record<ActAnswer, string>> = {
  done: 'It said yes.',
  'not-needed': 'Nothing was sent: it was so already.',
  'out-of-order': 'Nothing was sent: how it stood does not allow it.',
  'not-sent': 'Nothing was sent.',
  unanswered: 'No answer came. It may have been sent.',
  'not-permitted': 'It refused: not permitted.',
  'not-found': 'It answered that there is no such token.',
  throttled: 'It refused for now: too many requests.',
  broken: 'It failed on its side.',
  rejected: 'It refused.',
}

export const shownWord: Readonly<Record<Shown, string>> = {
  live: 'live',
  disabled: 'disabled',
  gone: 'gone',
  'cannot-tell': 'could not be read',
}

export const secondWords: Readonly<Record<SecondReason, string>> = {
  several: 'More than one token takes a second person.',
  owner: 'Its owner asks, and security decides.',
  'leaked-enable': 'To let a leaked token live again takes a second person.',
}

export const reviewWords: Readonly<Record<ReviewReason, string>> = {
  leaked: 'One person disabled a leaked token.',
  'no-disable': 'One person deleted what could not be disabled first.',
  'command-line': 'It was asked for by the command line.',
  system: 'The system asked for it, as was agreed beforehand.',
}

export const tabWord: Readonly<Record<ActTab, string>> = {
  waiting: 'Waiting for a second person',
  'under-way': 'Under way',
  open: 'Not seen done',
  review: 'To review',
  done: 'Done',
}

export const emptyTab: Readonly<Record<ActTab, { title: string; says: string }>> = {
  waiting: { title: 'Nothing waits for a second person.', says: 'What concerns more than one token, or what an owner asks for, waits here for somebody else’s word.' },
  'under-way': { title: 'Nothing is under way.', says: 'What was approved is sent by a worker, one act after the other at each provider.' },
  open: { title: 'Everything that was sent was seen done.', says: 'What failed, or could not be read back, stays here until somebody goes on with it.' },
  review: { title: 'Nothing is left to review.', says: 'What one person may do alone in a hurry is listed here until somebody else has looked at it.' },
  done: { title: 'Nothing was done at a provider yet.', says: 'Tokens are disabled and deleted from their own page, from a plan, or from the command line.' },
} // prettier-ignore

/** "AKIA…7Q2X", or "12 tokens". */
export function tokensWord(tokens: readonly { displayId: string }[]): string {
  const [only] = tokens
  return tokens.length === 1 && only ? only.displayId : `${tokens.length.toLocaleString('en-GB')} tokens`
}

/** "billing-export", "a and b", "a, b and 10 more". */
export function namesWord(names: readonly string[], of: number): string {
  if (of === 0 || names.length === 0) return 'tokens of others'
  const shown = names.slice(0, of === names.length ? names.length : 2)
  const rest = of - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest.toLocaleString('en-GB')} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Who would notice: who is said to use a token, and when it last was used, as far as anybody tells. */
export function usesWords({ consumers, lastUsed }: Pick<ActToken, 'consumers' | 'lastUsed'>, now: Date): string {
  const names = consumers.map(({ name }) => name)
  const who = names.length > 0 ? `${namesWord(names.slice(0, 3), names.length)} ${names.length > 1 ? 'are' : 'is'} said to use it. ` : ''
  switch (lastUsed.how) {
    case 'at':
      return `${who}It was last used ${lastUsed.at ? pastWords(lastUsed.at, now) : 'at a time that is not told'}.`
    case 'not-since':
      return `${who}Its provider saw no use${lastUsed.at ? ` since ${dateWords(lastUsed.at)}` : ''}.`
    case 'never':
      return `${who}It was never used.`
    case 'not-reported':
      return `${who || 'Nobody tells who uses it. '}Its provider does not say when it was used: ask its owner.`
  }
}

/** What comes of it, in a few sentences: what stops, who would notice, and whether it can be undone. */
export function consequence(
  verb: ProviderVerb,
  token: Pick<ActToken, 'displayId' | 'kind' | 'shown' | 'verbs' | 'sourceName' | 'consumers' | 'lastUsed'>,
  now: Date,
): string {
  const { displayId, kind, shown, verbs, sourceName } = token
  const { doing, leaves } = effectOf(verb, kind)
  const what = `${doing} ${displayId} at ${sourceName}`
  const uses = [...(leaves ? [leaves] : []), usesWords(token, now)].join(' ')
  switch (verb) {
    case 'disable':
      if (shown === 'disabled') return `${displayId} was last seen disabled. Asked for again, it is looked at first, and nothing is sent where it still is.`
      return `${what} stops whatever uses it. ${uses} ${verbs.includes('enable') ? 'You can enable it again from here.' : 'It cannot be enabled again from here.'}`
    case 'enable':
      return `${what} lets it work again at once, for whoever has a copy of it.`
    case 'delete':
      return `${what} cannot be undone from here${verbs.includes('disable') ? '' : ', and its provider cannot switch it off first'}. ${uses}`
  }
} // prettier-ignore

/** What has to be typed, and why. */
export function typeWords(toType: string, many: boolean): string {
  return many ? `To confirm it for them all, type how many they are: ${toType}` : `To confirm it, type the last four of its id: ${toType}`
}
