import type { TicketBlock, TicketText } from '../model/ticket.ts'
import type { Course } from '../model/recipe.ts'
import type { Verdict } from '../model/score.ts'

/** What an issue says of a plan. */
export type TicketSubject = {
  id: string
  title: string
  dueAt: Date
  ownerName: string | null
  way: string | null
  course: Course
  tokens: readonly { name: string; kind: string; sourceName: string; verdict: Verdict }[]
  /** How many it has, where not all are named. */
  total: number
}

/** Tokens that an issue names; the rest is a number. */
const mostNamed = 20
/** Jira takes 255. */
const longestSummary = 200

const why: Readonly<Record<Verdict, string>> = {
  acceptable: 'is acceptable as it is used, and is retired all the same',
  'acceptable-with-controls': 'is acceptable with controls only',
  'standing-privilege': 'is a standing privilege: whoever has it may act with it at any time',
  'revoke-now': 'is to be revoked now',
  retired: 'is not alive any more',
}

/** What, why, by when, and where to do it. Names and kinds of tokens are in it, and nothing that could open anything. */
export function ticketText(plan: TicketSubject, site: string): TicketText {
  const named = plan.tokens.slice(0, mostNamed)
  const more = plan.total - named.length
  const blocks: TicketBlock[] = [
    ...(plan.course === 'leak' ? [{ text: 'It leaked. It is cut off now, without waiting for anybody; then it is replaced and deleted, the logs are read, and copies are looked for.' }] : []), // prettier-ignore
    { text: `${plan.total === 1 ? 'A token is' : `${plan.total} tokens are`} to be retired, and to be seen gone at ${plan.total === 1 ? 'its provider' : 'their providers'}.` }, // prettier-ignore
    { list: [...named.map(({ name, kind, sourceName, verdict }) => `${cut(name, 150)} (${kind}, ${cut(sourceName, 80)}): ${why[verdict]}.`), ...(more > 0 ? [`${more} more.`] : [])] }, // prettier-ignore
    ...(plan.way ? [{ text: `The way: ${plan.way}.` }] : []),
    { text: `Due ${dayOf(plan.dueAt)}. ${plan.ownerName ? `It is with ${cut(plan.ownerName, 100)}.` : 'Nobody has it yet.'}` },
    { link: `${site}/tasks/${plan.id}`, label: 'The task, its steps and where it stands' },
    { text: 'Closing this issue closes no step: each is closed by what the provider shows.' },
  ]
  return {
    summary: cut(`${plan.course === 'leak' ? 'Leaked: cut off and replace' : 'Retire'} ${plan.title}`, longestSummary),
    blocks,
    dueDay: dayOf(plan.dueAt),
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function cut(text: string, most: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
