import type { Notice, NoticeKind, Reader } from '../model/message.ts'
import type { Template, Words } from '../model/message-template.ts'
import { kinds, type KindWords } from './kinds.ts'
import { number, oneLine } from './say.ts'

/** How each kind is made of words. Every kind answers to its own notice; here one is taken for whatever it is. */
export function wordsOf(kind: NoticeKind): KindWords {
  return kinds[kind] as KindWords
}

/** What a kind says as it is shipped. */
export function shippedTemplate(kind: NoticeKind): Template {
  const { subject, text } = wordsOf(kind)
  return { subject, text }
}

/** A message about one thing, and about several of its kind at once: that subject is never an administrator's. */
export function subjectOf(notice: Notice, count: number, reader: Reader, words: Words): string {
  return oneLine(count === 1 ? filled('subject', notice, reader, words) : wordsOf(notice.kind).several(number(count)))
}

/** What happened, in sentences, for this reader: as it is shipped, or as an administrator wrote it. */
export function sentencesOf(notice: Notice, reader: Reader, words: Words): string {
  return filled('text', notice, reader, words)
}

/** Where what was written says nothing of this one (it was of a note that nobody left), it says what it is shipped with. */
function filled(part: keyof Template, notice: Notice, reader: Reader, words: Words): string {
  const { values, ...shipped } = wordsOf(notice.kind)
  const its = values(notice, reader)
  return fill(words[notice.kind]?.[part] ?? '', its) || fill(shipped[part], its)
}

/** Puts what each placeholder stands for in its place, once: what stands there is never read as a template itself. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  const text = template.replace(/\{([a-z]+)\}/g, (as, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? as) : as))
  return text.replace(/[ \t]+$/gm, '').trim()
}
