import { doesTo } from '../model/act-effect.ts'
import type { Notice, NoticeKind, Reader } from '../model/message.ts'
import type { ProviderVerb } from '../model/provider-act.ts'
import type { Course } from '../model/recipe.ts'
import { day, eventWords, many, number } from './say.ts'

/** What one kind of message says as it is shipped, and what may stand in it. A new kind is one more of these. */
export type KindWords<Of extends Notice = Notice> = {
  subject: string
  text: string
  /** The subject of one message about several things of this kind. */
  several: (count: string) => string
  /** What may stand in the subject and the text between braces, and what each stands for. */
  placeholders: Readonly<Record<string, string>>
  /** What each stands for in this message, to this reader. */
  values: (notice: Of, reader: Reader) => Readonly<Record<string, string>>
}

type PlanNotice = { title: string; dueAt: string; tokens: number; owner: string | null; course: Course }
type ReviewNotice = { campaign: string; dueAt: string; tokens: number; owner: string | null }

const ofPlan = {
  title: 'the title of the plan',
  what: 'the title in quotation marks, with the number of its tokens where there are several',
  due: 'the date it is due on',
  owner: 'whose it is',
}

function plan({ title, dueAt, tokens, owner }: PlanNotice) {
  const what = tokens > 1 ? `“${title}” (${many(tokens, 'token')})` : `“${title}”`
  return { title, what, due: day(dueAt), owner: owner ?? 'nobody' }
}

const ofReview = {
  campaign: 'the name of the campaign',
  tokens: 'how many tokens are to be reviewed',
  whose: '“yours”, or the name of their owner',
  due: 'the date it ends on',
}

function review({ campaign, tokens, dueAt, owner }: ReviewNotice, reader: Reader) {
  return { campaign, tokens: many(tokens, 'token'), whose: reader === 'owner' ? 'yours' : (owner ?? 'nobody'), due: day(dueAt) }
}

const ofException = { token: 'the name of the token, or of the first one', tokens: 'the same, with how many more there are' }

function exception({ token, tokens }: { token: string; tokens: number }) {
  return { token, tokens: tokens > 1 ? `${token} and ${number(tokens - 1)} more` : token }
}

const ofAct = { ...ofException, verb: 'what is asked for', by: 'who asked, or whose agreement it was done on' }

function act(notice: { token: string; tokens: number; verb: ProviderVerb; tokenKinds: readonly string[]; by: string }) {
  const of = notice.tokenKinds.map((kind) => ({ kind }))
  return { ...exception(notice), verb: doesTo(notice.verb, of).toLowerCase(), by: notice.by }
}

const assignedWords: Readonly<Record<Course, { doing: string; next: string }>> = {
  retirement: { doing: 'retire', next: 'Acknowledge it, propose another date, hand it over, or say that it is not yours.' },
  leak: { doing: 'deal with', next: 'It leaked: security cuts it off without waiting. Give its consumers something else, hand it over, or say that it is not yours.' },
} // prettier-ignore

const stillWorks = {
  yes: 'It still works.',
  no: 'It no longer works.',
  'not-reported': 'Nobody has checked whether it still works.',
} as const

const endWords: Readonly<Record<string, string>> = {
  expired: 'its time is over',
  leak: 'a token of it leaked',
  'revoke-now': 'a token of it is to be revoked now',
}

