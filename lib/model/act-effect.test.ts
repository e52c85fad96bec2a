import { expect, test } from 'vitest'
import { actions as aws } from '../connectors/aws-iam/actions.ts'
import { actions as github } from '../connectors/github-org/actions.ts'
import { doesTo, effectOf } from './act-effect.ts'

/** Every kind that can be acted on, by what its deletion is called and what lives on after it: a new kind needs a line here. */
const deletions = {
  'aws.access-key': ['Delete', /Sessions .* 36 hours.*user’s policies.*roles that it assumed/],
  'aws.service-credential.*': ['Delete', null],
  'github.pat.fine-grained': ['Revoke the access of', /not deleted.*give it back.*SSH keys/],
  'github.pat.classic': ['End the authorisation of', /not deleted: the token goes on working/],
  'github.oauth-token': ['End the authorisation of', /not deleted/],
  'github.app-user-token': ['End the authorisation of', /not deleted/],
  'github.ssh-key': ['End the authorisation of', /not deleted: the SSH key goes on working/],
  'github.deploy-key': ['Delete', null],
} as const

test('each kind that a connector acts on says what its deletion does and leaves', () => {
  expect(Object.keys(deletions).toSorted()).toEqual(Object.keys({ ...aws.kinds, ...github.kinds }).toSorted())
  for (const [kind, [does, leaves]] of Object.entries(deletions)) {
    const effect = effectOf('delete', kind.replace('*', 'bedrock'))
    expect(effect.does).toBe(does)
    if (leaves === null) expect(effect.leaves).toBeNull()
    else expect(effect.leaves).toMatch(leaves)
  }
})

test('switching an access key off leaves its sessions; switching it on leaves nothing', () => {
  expect(effectOf('disable', 'aws.access-key').leaves).toMatch(/Sessions/)
  expect(effectOf('enable', 'aws.access-key').leaves).toBeNull()
})

const of = (...kinds: string[]) => kinds.map((kind) => ({ kind }))
test.each([
  ['delete', of('aws.access-key', 'github.deploy-key'), 'Delete'],
  ['delete', of('github.ssh-key', 'github.pat.classic'), 'End the authorisation of'],
  ['delete', of('github.deploy-key', 'github.pat.fine-grained'), 'Delete, or revoke the access of'],
  ['disable', of('aws.access-key'), 'Disable'],
  ['delete', [], 'Delete'],
] as const)('to %s %j: %s', (verb, tokens, says) => expect(doesTo(verb, tokens)).toBe(says))
