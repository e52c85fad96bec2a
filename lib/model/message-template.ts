import type { NoticeKind } from './message.ts'

/** What one kind of message says: a subject, and sentences in plain text. Names between braces stand for what it is about. */
export type Template = { subject: string; text: string }

/** What an administrator wrote in place of what is shipped; every other kind says what it is shipped with. */
export type Words = Readonly<Partial<Record<NoticeKind, Template>>>

/** How long each may be. A subject is cut at 150 characters as it is sent, names included. */
export const longest = { subject: 150, text: 2_000 } as const