/** Every kind of message. What differs by reader or outcome is a placeholder of its own. */
export const kinds: { readonly [Kind in NoticeKind]: KindWords<Extract<Notice, { kind: Kind }>> } = {
  assigned: {
    subject: '{yours} to {doing} by {due}: {title}',
    text: '{what} is {whose} to {doing} by {due}. {next}',
    several: (count) => `${count} tasks are yours to retire`,
    placeholders: {
      ...ofPlan,
      yours: '“Yours” at the beginning of a sentence, or “Ana’s” to somebody who is not the owner',
      whose: 'the same within a sentence',
      doing: '“retire”, or “deal with” what leaked',
      next: 'what its owner is to do',
    },
    values: (notice, reader) => {
      const theirs = `${notice.owner ?? 'nobody'}’s`
      const { doing, next } = assignedWords[notice.course]
      return { ...plan(notice), doing, next, yours: reader === 'owner' ? 'Yours' : theirs, whose: reader === 'owner' ? 'yours' : theirs }
    },
  },
  'due-soon': {
    subject: 'Due in {days}: {title}',
    text: '{what} is due on {due}, in {days}.',
    several: (count) => `${count} tasks are due soon`,
    placeholders: { ...ofPlan, days: 'how many days are left' },
    values: (notice) => ({ ...plan(notice), days: many(notice.days, 'day') }),
  },
  overdue: {
    subject: '{late}: {title}',
    text: '{what} was due on {due} and is {days} late. {next}',
    several: (count) => `${count} tasks are late`,
    placeholders: {
      ...ofPlan,
      days: 'how many days it is late',
      late: '“8 days late”, and to others than its owner whose it is',
      next: 'what its owner is to do, or for others with whom it is and why they hear of it',
    },
    values: (notice, reader) => {
      const days = many(notice.days, 'day')
      const late = `${days} late${reader === 'owner' ? '' : `, ${notice.owner ?? 'nobody’s'}`}`
      return { ...plan(notice), days, late, next: nextOf(notice, reader) }
    },
  },
  reopened: {
    subject: 'Open again: {title}',
    text: '{what} is open again: a token of it came back. It was due on {due}.',
    several: (count) => `${count} tasks are open again`,
    placeholders: ofPlan,
    values: plan,
  },
  offered: {
    subject: 'Offered to you: {title}',
    text: '{by} offers you {what}, due on {due}. It stays with {owner} until you accept it.',
    several: (count) => `${count} tasks are offered to you`,
    placeholders: { ...ofPlan, by: 'who offers it' },
    values: (notice) => ({ ...plan(notice), owner: notice.owner ?? 'security', by: notice.by ?? 'Somebody' }),
  },
  'date-decided': {
    subject: '{outcome}: {title}',
    text: '{by} {decision} the date that was proposed for {what}. It is due on {due}. {note}',
    several: (count) => `${count} dates were decided on`,
    placeholders: {
      ...ofPlan,
      outcome: '“Date accepted, 14 Dec 2026” or “Date refused”',
      decision: '“accepted” or “refused”',
      by: 'who decided',
      note: 'their note in quotation marks, where they left one',
    },
    values: (notice) => ({
      ...plan(notice),
      outcome: notice.accepted ? `Date accepted, ${day(notice.dueAt)}` : 'Date refused',
      decision: notice.accepted ? 'accepted' : 'refused',
      by: notice.by ?? 'Security',
      note: quoted(notice.note),
    }),
  },
  exposed: {
    subject: 'Leaked: {token}',
    text: '{token} ({id}) was found in {place} on {found}. {works} {next}',
    several: (count) => `${count} tokens leaked`,
    placeholders: {
      token: 'the name of the token',
      id: 'its id, as lists show it: never its secret',
      place: 'where it was found',
      found: 'the date it was found on',
      works: 'whether it still works, in a sentence',
      owner: 'whose it is',
      next: 'what its owner is to do, or for others whose it is',
    },
    values: ({ token, displayId, foundIn, foundAt, stillValid, owner }, reader) => ({
      token,
      id: displayId,
      place: foundIn,
      found: day(foundAt),
      works: stillWorks[stillValid],
      owner: owner ?? 'nobody',
      next:
        reader === 'owner'
          ? 'It is yours. Security cuts it off without waiting: have ready what its consumers need instead.'
          : `Contain it now. Its owner: ${owner ?? 'nobody'}.`,
    }),
  },
  'leak-unmatched': {
    subject: 'Leaked, and of no token we know: {what}',
    text: '{what} was found in {place} on {found}, and matches no token. {works} Match it to its token, or say that it is not ours: nothing is revoked before.',
    several: (count) => `${count} leaks match no token`,
    placeholders: {
      what: 'what kind of secret it is, where that is known',
      place: 'where it was found',
      found: 'the date it was found on',
      works: 'whether it still works, in a sentence',
      finder: 'what found it',
    },
    values: ({ tokenKind, detector, foundIn, foundAt, stillValid }) => ({
      what: tokenKind ? `A ${tokenKind}` : 'A secret of a kind that is not known',
      place: foundIn,
      found: day(foundAt),
      works: stillWorks[stillValid],
      finder: detector ?? 'not reported',
    }),
  },
  'exception-ending': {
    subject: 'Ends in {days}: the exception for {token}',
    text: 'The exception for {tokens} ends on {ends}, in {days}. Then its plan goes on.',
    several: (count) => `${count} exceptions end soon`,
    placeholders: { ...ofException, ends: 'the date it ends on', days: 'how many days are left' },
    values: (notice) => ({ ...exception(notice), ends: day(notice.endsAt), days: many(notice.days, 'day') }),
  },
  'exception-ended': {
    subject: 'Ended: the exception for {token}',
    text: 'The exception for {tokens} ended: {because}. Its plan goes on.',
    several: (count) => `${count} exceptions ended`,
    placeholders: { ...ofException, because: 'why it ended' },
    values: (notice) => ({ ...exception(notice), because: endWords[notice.because] ?? notice.because }),
  },
  'exception-decided': {
    subject: '{outcome}: the exception for {token}',
    text: '{by} {decision}. {note}',
    several: (count) => `${count} exceptions were decided on`,
    placeholders: {
      ...ofException,
      outcome: '“Accepted until 3 Jan 2027” or “Refused”',
      decision: '“accepted” or “refused”, and what',
      by: 'who decided',
      note: 'their note in quotation marks, where they left one',
    },
    values: (notice) => {
      const { token, tokens } = exception(notice)
      const until = day(notice.endsAt)
      return {
        token,
        tokens,
        outcome: notice.approved ? `Accepted until ${until}` : 'Refused',
        decision: notice.approved ? `accepted ${tokens} until ${until}` : `refused the exception for ${tokens}`,
        by: notice.by ?? 'Security',
        note: quoted(notice.note),
      }
    },
  },
  'review-asked': {
    subject: 'Review {tokens} by {due}: {campaign}',
    text: '“{campaign}” asks for a word on {tokens} of {whose} by {due}: keep it and say why, narrow it, retire it, or say that it is not yours.',
    several: (count) => `${count} reviews are asked of you`,
    placeholders: ofReview,
    values: review,
  },
  'review-due': {
    subject: '{tokens} to review within {days}: {campaign}',
    text: '“{campaign}” ends on {due}, in {days}. Still without an answer: {tokens} of {whose}.',
    several: (count) => `${count} reviews are due soon`,
    placeholders: { ...ofReview, days: 'how many days are left' },
    values: (notice, reader) => ({ ...review(notice, reader), days: many(notice.days, 'day') }),
  },
  'act-waiting': {
    subject: 'Waits for a second person: {verb} {tokens}',
    text: '{by} asks to {verb} {tokens} at the provider. Somebody else has to agree; nothing is sent before.',
    several: (count) => `${count} acts wait for a second person`,
    placeholders: ofAct,
    values: act,
  },
  'act-review': {
    subject: 'To review: {verb} {tokens}, by one person',
    text: 'One person’s word was enough to {verb} {tokens} at the provider: {by}. Somebody else looks at what came of it, and confirms that it was right.',
    several: (count) => `${count} acts of one person are to be reviewed`,
    placeholders: ofAct,
    values: act,
  },
  'source-failing': {
    subject: '{outcome}: {source}',
    text: '{source} {what}. {problem}',
    several: (count) => `${count} sources are not read, or in part`,
    placeholders: {
      source: 'the name of the source',
      outcome: '“Not read” or “Read in part”',
      what: 'the same in words, and what it means',
      problem: 'what it answered, where it said something',
    },
    values: ({ source, state, problem }) => ({
      source,
      outcome: state === 'failed' ? 'Not read' : 'Read in part',
      what: state === 'failed' ? 'could not be read' : 'was read in part: what it did not show is not counted as gone',
      problem: problem ?? '',
    }),
  },
  digest: {
    subject: 'Standdown: {summary}',
    text: '{list}',
    several: () => 'Standdown',
    placeholders: { summary: 'how many plans moved, and how many wait', list: 'what moved, a line a plan' },
    values: (notice, reader) => ({ summary: summaryOf(notice, reader), list: listOf(notice) }),
  },
  test: {
    subject: 'A test from Standdown',
    text: '{by} sent this to see that messages arrive. Nothing is to be done.',
    several: () => 'Standdown',
    placeholders: { by: 'who sent it' },
    values: ({ by }) => ({ by }),
  },
}

