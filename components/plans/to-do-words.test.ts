import { expect, test } from 'vitest'
import { noTaskWords, toDoWords } from './to-do-words.ts'

test.each([
  [0, 0, 0, 'Nothing needs you now.'],
  [0, 0, 1, 'A token that leaked needs you now. No task does.'],
  [0, 0, 2, '2 tokens that leaked need you now. No task does.'],
  [1, 0, 0, '1 task needs you, not within a week.'],
  [3, 0, 1, 'A token that leaked needs you now. 3 tasks need you, none of them within a week.'],
  [3, 1, 0, '3 tasks need you; 1 is late or due within a week.'],
  [3, 3, 0, '3 tasks need you.'],
])('%i tasks, %i of them pressing, and %i leaked', (count, pressing, leaked, says) =>
  expect(toDoWords({ count, pressing, leaked })).toBe(says),
)

const own = { tokens: 28, leaked: 0, waiting: 0, atLeast: false }

test.each([
  [own, 'You own 28 tokens. None needs you now.', null],
  [{ ...own, tokens: 1, atLeast: true }, 'You own at least 1 token. None needs you now.', null],
  [{ ...own, leaked: 1 }, 'You own 28 tokens. The one that leaked needs you now.', null],
  [{ ...own, leaked: 2, waiting: 1 }, 'You own 28 tokens. The 2 that leaked need you now.', 'What you have done waits for proof.'],
  [{ ...own, waiting: 1 }, 'You own 28 tokens. None needs you now.', 'What you have done waits for proof; there is nothing to do for you until a sync has seen it.'],
])('no task to show: %j', (of, title, says) => expect(noTaskWords(of)).toEqual({ title, says })) // prettier-ignore
