import { expect, test } from 'vitest'
import { listTitle } from './list-title.ts'

test.each([
  [{ show: null, text: null }, 'Owners · Directory'],
  [{ show: 'Departed', text: null }, 'Owners · Departed · Directory'],
  [{ show: 'Departed', text: 'ana' }, 'Owners · Departed · “ana” · Directory'],
])('a list narrowed to %o', (narrowed, title) => expect(listTitle('Owners', narrowed)).toBe(title))
