import type { Issue } from '../model/app-error.ts'
import {
  mostActTokens,
  type ActAnswer,
  type ActLine,
  type ActState,
  type ActToken,
  type ProviderVerb,
  type ReviewReason,
  type SecondReason,
  type Shown,
} from '../model/provider-act.ts'
import type { TokenState } from '../model/token.ts'
import { may, type Role, type Viewer } from '../model/viewer.ts'

/** Who asks: a person, the command line of whoever runs the server, or a part of the system with somebody's agreement. */
export type ActAsker = { by: 'person'; role: Role } | { by: 'command line' } | { by: 'system' }

/** What stands at the provider as far as anybody saw: the newer of what a run saw of the row, whole or not, and of what an act of ours was seen to do. */
export function shownNow(
  state: TokenState,
  act: { verb: ProviderVerb; at: Date } | null,
  sawAt: Date | null,
): Exclude<Shown, 'cannot-tell'> {
  if (act && (sawAt === null || act.at > sawAt)) return doneAs[act.verb]
  return state === 'live' || state === 'disabled' ? state : 'gone'
}

const doneAs = { disable: 'disabled', enable: 'live', delete: 'gone' } as const

/** Why this cannot be asked for a token; null where it can. */
export function actRefusal(verb: ProviderVerb, token: ActToken): string | null {
  if (token.verbs.length === 0) return `${token.sourceName} is only read here: change it at the provider, by hand.`
  if (!token.isWatched) return `${token.sourceName} is not watched any more, so that nothing would show what came of it.`
  if (!token.mayAct) return `${token.sourceName} may not act: nobody gave it a credential for that.`
  if (token.underWay) return 'Something is asked of its provider already, and is not over.'
  if (!token.verbs.includes(verb))
    return verb === 'delete' ? 'Its provider does not let it be deleted from here.' : 'Its provider cannot switch it off and on: it can only be deleted.'
  if (token.shown === 'gone') return 'It does not live any more.'
  switch (verb) {
    case 'disable':
      // Somebody may have switched it on again since our act. Asking twice does no harm: the look before sends nothing to what is off.
      return token.shown === 'disabled' && token.state !== 'live' ? 'It is disabled already.' : null
    case 'enable':
      if (token.shown !== 'disabled') return 'It is not disabled.'
      return token.lastSeen?.verb === 'disable' ? null : 'It was not disabled from here. Switch it on at its provider, if that is meant.'
    case 'delete':
      return token.verbs.includes('disable') && token.shown !== 'disabled' ? 'Disable it first: that can be undone, and deleting cannot.' : null
  }
} // prettier-ignore

/**
 * Those of these tokens that can be asked for at once, and those that cannot be. What cannot be, and what was last seen so already, must
 * not take the place of what is still to do. `beyond`: how many more are to do; `beyondDone`: how many more were seen so already.
 */
export function chooseToAct(
  verb: ProviderVerb,
  tokens: readonly ActToken[],
): { possible: readonly ActToken[]; impossible: readonly ActToken[]; beyond: number; beyondDone: number } {
  const groups = Object.groupBy(tokens, (token) => {
    if (actRefusal(verb, token) !== null) return 'impossible'
    return isDone(verb, token.shown) ? 'done' : 'toDo'
  })
  const { toDo = [], done = [], impossible = [] } = groups
  const possible = [...toDo, ...done].slice(0, mostActTokens)
  const beyond = Math.max(0, toDo.length - mostActTokens)
  return { possible, impossible, beyond, beyondDone: toDo.length + done.length - possible.length - beyond }
}

/** What may be asked for a token now, with why not where it may not: what its provider does not know at all is left out. */
export function actsOpenOn(token: ActToken): ReadonlyMap<ProviderVerb, string | null> {
  const offered = token.verbs.filter((verb) => verb !== 'enable' || token.lastSeen?.verb === 'disable')
  return new Map(offered.map((verb) => [verb, actRefusal(verb, token)]))
}

/** Why this asker may not ask for it at all; null where they may. Owners may have their own tokens disabled, and nothing else. */
export function askerRefusal(asker: ActAsker, verb: ProviderVerb): string | null {
  if (asker.by !== 'person') return null
  if (!may(asker.role, 'acts:ask')) return 'Your role may not ask for this.'
  return may(asker.role, 'acts:approve') || verb === 'disable' ? null : 'Owners may ask to have a token disabled. The rest is for security.'
}

/** Why it waits for a second person; null where one person's word is enough. */
export function secondFor(asker: ActAsker, verb: ProviderVerb, tokens: readonly Pick<ActToken, 'isExposed'>[]): SecondReason | null {
  if (tokens.length > 1) return 'several'
  if (asker.by === 'person' && !may(asker.role, 'acts:approve')) return 'owner'
  return verb === 'enable' && tokens.some(({ isExposed }) => isExposed) ? 'leaked-enable' : null
}

