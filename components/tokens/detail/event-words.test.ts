import { expect, test } from 'vitest'
import type { Json } from '@/lib/model/json.ts'
import { eventWords } from './event-words.ts'

const stated = { fact: 'expires', value: '2027-01-03', by: 'Ana', reviewAt: '2027-02-03T00:00:00.000Z' }

test.each<[string, Json, string]>([
  ['fact-stated', stated, 'Ana stated “Expires: 3 Jan 2027”, until its review on 2027-02-03.'],
  ['fact-stated', { ...stated, value: { odd: true } }, 'A person stated a fact of it.'],
  ['fact-withdrawn', { fact: 'storage', by: 'Ben' }, 'Ben took back what was stated of “Kept in”.'],
  ['fact-lapsed', { facts: ['binding', 'expires'] }, 'What a person stated of “Binding”, “Expires” no longer counts: its day has come.'],
  ['fact-reported', { facts: ['scope'] }, 'Its provider reports “Can do” now, which stands above what a person stated.'],
  ['fact-reported', { facts: ['what?'] }, 'Its provider reports now what a person had stated.'],
])('%s %j', (kind, detail, says) => expect(eventWords({ kind, detail })).toBe(says))
