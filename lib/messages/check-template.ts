import type { Issue } from '../model/app-error.ts'
import type { NoticeKind } from '../model/message.ts'
import { longest, type Template } from '../model/message-template.ts'
import { wordsOf } from './words.ts'

const names = { subject: 'The subject', text: 'The text' } as const
type Part = keyof typeof names

/** What cannot be used of what somebody wrote for a kind of message, each with the line it is in; nothing where all can. */
export function checkTemplate(kind: NoticeKind, template: Template): Issue[] {
  return (['subject', 'text'] as const).flatMap((part) => checkPart(kind, part, template[part]).map((what) => ({ where: part, what })))
}

function checkPart(kind: NoticeKind, part: Part, text: string): string[] {
  if (text.trim() === '') return [`${names[part]} is empty.`]
  if (text.length > longest[part]) return [`${names[part]} has ${text.length} characters; it may have ${longest[part]}.`]
  const lines = text.split('\n')
  if (part === 'subject' && lines.length > 1) return ['The subject is one line.']
  return lines.flatMap((line, at) => checkLine(kind, line).map((what) => (part === 'subject' ? `It ${what}` : `Line ${at + 1} ${what}`)))
}

/** A tag, an end of one or a comment: `<b>`, `</a>`, `<!--`. An arrow or a comparison is none. */
const tag = /<(?:!--|[/!]?[a-z][^<>]*>)/i

function checkLine(kind: NoticeKind, line: string): string[] {
  const known = Object.keys(wordsOf(kind).placeholders)
  const unknown = [...line.matchAll(/\{([^{}]*)\}/g)].filter(([, name = '']) => !known.includes(name))
  const isOpen = /[{}]/.test(line.replace(/\{[^{}]*\}/g, ''))
  const html = tag.exec(line)
  return [
    ...unknown.map(([as]) => `has ${as}, which stands for nothing here. Use ${known.map((name) => `{${name}}`).join(', ')}.`),
    ...(isOpen ? ['has a brace without its other half. Braces are for placeholders, such as {' + known[0] + '}.'] : []),
    ...(html ? [`has ${html[0]}: messages are plain text, and nothing is made of tags.`] : []),
    ...(/\p{Cc}/u.test(line.replaceAll('\t', '')) ? ['has a character that nobody sees.'] : []),
  ]
}
