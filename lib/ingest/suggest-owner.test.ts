import { expect, test } from 'vitest'
import type { DirectoryOwner, DirectoryWorkload, Ownerless } from '../model/suggestion.ts'
import { arrange, suggestOwner } from './suggest-owner.ts'

const person = (id: string, name: string, more: Partial<DirectoryOwner> = {}): DirectoryOwner => ({
  id,
  name,
  kind: 'person',
  status: 'active',
  teamId: null,
  managerId: null,
  ...more,
})
const workload = (id: string, key: string, more: Partial<DirectoryWorkload> = {}): DirectoryWorkload => ({
  id,
  key,
  name: key,
  ownerId: null,
  accountableId: null,
  ...more,
})

const directory = arrange(
  [
    person('ana', 'Ana Lima'),
    person('ben', 'Ben Orr'),
    person('gone', 'Gil Gone', { status: 'departed', managerId: 'ana', teamId: 'pay' }),
    person('lost', 'Lou Lost', { status: 'departed', managerId: 'gone', teamId: 'pay' }),
    person('pay', 'Payments', { kind: 'team' }),
    person('one', 'Kim Twin'),
    person('two', 'Kim Twin'),
  ],
  [
    { handle: 'handle:github:ana-l', ownerId: 'ana' },
    { handle: 'email:ben@acme.example', ownerId: 'ben' },
    { handle: 'email:gil@acme.example', ownerId: 'gone' },
    { handle: 'name:payments', ownerId: 'pay' },
  ],
  [
    workload('w-bill', 'billing-export', { ownerId: 'pay' }),
    workload('w-bill-dev', 'billing-export-dev', { ownerId: 'ben' }),
    workload('w-bot', 'bot', { accountableId: 'ana' }),
    workload('w-old', 'old', { ownerId: 'gone' }),
  ],
)

const token = (more: Partial<Ownerless>): Ownerless => ({
  name: 'x',
  ownerHints: [],
  tags: {},
  consumers: [],
  departedId: null,
  workloadId: null,
  peerOwnerId: null,
  refused: [],
  ...more,
})
const hint = (how: 'email' | 'handle' | 'name', value: string) => ({ how, value, says: 'tag' })

test.each<[string, Partial<Ownerless>, [string, string, string] | null]>([
  ['nothing says anything', {}, null],
  ['CODEOWNERS, by handle and by team', { tags: { CodeOwners: '@ana-l @acme/payments' } }, ['ana', 'codeowners', 'likely']],
  ['CODEOWNERS, a team of an organisation', { tags: { codeowners: '@acme/payments' } }, ['pay', 'codeowners', 'likely']],
  ['a team’s tag', { tags: { team: 'Payments' } }, ['pay', 'tag', 'likely']],
  ['its workload', { workloadId: 'w-bill' }, ['pay', 'workload', 'likely']],
  ['who answers for its agent', { workloadId: 'w-bot' }, ['ana', 'workload', 'likely']],
  ['a workload whose owner left', { workloadId: 'w-old' }, null],
  ['CODEOWNERS before the workload', { workloadId: 'w-bill', tags: { codeowners: 'ben@acme.example' } }, ['ben', 'codeowners', 'likely']],
  ['another key of the same name', { peerOwnerId: 'ben' }, ['ben', 'same-holder', 'likely']],
  ['the manager of whoever left', { departedId: 'gone' }, ['ana', 'manager', 'likely']],
  ['the team, where the manager left too', { departedId: 'lost' }, ['pay', 'team', 'possible']],
  ['a later hint, where the first left', { departedId: 'gone', ownerHints: [hint('email', 'gil@acme.example'), hint('name', 'payments')] }, ['pay', 'tag', 'likely']], // prettier-ignore
  ['who created it', { tags: { 'created-by': 'ben@acme.example' } }, ['ben', 'creator', 'possible']],
  ['who committed it', { tags: { committer: 'Ana Lima' } }, ['ana', 'committer', 'possible']],
  ['who used it last', { tags: { 'last-used-by': 'github:ana-l' } }, ['ana', 'last-user', 'possible']],
  ['what uses it', { consumers: ['billing export'] }, ['pay', 'consumer', 'possible']],
  ['its name, the longest run first', { name: 'billing-export-dev-writer' }, ['ben', 'naming', 'possible']],
  ['its name, in the middle', { name: 'ci (acme/billing-export)' }, ['pay', 'naming', 'possible']],
  ['a name of few letters is no evidence', { name: 'old-bot' }, null],
  ['its holder is called like somebody', { ownerHints: [hint('handle', 'github:ana-lima')] }, ['ana', 'naming', 'possible']],
  ['a name that two share', { name: 'kim-twin-key' }, null],
  ['refused: the next best', { workloadId: 'w-bill', name: 'billing-export-dev', refused: ['pay'] }, ['ben', 'naming', 'possible']],
  ['refused: nobody else', { workloadId: 'w-bill', refused: ['pay'] }, null],
])('%s', (_, said, expected) => {
  const found = suggestOwner(token(said), directory)
  expect(found && [found.ownerId, found.evidence, found.certainty]).toEqual(expected)
})

test('the evidence is a sentence that names what said it', () => {
  expect(suggestOwner(token({ departedId: 'gone' }), directory)?.says).toBe('Was the manager of Gil Gone, who left.')
  expect(suggestOwner(token({ tags: { team: 'payments' } }), directory)?.says).toBe('Its tag team says payments.')
})
