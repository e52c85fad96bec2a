import { describe, expect, test } from 'vitest'
import type { CampaignLine } from '@/lib/model/campaign.ts'
import { answeredWords, askingWords, datesWords, outcomeWord, progressWords, taskTitle, waitingWords } from './campaign-words.ts'

const now = new Date('2026-11-30T09:00:00Z')
const at = (day: string) => new Date(`${day}T09:00:00Z`)
const campaign: CampaignLine = {
  id: 'c', name: 'Q4', query: '', startedAt: at('2026-11-20'), startedBy: 'Sec', dueAt: at('2026-12-14'), firstDueAt: null, movedBy: null, movedSays: null, nextAt: null, carries: false, previousId: null,
  closedAt: null, closedBy: null, version: 1, owners: 3, waiting: 2, unclaimed: 0, tokens: 10, open: 4, kept: 2, narrowed: 1, retired: 1, disowned: 1, gone: 1,
} // prettier-ignore

test.each([
  [{}, '5 of 10 tokens are reviewed; 1 is gone.'],
  [{ gone: 2, kept: 1 }, '4 of 10 tokens are reviewed; 2 are gone.'],
  [{ gone: 0, kept: 1, narrowed: 0, retired: 0, disowned: 0 }, '1 of 10 tokens is reviewed.'],
  [{ tokens: 1, gone: 0, kept: 0, narrowed: 0, retired: 0, disowned: 0 }, '0 of 1 token is reviewed.'],
])('how far it is: %j', (change, says) => expect(progressWords({ ...campaign, ...change })).toBe(says))

test.each([
  [{}, '4 wait for 2 owners.'],
  [{ unclaimed: 1 }, '3 wait for 2 owners, 1 that nobody owns waits for security.'],
  [{ open: 2, unclaimed: 2 }, '2 that nobody owns wait for security.'],
  [{ open: 0 }, 'Nothing is left to answer.'],
  [{ closedAt: now }, '4 tokens were left unanswered.'],
  [{ closedAt: now, open: 0 }, 'Nothing was left unanswered.'],
])('whom it waits for: %j', (change, says) => expect(waitingWords({ ...campaign, ...change })).toBe(says))

test.each([
  [{}, 'Started 20 Nov by Sec, due 14 Dec.'],
  [{ dueAt: at('2026-11-29') }, 'Started 20 Nov by Sec, due 29 Nov. It is past its date, and answers are still taken.'],
  [
    { firstDueAt: at('2026-12-07'), movedBy: 'Kim', movedSays: 'Holidays' },
    'Started 20 Nov by Sec, due 14 Dec. Kim moved it from 7 Dec: “Holidays”.',
  ],
  [{ closedAt: at('2026-11-29'), closedBy: 'Kim' }, 'Started 20 Nov by Sec, due 14 Dec. Closed 29 Nov by Kim.'],
  [
    { nextAt: at('2027-02-20'), carries: true },
    'Started 20 Nov by Sec, due 14 Dec. The next one opens by itself on 20 Feb and asks again for what is unanswered.',
  ],
])('its dates: %j', (change, says) => expect(datesWords({ ...campaign, ...change }, now)).toBe(says))

test.each([
  [{ tokens: 8, owners: 3, unclaimed: 0, notLive: 0 }, 'This asks 3 owners about 8 tokens.'],
  [{ tokens: 8, owners: 1, unclaimed: 1, notLive: 2 }, 'This reviews 8 tokens and asks 1 owner about 7. 1 token has no owner who is still here: security answers for it. 2 tokens are not alive and left out.'],
  [{ tokens: 2, owners: 0, unclaimed: 2, notLive: 0 }, 'This reviews 2 tokens and asks no owner. 2 tokens have no owner who is still here: security answers for them.'],
  [{ tokens: 0, owners: 0, unclaimed: 0, notLive: 0 }, 'No token matches: there is nothing to review.'],
])('what it would ask: %j', (preview, says) => expect(askingWords(preview)).toBe(says)) // prettier-ignore

describe('other words', () => {
  test('what nobody answered is open, and unanswered once it closed', () =>
    expect([outcomeWord('open', false), outcomeWord('open', true), outcomeWord('keep', true)]).toEqual(['Open', 'Unanswered', 'Keep']))
  test('whose tokens', () =>
    expect((['mine', 'team', 'other'] as const).map((whose) => taskTitle({ tokens: 2, ownerName: whose === 'other' ? null : 'Payments' }, whose))).toEqual([
      'Review your 2 tokens',
      'Review 2 tokens of Payments',
      'Review 2 tokens that nobody owns',
    ])) // prettier-ignore
  test('what remains of all that are open', () => expect(answeredWords({ answered: 20_000, left: 0, remaining: 1_200, plans: 0 })).toBe('20,000 tokens answered. 1,200 tokens are still open: go on to answer for them alike.')) // prettier-ignore
  test('what came of it', () => expect(answeredWords({ answered: 2, left: 1, remaining: 0, plans: 1 })).toBe('2 tokens answered. 1 plan opened. 1 token left out: gone, or of somebody else by now.')) // prettier-ignore
})
