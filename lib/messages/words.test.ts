import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noticeKinds, readers } from '../model/message.ts'
import { checkTemplate } from './check-template.ts'
import { renderLetter, renderPost } from './render.ts'
import { sampleLetter, sampleNotices } from './samples.ts'
import { sentencesOf, shippedTemplate, subjectOf, wordsOf } from './words.ts'

const site = 'https://standdown.example.com'

describe.each(noticeKinds.map((kind) => [kind]))('%s', (kind) => {
  test('has a value for each placeholder that it offers, and no other', () => {
    for (const notice of sampleNotices.filter((one) => one.kind === kind))
      for (const reader of readers)
        expect(Object.keys(wordsOf(kind).values(notice, reader)).toSorted()).toEqual(Object.keys(wordsOf(kind).placeholders).toSorted())
  })

  test('is shipped with words that could be saved, and that leave no brace behind', () => {
    expect(checkTemplate(kind, shippedTemplate(kind))).toEqual([])
    for (const notice of sampleNotices.filter((one) => one.kind === kind))
      for (const reader of readers) expect(`${subjectOf(notice, 1, reader, {})}${sentencesOf(notice, reader, {})}`).not.toMatch(/[{}]/)
  })

  test('says what was written in place of it, and the same where what is shipped was written', () => {
    const words = { [kind]: { subject: 'Ours', text: 'One line.\nAnother.' } }
    const { subject, text } = sampleLetter(kind, { site, words })
    expect(subject).toBe('Ours')
    expect(text).toContain('Ana Ruiz,\n\nOne line.\nAnother.\n')
    expect(sampleLetter(kind, { site, words: { [kind]: shippedTemplate(kind) } })).toEqual(sampleLetter(kind, { site, words: {} }))
  })
})

const overdue = (text: string, subject = '{title}') =>
  checkTemplate('overdue', { subject, text }).map(({ where, what }) => `${where}: ${what}`)

test.each<[string, string[]]>([
  ['{what} is late.\n\nSee {due}.', []],
  [
    '{what}\n{nobody} and {due} and {Due}',
    ['text: Line 2 has {nobody}, which stands for nothing here. Use ', 'text: Line 2 has {Due}, which'],
  ],
  ['{note}', ['text: Line 1 has {note}, which stands for nothing here.']],
  ['{constructor}', ['text: Line 1 has {constructor}, which']],
  ['{}', ['text: Line 1 has {}, which']],
  ['a { b', ['text: Line 1 has a brace without its other half.']],
  ['a\nb\n{what}}', ['text: Line 3 has a brace without its other half.']],
  ['{what\n}', ['text: Line 1 has a brace', 'text: Line 2 has a brace']],
  ['<b>{what}</b>', ['text: Line 1 has <b>: messages are plain text']],
  ['ok\n<script src=x>', ['text: Line 2 has <script src=x>: messages are plain text']],
  ['<!-- x', ['text: Line 1 has <!--: messages are plain text']],
  ['5 < 6 and 7 > 6, a <- b', []],
  ['a\u0007b', ['text: Line 1 has a character that nobody sees.']],
  ['  \n ', ['text: The text is empty.']],
  ['x'.repeat(2_001), ['text: The text has 2001 characters; it may have 2000.']],
])('of %j is said what cannot be used', (text, expected) => {
  const said = overdue(text)
  expect(said).toHaveLength(expected.length)
  for (const [at, begin] of expected.entries()) expect(said[at]).toContain(begin)
})

test('a subject is one line', () => {
  expect(overdue('x', 'a\nb')).toEqual(['subject: The subject is one line.'])
  expect(overdue('x', '{who}')[0]).toMatch(/^subject: It has \{who\}, which stands for nothing here\. Use \{title\}, /)
  expect(overdue('x', '')).toEqual(['subject: The subject is empty.'])
})

test('what can be saved leaves no placeholder open, and what a name holds is no placeholder', () => {
  const some = fc.array(fc.constantFrom('{what}', '{due}', '{next}', ' ', '\n', 'late', '{title'), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
  const notice = sampleNotices.find(({ kind }) => kind === 'overdue')
  if (notice?.kind !== 'overdue') throw new Error('There is no such sample.')
  fc.assert(
    fc.property(some, (text) => {
      if (checkTemplate('overdue', { subject: 'x', text }).length > 0) return
      expect(sentencesOf(notice, 'owner', { overdue: { subject: 'x', text } })).not.toMatch(/[{}]/)
    }),
  )
  expect(sentencesOf({ ...notice, title: '{due} {owner}' }, 'owner', { overdue: { subject: 'x', text: '{title}' } })).toBe('{due} {owner}')
}) // prettier-ignore

test('what was written of a note that nobody left says what is shipped', () => {
  const notice = sampleNotices.find(({ kind }) => kind === 'exception-decided')
  if (!notice) throw new Error('There is no such sample.')
  const words = { 'exception-decided': { subject: '{note}', text: '{note}' } }
  expect(sentencesOf(notice, 'owner', words)).toBe('Lin Chen accepted billing-export until 3 Jan 2027.')
  expect(subjectOf(notice, 1, 'owner', words)).toBe('Accepted until 3 Jan 2027: the exception for billing-export')
})

test('what was written is no markup in a letter, and no mention in a channel, whatever it holds', () => {
  const said = sampleNotices.filter(({ kind }) => kind === 'assigned').map((notice) => ({ notice, reader: 'owner' }) as const)
  const words = { assigned: { subject: 'x', text: 'a < b & "c" <!channel>' } }
  const asked = { said, more: 0, site, name: 'Ana', invitation: null, invitedUntil: null, words }
  expect(renderLetter(asked).html).toContain('a &lt; b &amp; &quot;c&quot; &lt;!channel&gt;')
  expect(renderPost(asked).text).not.toContain('<!channel>')
})
