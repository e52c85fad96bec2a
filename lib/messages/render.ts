import type { Notice, NoticeKind, Reader } from '../model/message.ts'
import type { Words } from '../model/message-template.ts'
import { day, many, oneLine } from './say.ts'
import { sentencesOf, subjectOf } from './words.ts'
import { wakes } from './wakes.ts'

/** One thing that a message says, and to what kind of reader. */
export type Said = { notice: Notice; reader: Reader }

/** A way in for somebody who has no account yet. */
export type Invitation = { link: string; until: Date }

export type ToRender = {
  /** At least one. */
  said: readonly Said[]
  /** How many more there are than `said` holds. */
  more: number
  /** Scheme, host and port of this installation. */
  site: string
  name: string
  invitation: Invitation | null
  /** Until when an invitation in an earlier message is good. */
  invitedUntil: Date | null
  /** What administrators wrote in place of what is shipped. */
  words: Words
}

/**
 * Where each thing is done. Opening it changes nothing, as mail scanners open links. Whoever stands above an owner is told of what only
 * the owner and security may open: a link would lead them nowhere, so there is none.
 */
export function pathOf({ notice, reader }: Said): string | null {
  if (reader === 'above') return null
  switch (notice.kind) {
    case 'assigned':
    case 'due-soon':
    case 'overdue':
    case 'reopened':
    case 'offered':
    case 'date-decided':
      return `${reader === 'security' || reader === 'machine' ? '/plans' : '/tasks'}/${notice.planId}`
    case 'exposed':
      return `/tokens/${notice.tokenId}`
    case 'leak-unmatched':
      return `/exposures/${notice.exposureId}`
    case 'exception-ending':
    case 'exception-ended':
    case 'exception-decided':
      return `/exceptions/${notice.exceptionId}`
    case 'review-asked':
    case 'review-due':
      return `/tasks/review/${notice.taskId}`
    case 'act-waiting':
    case 'act-review':
      return `/acts/${notice.requestId}`
    case 'source-failing':
      return `/sources/${notice.sourceId}`
    case 'digest':
      return reader === 'owner' ? '/tasks' : '/plans'
    case 'test':
      return '/settings/messages'
  }
}

const linkWords: Readonly<Record<NoticeKind, string>> = {
  assigned: 'Open the task',
  'due-soon': 'Open the task',
  overdue: 'Open the task',
  reopened: 'Open the task',
  offered: 'Accept or decline it',
  'date-decided': 'Open the task',
  exposed: 'Open the token',
  'leak-unmatched': 'Match it',
  'exception-ending': 'Open the exception',
  'exception-ended': 'Open the exception',
  'exception-decided': 'Open the exception',
  'review-asked': 'Review them',
  'review-due': 'Review them',
  'act-waiting': 'Decide on it',
  'act-review': 'Review it',
  'source-failing': 'Open the source',
  digest: 'Open the list',
  test: 'Open the settings',
}

/** A letter: plain words first, and the same as simple HTML. */
export function renderLetter(asked: ToRender): { subject: string; text: string; html: string } {
  const { said, invitation, name } = asked
  const blocks = said.map((one) => ({
    lines: sentencesOf(one.notice, one.reader, asked.words).split('\n'),
    words: linkWords[one.notice.kind],
    href: hrefOf(one, asked),
  }))
  const notes = [...moreWords(asked), ...(invitation ? [invitationWords(invitation)] : [])]
  const foot = footOf(asked)
  const text = [
    `${name},`,
    ...blocks.map(({ lines, words, href }) => [...lines, ...(href ? [`${words}: ${href}`] : [])].join('\n')),
    ...notes,
    `-- \n${foot}`,
  ].join('\n\n')
  const html = [
    '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:14px;line-height:20px;color:#15181d;max-width:40em">',
    `<p>${escape(name)},</p>`,
    ...blocks.map(
      ({ lines, words, href }) =>
        `<p>${[...lines.map(escape), ...(href ? [`<a href="${escape(href)}">${escape(words)}</a>`] : [])].join('<br>')}</p>`,
    ),
    ...notes.map((line) => `<p>${escape(line)}</p>`),
    `<p style="color:#5f6875;font-size:12px">${escape(foot)}</p>`,
    '</body></html>',
  ].join('\n')
  return { subject: subjectFor(asked), text: `${text}\n`, html: `${html}\n` }
}

