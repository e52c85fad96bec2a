import { expect, test } from 'vitest'
import { keptWords } from './kept-words.ts'

const now = new Date('2026-11-28T12:00:00Z')
const kept = { committed: 9, due: 4, proved: 4, behind: 0, end: new Date('2026-12-14T00:00:00Z'), atLeast: false }

test.each([
  [kept, 'On the committed line. Of 9 tokens 4 were due to be gone before today, 4 are proved gone. The last is due on 14 Dec.'],
  [{ ...kept, due: 1, proved: 0, behind: 1 }, '1 behind the committed line. Of 9 tokens 1 was due to be gone before today, none is proved gone yet. The last is due on 14 Dec.'],
  [{ ...kept, proved: 1, behind: 3, atLeast: true }, 'At most 3 behind the committed line. Of 9 tokens 4 were due to be gone before today, at least 1 is proved gone. The last is due on 14 Dec.'],
  [{ ...kept, committed: 1, due: 0, proved: 1 }, 'Nothing was due before today. Of 1 token 1 is proved gone already. The last is due on 14 Dec.'],
  [{ ...kept, due: 0, proved: 0, atLeast: true }, 'Nothing was due before today. Of 9 tokens none is proved gone yet. The last is due on 14 Dec.'],
])('%j', (of, says) => expect(keptWords(of, now)).toBe(says)) // prettier-ignore
