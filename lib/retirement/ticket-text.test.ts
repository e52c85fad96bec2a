import { expect, test } from 'vitest'
import { ticketText, type TicketSubject } from './ticket-text.ts'

const one = { name: 'billing', kind: 'aws.access-key', sourceName: 'AWS', verdict: 'standing-privilege' } as const
const plan: TicketSubject = {
  id: '1',
  title: 'billing',
  dueAt: new Date('2026-12-24T15:00:00Z'),
  ownerName: 'Bo',
  way: 'A role',
  course: 'retirement',
  tokens: [one],
  total: 1,
}

test('it says what, why, by when and where', () => {
  const { summary, blocks, dueDay } = ticketText(plan, 'https://s.example')
  const said = JSON.stringify(blocks)
  expect([summary, dueDay]).toEqual(['Retire billing', '2026-12-24'])
  for (const part of ['billing (aws.access-key, AWS): is a standing privilege', 'Due 2026-12-24', 'with Bo', 'https://s.example/tasks/1'])
    expect(said).toContain(part)
})

test.each([
  ['a long title is cut to what Jira takes', { title: 'x'.repeat(400) }, 200],
  ['a line break is none', { title: 'two\nlines' }, 16],
] as const)('%s', (_, change, length) => {
  const { summary } = ticketText({ ...plan, ...change }, '')
  expect(summary).toHaveLength(length)
  expect(summary).not.toMatch(/\n/)
})

test('of many tokens twenty are named and the others counted', () => {
  const { blocks } = ticketText({ ...plan, tokens: Array.from({ length: 150 }, () => one), total: 150 }, '')
  const list = blocks.flatMap((block) => ('list' in block ? block.list : []))
  expect(list).toHaveLength(21)
  expect(list.at(-1)).toBe('130 more.')
})

test('of a leak it says first that it is cut off now', () => {
  const { summary, blocks } = ticketText({ ...plan, course: 'leak' }, '')
  expect(summary).toBe('Leaked: cut off and replace billing')
  expect(blocks[0]).toMatchObject({ text: expect.stringMatching(/^It leaked\. It is cut off now/) as string })
})