function subjectFor({ said, more, words }: Pick<ToRender, 'said' | 'more' | 'words'>): string {
  const [first] = said
  return first ? subjectOf(first.notice, said.length + more, first.reader, words) : 'Standdown'
}

function moreWords({ said, more, site }: Pick<ToRender, 'said' | 'more' | 'site'>): string[] {
  if (more === 0) return []
  const reader = said[0]?.reader
  const list = said[0]?.notice.kind.startsWith('act-')
    ? '/acts'
    : said[0]?.notice.kind === 'leak-unmatched'
      ? '/exposures'
      : reader === 'owner'
        ? '/tasks'
        : '/plans'
  return [`${many(more, 'more', 'more')}${reader === 'above' ? '.' : `: ${site}${list}`}`]
}

/** Somebody without an account comes in by their invitation, and is led on to the same place. */
function hrefOf(said: Said, { site, invitation }: ToRender): string | null {
  const path = pathOf(said)
  if (path === null) return null
  return invitation ? `${invitation.link}?${new URLSearchParams({ to: path })}` : `${site}${path}`
}

function invitationWords({ until }: Invitation): string {
  return `You have no account yet: the link lets you choose a password. It works once, until ${day(until)}, and is for you alone.`
}

function footOf({ site, invitedUntil, said }: ToRender): string {
  return [
    `From Standdown at ${site}.`,
    ...(said[0]?.reader === 'above'
      ? ['Only its owner and security can open it there.']
      : ['Opening a link changes nothing; what you do there does.']),
    ...(invitedUntil ? [`An earlier message has the link by which you choose a password; it is good until ${day(invitedUntil)}.`] : []),
    ...(said[0] && wakes(said[0].notice) ? ['Leaks are told at any hour.'] : []),
  ].join(' ')
}

/** The same for a channel, in the form that Slack's incoming webhooks take. */
export function renderPost(asked: Pick<ToRender, 'said' | 'more' | 'site' | 'words'>): { subject: string; text: string } {
  const subject = subjectFor(asked)
  const lines = asked.said.map(
    (one) =>
      `• ${mark(oneLine(sentencesOf(one.notice, one.reader, asked.words), 600))} <${asked.site}${pathOf(one) ?? ''}|${linkWords[one.notice.kind]}>`,
  )
  return { subject, text: [`*${mark(subject)}*`, ...lines, ...moreWords(asked)].join('\n') }
}

const eventTypes: Readonly<Record<NoticeKind, string>> = {
  assigned: 'plan.assigned',
  'due-soon': 'plan.due-soon',
  overdue: 'plan.overdue',
  reopened: 'plan.reopened',
  offered: 'plan.offered',
  'date-decided': 'plan.date-decided',
  exposed: 'token.exposed',
  'leak-unmatched': 'leak.unmatched',
  'exception-ending': 'exception.ending',
  'exception-ended': 'exception.ended',
  'exception-decided': 'exception.decided',
  'review-asked': 'review.asked',
  'review-due': 'review.due',
  'act-waiting': 'act.waiting',
  'act-review': 'act.review',
  'source-failing': 'source.failing',
  digest: 'digest',
  test: 'test',
}

/** The same for a program: what happened, when it was noticed, and the facts. Nobody's words are in it, but for the subject in our log. */
export function renderEvent({ said, site, at, words }: { said: Said; site: string; at: Date; words: Words }): {
  subject: string
  body: string
} {
  const { kind: _, ...facts } = said.notice
  const data = { ...facts, url: `${site}${pathOf(said) ?? ''}` }
  return {
    subject: subjectOf(said.notice, 1, said.reader, words),
    body: JSON.stringify({ type: eventTypes[said.notice.kind], timestamp: at.toISOString(), data }),
  }
}

/** Slack reads three characters as its own; a name must not become a link or a mention. */
function mark(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function escape(text: string): string {
  return mark(text).replaceAll('"', '&quot;')
}
