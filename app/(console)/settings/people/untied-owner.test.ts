import { expect, test } from 'vitest'
import { untiedOwner } from './untied-owner.ts'

const asked = { role: 'owner', owner: '', agreed: false, namesake: null }

test.each<[string, Partial<Parameters<typeof untiedOwner>[0]>, RegExp | null]>([
  ['an owner who is nobody', {}, /sees no token and gets no task\. Nobody in the directory has this e-mail address/],
  ['an owner whose address is there', { namesake: 'Ana' }, /Ana in the directory has this e-mail address: choose them/],
  ['only blanks were typed', { owner: '  ' }, /sees no token/],
  ['an owner who is somebody', { owner: '018f' }, null],
  ['it is to be so', { agreed: true }, null],
  ['an analyst needs to be nobody', { role: 'analyst' }, null],
])('%s', (_, more, says) => {
  const issue = untiedOwner({ ...asked, ...more })
  if (says) expect(issue).toMatchObject({ where: 'owner', what: expect.stringMatching(says) })
  else expect(issue).toBeNull()
})
