import { foldAddress, isAddress, type ChannelKind, type Notice, type Reader } from '../model/message.ts'
import type { Audience, Due } from './due.ts'

/** Somebody to write to. `ownerId`: who they are in the directory, where they are a person of it and may need an account. */
export type Person = { name: string; email: string; ownerId: string | null; userId?: string }

/** An owner of the directory, as far as it says how to reach them and who stands above. People who left are in none of these. */
export type Contact = {
  id: string
  kind: 'person' | 'team'
  name: string
  email: string | null
  departed: boolean
  manager: Person | null
  team: { name: string; email: string | null } | null
  /** The people of the team: of this one, or of the one that a person is in. */
  members: readonly Person[]
}

/** Everybody who may have to be written to. */
export type Book = {
  owners: ReadonlyMap<string, Contact>
  users: ReadonlyMap<string, Person>
  security: readonly Person[]
  admins: readonly Person[]
  /** The receivers of the two channels that go to no person; null where they are not on. */
  slack: string | null
  webhook: string | null
  email: boolean
}

/** One thing to say to one reader by one channel. */
export type Told = {
  key: string
  channel: ChannelKind
  recipient: string
  name: string
  ownerId: string | null
  /** Whose it is as it is told, whoever reads it: an owner's own address, their manager and their team all hear of it as that owner's. */
  holderId: string | null
  reader: Reader
  notice: Notice
}

/** What security as a whole is told in its channel, beside by mail. */
const inChannel: readonly Notice['kind'][] = [
  'exposed',
  'leak-unmatched',
  'source-failing',
  'exception-ended',
  'overdue',
  'digest',
  'reopened',
  'act-waiting',
  'act-review',
]

/**
 * Who hears of something, and by which channel. One address hears of a thing once, whatever it is to it. Where nobody can be reached (an
 * owner who left, a team without an address) it goes to whoever stands above, and in the end to security.
 */
export function tell({ key, notice, to }: Due, book: Book): Told[] {
  const people = to.flatMap((audience) =>
    reach(audience, book).map((one) => ({ ...one, holderId: 'ownerId' in audience ? audience.ownerId : null })),
  )
  const mails: Told[] = []
  for (const { person, reader, holderId } of book.email ? people : []) {
    const recipient = foldAddress(person.email)
    if (mails.some((mail) => mail.recipient === recipient)) continue
    const { name, ownerId } = person
    mails.push({ key: `${key}>email:${recipient}`, channel: 'email', recipient, name, ownerId, holderId, reader, notice })
  }
  const isForAll = to.some(({ who }) => who === 'security' || who === 'admins') || people.some(({ reader }) => reader === 'security')
  const posts = [
    ...(book.slack !== null && isForAll && inChannel.includes(notice.kind) ? [['slack', book.slack, 'security'] as const] : []),
    // A digest repeats what a program has had as it happened.
    ...(book.webhook !== null && notice.kind !== 'digest' ? [['webhook', book.webhook, 'machine'] as const] : []),
  ]
  return [
    ...mails,
    ...posts.map(([channel, recipient, reader]) => ({ key: `${key}>${channel}`, channel, recipient, name: recipient, ownerId: null, holderId: null, reader, notice })),
  ]
} // prettier-ignore

type Reached = { person: Person; reader: Reader }

function reach(audience: Audience, book: Book): Reached[] {
  switch (audience.who) {
    case 'owner':
    case 'offered': {
      const contact = book.owners.get(audience.ownerId)
      const reached = ownersOf(contact, audience.who)
      return reached.length > 0 ? reached : above(contact, book)
    }
    case 'above':
      return above(book.owners.get(audience.ownerId), book)
    case 'user': {
      const person = book.users.get(audience.userId)
      return person ? all([person], 'requester') : []
    }
    case 'security':
      return all(book.security.filter(({ userId }) => !userId || !audience.but?.includes(userId)), 'security') // prettier-ignore
    case 'admins':
      return all(book.admins, 'admin')
  }
}

/** A person who is here, a team's own address, or else the people in it. */
function ownersOf(contact: Contact | undefined, reader: 'owner' | 'offered'): Reached[] {
  if (!contact || contact.departed) return []
  const { id, kind, name, email, members } = contact
  if (email) return all([{ name, email, ownerId: kind === 'person' ? id : null }], reader)
  return kind === 'team' ? all(members, reader) : []
}

/** The manager; without one, the team; without one that can be reached, security. They need no account of their own for that. */
function above(contact: Contact | undefined, book: Book): Reached[] {
  const mates = contact?.kind === 'person' ? contact.members.filter(({ ownerId }) => ownerId !== contact.id) : []
  const team = contact?.kind === 'person' && contact.team?.email ? [{ name: contact.team.name, email: contact.team.email }] : []
  for (const people of [contact?.manager ? [contact.manager] : [], team, mates]) {
    const reached = all(people.map(({ name, email }) => ({ name, email, ownerId: null })), 'above') // prettier-ignore
    if (reached.length > 0) return reached
  }
  return all(book.security, 'security')
}

/** Those of them who have an address that can be written to. */
function all(people: readonly Person[], reader: Reader): Reached[] {
  return people.filter(({ email }) => isAddress(foldAddress(email))).map((person) => ({ person, reader }))
}
