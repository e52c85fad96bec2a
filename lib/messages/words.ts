import type { Notice, NoticeKind, Reader } from '../model/message.ts'

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const counts = new Intl.NumberFormat('en-GB')

/** "14 Dec 2026", in UTC, as pages have it. */
export function day(at: string | Date): string {
  return date.format(new Date(at))
}

/** "1 token", "12 tokens". */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${counts.format(count)} ${count === 1 ? one : more}`
}

/** A subject is one line of a bounded length, whatever a provider named a token. */
export function oneLine(text: string, most = 150): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

/** A message about one thing, and about several of its kind at once. */
export function subjectOf(notice: Notice, count: number, reader: Reader): string {
  return oneLine(count === 1 ? about(notice, reader) : several(notice.kind, count))
}

function about(notice: Notice, reader: Reader): string {
  switch (notice.kind) {
    case 'assigned':
      return `Yours to retire by ${day(notice.dueAt)}: ${notice.title}`
    case 'due-soon':
      return `Due in ${many(notice.days, 'day')}: ${notice.title}`
    case 'overdue':
      return `${many(notice.days, 'day')} late${reader === 'owner' ? '' : `, ${notice.owner ?? 'nobody’s'}`}: ${notice.title}`
    case 'reopened':
      return `Open again: ${notice.title}`
    case 'offered':
      return `Offered to you: ${notice.title}`
    case 'date-decided':
      return `${notice.accepted ? `Date accepted, ${day(notice.dueAt)}` : 'Date refused'}: ${notice.title}`
    case 'exposed':
      return `Leaked: ${notice.token}`
    case 'exception-ending':
      return `Ends in ${many(notice.days, 'day')}: the exception for ${notice.token}`
    case 'exception-ended':
      return `Ended: the exception for ${notice.token}`
    case 'exception-decided':
      return `${notice.approved ? `Accepted until ${day(notice.endsAt)}` : 'Refused'}: the exception for ${notice.token}`
    case 'review-asked':
      return `Review ${many(notice.tokens, 'token')} by ${day(notice.dueAt)}: ${notice.campaign}`
    case 'review-due':
      return `${many(notice.tokens, 'token')} to review within ${many(notice.days, 'day')}: ${notice.campaign}`
    case 'act-waiting':
      return `Waits for a second person: ${notice.verb} ${excepted(notice)}`
    case 'act-review':
      return `To review: ${notice.verb} ${excepted(notice)}, by one person`
    case 'source-failing':
      return `${notice.state === 'failed' ? 'Not read' : 'Read in part'}: ${notice.source}`
    case 'digest':
      return digestSubject(notice, reader)
    case 'test':
      return 'A test from Standdown'
  }
}

function digestSubject({ plans, more, waiting }: Extract<Notice, { kind: 'digest' }>, reader: Reader): string {
  const moved = plans.length + more
  const whose = reader === 'owner' ? 'of your tasks' : 'of the plans'
  const parts = [
    ...(moved > 0 ? [`${counts.format(moved)} ${whose} moved`] : []),
    ...(waiting > 0 ? [`${counts.format(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for security`] : []),
  ]
  return `Standdown: ${parts.join(', ')}`
}

function several(kind: NoticeKind, count: number): string {
  const n = counts.format(count)
  switch (kind) {
    case 'assigned':
      return `${n} tasks are yours to retire`
    case 'due-soon':
      return `${n} tasks are due soon`
    case 'overdue':
      return `${n} tasks are late`
    case 'reopened':
      return `${n} tasks are open again`
    case 'offered':
      return `${n} tasks are offered to you`
    case 'date-decided':
      return `${n} dates were decided on`
    case 'exposed':
      return `${n} tokens leaked`
    case 'exception-ending':
      return `${n} exceptions end soon`
    case 'exception-ended':
      return `${n} exceptions ended`
    case 'exception-decided':
      return `${n} exceptions were decided on`
    case 'review-asked':
      return `${n} reviews are asked of you`
    case 'review-due':
      return `${n} reviews are due soon`
    case 'act-waiting':
      return `${n} acts wait for a second person`
    case 'act-review':
      return `${n} acts of one person are to be reviewed`
    case 'source-failing':
      return `${n} sources are not read, or in part`
    case 'digest':
    case 'test':
      return 'Standdown'
  }
}

/** What happened, in sentences, for this reader. */
export function sentencesOf(notice: Notice, reader: Reader): string {
  switch (notice.kind) {
    case 'assigned':
      return `${what(notice)} is ${reader === 'owner' ? 'yours' : possessive(notice.owner)} to retire by ${day(notice.dueAt)}. Acknowledge it, propose another date, hand it over, or say that it is not yours.`
    case 'due-soon':
      return `${what(notice)} is due on ${day(notice.dueAt)}, in ${many(notice.days, 'day')}.`
    case 'overdue':
      return late(notice, reader)
    case 'reopened':
      return `${what(notice)} is open again: a token of it came back. It was due on ${day(notice.dueAt)}.`
    case 'offered':
      return `${notice.by ?? 'Somebody'} offers you ${what(notice)}, due on ${day(notice.dueAt)}. It stays with ${notice.owner ?? 'security'} until you accept it.`
    case 'date-decided':
      return `${notice.by ?? 'Security'} ${notice.accepted ? 'accepted' : 'refused'} the date that was proposed for ${what(notice)}. It is due on ${day(notice.dueAt)}.${said(notice.note)}`
    case 'exposed':
      return `${notice.token} (${notice.displayId}) was found in ${notice.foundIn} on ${day(notice.foundAt)}. ${stillWorks[notice.stillValid]} ${reader === 'owner' ? 'It is yours: contain it within the hour.' : `Its owner: ${notice.owner ?? 'nobody'}.`}`
    case 'exception-ending':
      return `The exception for ${excepted(notice)} ends on ${day(notice.endsAt)}, in ${many(notice.days, 'day')}. Then its plan goes on.`
    case 'exception-ended':
      return `The exception for ${excepted(notice)} ended: ${endWords[notice.because] ?? notice.because}. Its plan goes on.`
    case 'exception-decided':
      return `${notice.by ?? 'Security'} ${notice.approved ? `accepted ${excepted(notice)} until ${day(notice.endsAt)}` : `refused the exception for ${excepted(notice)}`}.${said(notice.note)}`
    case 'review-asked':
      return `“${notice.campaign}” asks for a word on ${many(notice.tokens, 'token')} of ${reader === 'owner' ? 'yours' : (notice.owner ?? 'nobody')} by ${day(notice.dueAt)}: keep it and say why, narrow it, retire it, or say that it is not yours.`
    case 'review-due':
      return `“${notice.campaign}” ends on ${day(notice.dueAt)}, in ${many(notice.days, 'day')}. ${many(notice.tokens, 'token')} of ${reader === 'owner' ? 'yours' : (notice.owner ?? 'nobody')} ${notice.tokens === 1 ? 'has' : 'have'} no answer yet.`
    case 'act-waiting':
      return `${notice.by} asks to ${notice.verb} ${excepted(notice)} at the provider. Somebody else has to agree; nothing is sent before.`
    case 'act-review':
      return `One person’s word was enough to ${notice.verb} ${excepted(notice)} at the provider: ${notice.by}. Somebody else looks at what came of it, and confirms that it was right.`
    case 'source-failing':
      return `${notice.source} ${notice.state === 'failed' ? 'could not be read' : 'was read in part: what it did not show is not counted as gone'}.${notice.problem ? ` ${notice.problem}` : ''}`
    case 'digest':
      return digestSentence(notice)
    case 'test':
      return `${notice.by} sent this to see that messages arrive. Nothing is to be done.`
  }
}

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

function what({ title, tokens }: { title: string; tokens: number }): string {
  return tokens > 1 ? `“${title}” (${many(tokens, 'token')})` : `“${title}”`
}

function excepted({ token, tokens }: { token: string; tokens: number }): string {
  return tokens > 1 ? `${token} and ${counts.format(tokens - 1)} more` : token
}

function late(notice: Extract<Notice, { kind: 'overdue' }>, reader: Reader): string {
  const since = `${what(notice)} was due on ${day(notice.dueAt)} and is ${many(notice.days, 'day')} late.`
  if (reader === 'owner') return `${since} Do the next step, or propose a date and say why.`
  if (reader === 'above')
    return `${since} It is with ${notice.owner ?? 'nobody'}. You hear of it because you are their manager or their team.`
  return notice.owner ? `${since} It is with ${notice.owner}.` : `${since} Nobody has it: give it an owner.`
}

function digestSentence({ plans, more, waiting }: Extract<Notice, { kind: 'digest' }>): string {
  return [
    ...plans.map(({ title, events }) => `${title}: ${events.map(eventWords).join(', ')}`),
    ...(more > 0 ? [`and ${many(more, 'more plan')}`] : []),
    ...(waiting > 0 ? [`${many(waiting, 'plan or exception waits', 'plans and exceptions wait')} for a decision of security`] : []),
  ].join('\n')
}

const eventNames: Readonly<Record<string, readonly [one: string, more: string]>> = {
  acknowledged: ['acknowledged', 'acknowledged'],
  comment: ['a comment', 'comments'],
  proved: ['a step proved', 'steps proved'],
  refused: ['a step refused', 'steps refused'],
  blocked: ['stands still', 'stands still'],
  unblocked: ['goes on', 'goes on'],
  'date-set': ['a new date', 'new dates'],
  'date-proposed': ['a date proposed', 'dates proposed'],
  declined: ['an offer declined', 'offers declined'],
  accepted: ['taken over', 'taken over'],
  disowned: ['“not mine”', '“not mine”'],
  reopened: ['open again', 'open again'],
  verified: ['verified absent', 'verified absent'],
  cancelled: ['cancelled', 'cancelled'],
}

function eventWords({ kind, count }: { kind: string; count: number }): string {
  const [one, more] = eventNames[kind] ?? [kind, kind]
  return count === 1 || one === more ? one : `${counts.format(count)} ${more}`
}

function possessive(name: string | null): string {
  return name === null ? 'nobody’s' : `${name}’s`
}

function said(note: string): string {
  return note ? ` “${note}”` : ''
}
