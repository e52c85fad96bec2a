import type { ChannelKind, MessageState, NoticeKind } from '@/lib/model/message.ts'

/** The three ways out. `asks` is the label of what one enters to set it up. */
export const channelWords: Readonly<Record<ChannelKind, { name: string; says: string; asks: string; hint: string; example: string }>> = {
  email: {
    name: 'E-mail',
    says: 'To owners, their managers and teams, and to security. Whoever has no account gets a link to choose a password.',
    asks: 'Sender’s address',
    hint: 'Your mail server must allow it to send. Which server that is, SMTP_URL says.',
    example: 'standdown@example.com',
  },
  slack: {
    name: 'Slack-compatible channel',
    says: 'What security is told, in one channel: leaks, sources that are not read, ended exceptions, what is late and nobody’s, acts that wait for somebody.',
    asks: 'Address of the incoming webhook',
    hint: 'Such an address is itself a bearer token: whoever has it may post. It is sealed, and never shown again.',
    example: 'https://hooks.slack.com/services/…',
  },
  webhook: {
    name: 'Signed webhook',
    says: 'Everything but digests, one by one, for a program: signed as Standard Webhooks 1.0.0 says, so that it can tell that we sent it.',
    asks: 'Address of the receiver',
    hint: 'It is sealed, and never shown again. Saving makes a new secret to check signatures with.',
    example: 'https://receiver.example.com/standdown',
  },
}

export const kindWords: Readonly<Record<NoticeKind, string>> = {
  assigned: 'Assigned',
  'due-soon': 'Due soon',
  overdue: 'Late',
  reopened: 'Open again',
  offered: 'Offered',
  'date-decided': 'Date decided',
  exposed: 'Leak',
  'leak-unmatched': 'Leak without a match',
  'exception-ending': 'Exception ends',
  'exception-ended': 'Exception ended',
  'exception-decided': 'Exception decided',
  'review-asked': 'Review asked',
  'review-due': 'Review due',
  'act-waiting': 'Act waits',
  'act-review': 'Act to review',
  'source-failing': 'Source not read',
  digest: 'Digest',
  test: 'Test',
}

export const stateWords: Readonly<Record<MessageState, string>> = {
  queued: 'waits',
  held: 'waits for the end of the quiet hours',
  sending: 'on its way',
  sent: 'sent',
  failed: 'is tried again',
  'given-up': 'given up',
  dropped: 'not needed any more',
}
