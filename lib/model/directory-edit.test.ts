import { expect, test } from 'vitest'
import { compareEdit, type Edit } from './directory-edit.ts'

type Fields = { name: string; tags: string[]; team: string | null }
const theirs = { name: 'Ana', tags: ['a'], team: 'pay', version: 2 }

test.each<[string, Edit<Fields>, string[], string[]]>([
  ['nobody else was there', { version: 2, set: { name: 'Bo' }, was: { name: 'Ann' } }, [], []],
  ['the same field, to different ends', { version: 1, set: { name: 'Bo' }, was: { name: 'Ann', team: 'pay' } }, ['name'], []],
  ['the same field, to the same end', { version: 1, set: { name: 'Ana' }, was: { name: 'Ann' } }, [], []],
  ['different fields', { version: 1, set: { team: null }, was: { name: 'Ann', team: 'pay', tags: ['a'] } }, [], ['name']],
  ['a list is compared by what is in it', { version: 1, set: { tags: ['b'] }, was: { tags: ['a'] } }, [], []],
  ['who does not say what they saw is asked', { version: 1, set: { name: 'Bo' }, was: {} }, ['name'], []],
])('%s', (_, edit, clashes, meanwhile) => {
  const found = compareEdit(edit, theirs)
  expect(found.clashes.map(({ field }) => field)).toEqual(clashes)
  expect(found.meanwhile).toEqual(meanwhile)
})
