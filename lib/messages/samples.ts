import type { Notice, NoticeKind, Reader } from '../model/message.ts'
import type { Words } from '../model/message-template.ts'
import { renderLetter } from './render.ts'

const plan = {
  planId: '018f0000-0000-7000-8000-000000000001',
  title: 'Move deploy-bot to a GitHub App',
  dueAt: '2026-12-14T00:00:00.000Z',
  tokens: 2,
  owner: 'Ana Ruiz',
  course: 'retirement' as const,
}
const review = {
  taskId: '018f0000-0000-7000-8000-000000000006',
  campaign: 'Keys of AWS, Q4 2026',
  dueAt: '2026-12-14T00:00:00.000Z',
  tokens: 12,
  owner: 'Ana Ruiz',
}
const exception = { exceptionId: '018f0000-0000-7000-8000-000000000003', token: 'billing-export', tokens: 1 }
const act = { requestId: '018f0000-0000-7000-8000-000000000007', verb: 'disable' as const, tokenKinds: ['aws.access-key'], token: 'billing-export', tokens: 1, by: 'Lin Chen' } // prettier-ignore

/** One of each kind, made up: what the pages about what messages say show. */
export const sampleNotices: readonly Notice[] = [
  { kind: 'assigned', ...plan },
  { kind: 'due-soon', ...plan, days: 7 },
  { kind: 'overdue', ...plan, days: 8 },
  { kind: 'reopened', ...plan },
  { kind: 'offered', ...plan, by: 'Ben Okafor' },
  { kind: 'date-decided', ...plan, accepted: false, by: 'Lin Chen', note: 'It can reach customer data.' },
  {
    kind: 'exposed',
    exposureId: '018f0000-0000-7000-8000-000000000005',
    tokenId: '018f0000-0000-7000-8000-000000000002',
    token: 'billing-export',
    displayId: 'AKIA…7Q2X',
    owner: 'Ana Ruiz',
    foundIn: 'a public commit',
    foundAt: '2026-12-10T09:00:00.000Z',
    stillValid: 'yes',
  },
  {
    kind: 'leak-unmatched',
    exposureId: '018f0000-0000-7000-8000-000000000008',
    tokenKind: 'github.pat.classic',
    detector: 'TruffleHog Github',
    foundIn: 'a public commit',
    foundAt: '2026-12-10T09:00:00.000Z',
    stillValid: 'yes',
  },
  { kind: 'exception-ending', ...exception, endsAt: '2027-01-03T00:00:00.000Z', days: 14 },
  { kind: 'exception-ended', ...exception, because: 'expired' },
  { kind: 'exception-decided', ...exception, approved: true, endsAt: '2027-01-03T00:00:00.000Z', by: 'Lin Chen', note: '' },
  { kind: 'review-asked', ...review },
  { kind: 'review-due', ...review, days: 7 },
  { kind: 'act-waiting', ...act, tokens: 3 },
  { kind: 'act-review', ...act },
  {
    kind: 'source-failing',
    sourceId: '018f0000-0000-7000-8000-000000000004',
    source: 'GitHub acme',
    state: 'partial',
    problem: 'The App may not read personal access tokens.',
  },
  {
    kind: 'digest',
    plans: [{ planId: plan.planId, title: plan.title, events: [{ kind: 'proved', count: 2 }, { kind: 'comment', count: 1 }] }],
    more: 0,
    waiting: 0,
  },
  { kind: 'test', by: 'Lin Chen' },
] // prettier-ignore

const readerOf: Partial<Record<NoticeKind, Reader>> = {
  offered: 'offered',
  'leak-unmatched': 'security',
  'exception-ending': 'requester',
  'exception-decided': 'requester',
  'act-waiting': 'security',
  'act-review': 'security',
  'source-failing': 'admin',
  test: 'admin',
}

/** A letter of a kind with made-up names, to whom most of them go. */
export function sampleLetter(kind: NoticeKind, { site, words }: { site: string; words: Words }): { subject: string; text: string } {
  const said = sampleNotices.filter((notice) => notice.kind === kind).map((notice) => ({ notice, reader: readerOf[kind] ?? 'owner' }))
  return renderLetter({ said, more: 0, site, name: 'Ana Ruiz', invitation: null, invitedUntil: null, words })
}
