import { expect, test } from 'vitest'
import { offersNoBinding } from './binding-offered.ts'

test.each([
  ['github.pat.classic', true],
  ['github.pat.fine-grained', true],
  ['aws.access-key', true],
  ['aws.service-credential.bedrock', true],
  // A key that stays in hardware can be one of these.
  ['github.ssh-key', false],
  ['github.deploy-key', false],
  // Of what a file names we know nothing.
  ['github.pat.classic.copy', false],
  ['oauth.access-token', false],
])('%s: nothing better is offered for it: %s', (kind, known) => expect(offersNoBinding(kind)).toBe(known))