function nextOf({ owner, course }: Pick<PlanNotice, 'owner' | 'course'>, reader: Reader): string {
  if (reader === 'owner' && course === 'leak') return 'Say what takes its place: it leaked, and what used it waits.'
  if (reader === 'owner') return 'Do the next step, or propose a date and say why.'
  if (reader === 'above') return `It is with ${owner ?? 'nobody'}. You hear of it because you are their manager or their team.`
  return owner ? `It is with ${owner}.` : 'Nobody has it: give it an owner.'
}

function summaryOf({ plans, more, waiting }: Extract<Notice, { kind: 'digest' }>, reader: Reader): string {
  const moved = plans.length + more
  const whose = reader === 'owner' ? 'of your tasks' : 'of the plans'
  return [
    ...(moved > 0 ? [`${number(moved)} ${whose} moved`] : []),
    ...(waiting > 0 ? [`${number(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for security`] : []),
  ].join(', ')
}

function listOf({ plans, more, waiting }: Extract<Notice, { kind: 'digest' }>): string {
  return [
    ...plans.map(({ title, events }) => `${title}: ${events.map(eventWords).join(', ')}`),
    ...(more > 0 ? [`and ${many(more, 'more plan')}`] : []),
    ...(waiting > 0 ? [`${many(waiting, 'plan or exception waits', 'plans and exceptions wait')} for a decision of security`] : []),
  ].join('\n')
}

function quoted(note: string): string {
  return note ? `“${note}”` : ''
}
