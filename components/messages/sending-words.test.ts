import { describe, expect, test } from 'vitest'
import { nothingFilled, type ChannelKind, type Filled } from '@/lib/model/message.ts'
import { firstSending } from './sending-words.ts'

describe('what switching a channel on says that it does', () => {
  test.each<[string, ChannelKind, Partial<Filled>, string]>([
    ['nothing is due', 'email', {}, 'Switched on now, it sends nothing at once.'],
    ['by day', 'email', { messages: 3, people: 2 }, 'Switched on now, it sends 3 messages to 2 people at once.'],
    ['at night', 'email', { messages: 3, people: 2, held: 3, heldUntil: '07:00 UTC' }, 'Switched on now, it has 3 messages to 2 people to send. All of them are held until 07:00 UTC, when the quiet hours end.'],
    ['at night, one', 'slack', { messages: 1, held: 1, heldUntil: '07:00 UTC' }, 'Switched on now, it has 1 message to send. It is held until 07:00 UTC, when the quiet hours end.'],
    ['at night, with a leak', 'email', { messages: 3, people: 2, held: 2, heldUntil: '06:30 Europe/Berlin' }, 'Switched on now, it has 3 messages to 2 people to send. 1 goes at once, and 2 are held until 06:30 Europe/Berlin, when the quiet hours end.'],
  ])('%s', (_, kind, filled, says) => expect(firstSending(kind, { ...nothingFilled, ...filled })).toBe(says)) // prettier-ignore
})
