import { expect, it } from 'vitest'
import { compositeFields } from './composite-fields.ts'

it.each<[string, (string | null)[]]>([
  ['(a,b)', ['a', 'b']],
  ['(,a,,b,)', [null, 'a', null, 'b', null]],
  ['(,)', [null, null]],
  ['("",a)', ['', 'a']],
  ['("a,b","c (d)")', ['a,b', 'c (d)']],
  ['("say ""hi""","back\\\\slash","""",x)', ['say "hi"', 'back\\slash', '"', 'x']],
  ['("2026-11-30 12:00:00+00",infinity)', ['2026-11-30 12:00:00+00', 'infinity']],
  ['("two\nlines","\\\\""\\\\")', ['two\nlines', '\\"\\']],
])('%j', (text, fields) => expect(compositeFields(text)).toEqual(fields))
