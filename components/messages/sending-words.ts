import { countWords } from '@/components/ui/time-words.ts'
import type { ChannelKind, Filled } from '@/lib/model/message.ts'

/** "540 messages to 312 people"; a channel that is no mail has one receiver. */
export function numbers(kind: ChannelKind, { messages, people }: Pick<Filled, 'messages' | 'people'>): string {
  const some = `${countWords(messages)} ${messages === 1 ? 'message' : 'messages'}`
  return kind === 'email' ? `${some} to ${countWords(people)} ${people === 1 ? 'person' : 'people'}` : some
}

/** What comes of switching a channel on now, and when. */
export function firstSending(kind: ChannelKind, filled: Filled): string {
  if (filled.messages === 0) return 'Switched on now, it sends nothing at once.'
  if (filled.held === 0) return `Switched on now, it sends ${numbers(kind, filled)} at once.`
  return `Switched on now, it has ${numbers(kind, filled)} to send.${heldWords(filled)}`
}

/** How many of them wait, and until when; nothing where none does. */
export function heldWords({ messages, held, heldUntil }: Filled): string {
  if (held === 0 || heldUntil === null) return ''
  const end = `until ${heldUntil}, when the quiet hours end.`
  if (held === messages) return ` ${held === 1 ? 'It is' : 'All of them are'} held ${end}`
  const now = messages - held
  return ` ${countWords(now)} ${now === 1 ? 'goes' : 'go'} at once, and ${countWords(held)} ${held === 1 ? 'is' : 'are'} held ${end}`
}