/** Why somebody else looks at it afterwards; null where nobody has to. What a second person approved, two have looked at. */
export function reviewFor(
  asker: ActAsker,
  verb: ProviderVerb,
  token: Pick<ActToken, 'isExposed' | 'verbs'>,
  second: SecondReason | null,
): ReviewReason | null {
  if (second) return null
  if (asker.by === 'command line') return 'command-line'
  if (asker.by === 'system') return 'system'
  if (verb === 'disable' && token.isExposed) return 'leaked'
  return verb === 'delete' && !token.verbs.includes('disable') ? 'no-disable' : null
}

/** What has to be typed: the last four characters of a token to delete it, the number of many; null where nothing has to be. */
export function toType(verb: ProviderVerb, tokens: readonly Pick<ActToken, 'displayId'>[]): string | null {
  if (tokens.length > 1) return String(tokens.length)
  return verb === 'delete' ? (tokens[0]?.displayId.slice(-4) ?? null) : null
}

/** Everything that stands against asking for it, by the field it belongs to. `typed` null: whoever asks has no keyboard. */
export function actIssues(verb: ProviderVerb, tokens: readonly ActToken[], typed: string | null): Issue[] {
  const refused = tokens.flatMap((token) => {
    const why = actRefusal(verb, token)
    return why ? [{ where: 'tokens', what: tokens.length > 1 ? `${token.name}: ${why}` : why }] : []
  })
  return [...refused.slice(0, 20), ...(typed === null ? [] : typedIssues(verb, tokens, typed))]
}

/** What stands against what was typed. */
export function typedIssues(verb: ProviderVerb, tokens: readonly Pick<ActToken, 'displayId'>[], typed: string): Issue[] {
  const wanted = toType(verb, tokens)
  return wanted === null || typed.toLowerCase() === wanted.toLowerCase() ? [] : [{ where: 'typed', what: `Type ${wanted}.` }]
}

type Party = Pick<ActLine, 'askedById' | 'agreedById' | 'resumedByIds'>

/** Why this person may not be the second; null where they may. */
export function mayNotApprove({ askedById, agreedById, resumedByIds }: Party, { id, role }: Pick<Viewer, 'id' | 'role'>): string | null {
  if (!may(role, 'acts:approve')) return 'Security decides on this.'
  return [askedById, agreedById, ...resumedByIds].includes(id) ? 'You asked for this, so someone else must decide.' : null
}

/** Why this person may not be the one who looks at it afterwards; null where they may. */
export function mayNotReview({ askedById, agreedById, resumedByIds }: Party, { id, role }: Pick<Viewer, 'id' | 'role'>): string | null {
  if (!may(role, 'acts:approve')) return 'Security looks at this.'
  return [askedById, agreedById, ...resumedByIds].includes(id) ? 'This was your act, so someone else must look at it.' : null
}

/** Whether what is shown is what was asked for. What is gone cannot be used either. */
export function isDone(verb: ProviderVerb, shown: Shown): boolean {
  if (shown === 'cannot-tell') return false
  return verb === 'enable' ? shown === 'live' : shown === 'gone' || (verb === 'disable' && shown === 'disabled')
}

/**
 * What the look before says of sending it: null lets it be sent. Only switching off is sent where nobody can tell how it stands:
 * it does no harm to what is off already.
 */
export function beforeSays(verb: ProviderVerb, shown: Shown, canDisable: boolean): { answer: ActAnswer; says: string } | null {
  if (isDone(verb, shown)) return { answer: 'not-needed', says: 'It was so already: nothing was sent.' }
  if (shown === 'cannot-tell')
    return verb === 'disable' ? null : { answer: 'not-sent', says: 'How it stands could not be told, so that nothing was sent.' }
  if (verb === 'enable' && shown === 'gone') return { answer: 'out-of-order', says: 'It is gone: nothing brings it back.' }
  if (verb === 'delete' && canDisable && shown === 'live')
    return { answer: 'out-of-order', says: 'It is live: it was to be disabled before. Nothing was sent.' }
  return null
}

/** What became of it: the look decides, and never the reply. */
export function stateAfter(
  verb: ProviderVerb,
  answer: ActAnswer,
  shown: Shown,
): Extract<ActState, 'seen' | 'unseen' | 'failed' | 'unknown'> {
  if (shown === 'cannot-tell') return 'unknown'
  if (isDone(verb, shown)) return 'seen'
  return answer === 'done' || answer === 'unanswered' ? 'unseen' : 'failed'
}

/** What an act was before it was to go on, where that is refused or taken back; null where nothing became of it yet. */
export function stateBefore({
  verb,
  answer,
  after,
  outcomeAt,
}: Pick<ActLine, 'verb' | 'answer' | 'after' | 'outcomeAt'>): ReturnType<typeof stateAfter> | null {
  return outcomeAt && answer && after ? stateAfter(verb, answer, after) : null
}

/** Whether an act was to go on, and somebody said no: what was decided after its outcome, and left it as it was. */
export function wasRefused({ state, decidedAt, outcomeAt }: Pick<ActLine, 'state' | 'decidedAt' | 'outcomeAt'>): boolean {
  const isOver = state === 'unseen' || state === 'failed' || state === 'unknown'
  return state === 'refused' || (isOver && decidedAt !== null && outcomeAt !== null && decidedAt > outcomeAt)
}
