import { expect, test } from 'vitest'
import type { Due } from './due.ts'
import { tell, type Book, type Contact } from './recipients.ts'

const ben = { name: 'Ben', email: 'ben@x.example', ownerId: 'ben' }
const cleo = { name: 'Cleo', email: 'cleo@x.example', ownerId: 'cleo' }
const noor = { name: 'Noor', email: 'noor@x.example', ownerId: null }
const ana: Contact = {
  id: 'ana',
  kind: 'person',
  name: 'Ana',
  email: 'Ana@X.example',
  departed: false,
  manager: ben,
  team: { name: 'Payments', email: 'payments@x.example' },
  members: [{ name: 'Ana', email: 'ana@x.example', ownerId: 'ana' }, cleo],
}
const payments: Contact = {
  id: 'pay',
  kind: 'team',
  name: 'Payments',
  email: null,
  departed: false,
  manager: null,
  team: null,
  members: [cleo],
}

const brief = { planId: 'p', title: 'T', dueAt: '2026-12-01T00:00:00.000Z', tokens: 1, owner: 'Ana', course: 'retirement' } as const
const late = (to: Due['to']): Due => ({ key: 'k', notice: { kind: 'overdue', ...brief, days: 8 }, to })
const bookOf = (contact: Contact | null, more: Partial<Book> = {}): Book => ({
  owners: new Map(contact ? [[contact.id, contact]] : []),
  users: new Map([['u', noor]]),
  security: [noor],
  admins: [noor],
  email: true,
  slack: null,
  webhook: null,
  ...more,
})

function told(contact: Contact | null, due: Due, more: Partial<Book> = {}): string[] {
  return tell(due, bookOf(contact, more)).map(({ channel, recipient, reader }) => `${channel} ${recipient} as ${reader}`)
}

const toOwner = (ownerId: string) => late([{ who: 'owner', ownerId }])
const toBoth = (ownerId: string) => late([{ who: 'owner', ownerId }, { who: 'above', ownerId }]) // prettier-ignore

test.each<[string, Contact | null, Due, string[]]>([
  ['a person', ana, toOwner('ana'), ['email ana@x.example as owner']],
  ['a team with an address', { ...payments, email: 'pay@x.example' }, toOwner('pay'), ['email pay@x.example as owner']],
  ['a team without one: its people', payments, toOwner('pay'), ['email cleo@x.example as owner']],
  ['a team that nobody can be reached in', { ...payments, members: [] }, toOwner('pay'), ['email noor@x.example as security']],
  ['somebody who left: whoever stands above', { ...ana, departed: true }, toOwner('ana'), ['email ben@x.example as above']],
  ['somebody without an address', { ...ana, email: null }, toOwner('ana'), ['email ben@x.example as above']],
  ['an owner that is not there any more', null, toOwner('ana'), ['email noor@x.example as security']],
  ['above: the manager', ana, toBoth('ana'), ['email ana@x.example as owner', 'email ben@x.example as above']],
  ['above, without a manager: the team', { ...ana, manager: null }, toBoth('ana'), ['email ana@x.example as owner', 'email payments@x.example as above']],
  ['above, with a team that has no address: its other people', { ...ana, manager: null, team: { name: 'Payments', email: null } }, toBoth('ana'), ['email ana@x.example as owner', 'email cleo@x.example as above']],
  ['above, with nobody: security', { ...ana, manager: null, team: null, members: [] }, toBoth('ana'), ['email ana@x.example as owner', 'email noor@x.example as security']],
  ['one address hears of a thing once', { ...ana, manager: { ...ben, email: 'ANA@x.example' } }, toBoth('ana'), ['email ana@x.example as owner']],
  ['an address that is a list is none', { ...ana, email: 'a@x.example, b@x.example' }, toBoth('ana'), ['email ben@x.example as above']],
  ['an address with a line break is none', { ...ana, email: 'a@x.example\r\nBcc: b@x.example' }, toBoth('ana'), ['email ben@x.example as above']],
  ['an account', null, late([{ who: 'user', userId: 'u' }]), ['email noor@x.example as requester']],
  ['an account that is gone', null, late([{ who: 'user', userId: 'v' }]), []],
])('%s', (_, contact, due, expected) => expect(told(contact, due)).toEqual(expected)) // prettier-ignore

test('a channel hears of what goes to security, a program of everything, each once', () => {
  const on = { slack: 'https://hooks.example', webhook: 'https://program.example' }
  expect(told(ana, toOwner('ana'), on)).toEqual(['email ana@x.example as owner', 'webhook https://program.example as machine'])
  expect(told(null, late([{ who: 'security' }]), on)).toEqual([
    'email noor@x.example as security',
    'slack https://hooks.example as security',
    'webhook https://program.example as machine',
  ])
  expect(told(ana, toOwner('ana'), { ...on, email: false })).toEqual(['webhook https://program.example as machine'])
})

test('only a person of the directory may need an account', () => {
  const ids = (due: Due) => tell(due, bookOf(ana)).map(({ ownerId }) => ownerId)
  expect(ids(toBoth('ana'))).toEqual(['ana', null])
  expect(ids(late([{ who: 'security' }]))).toEqual([null])
})
