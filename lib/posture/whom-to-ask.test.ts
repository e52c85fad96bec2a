import { expect, test } from 'vitest'
import { whomToAsk } from './whom-to-ask.ts'

const mia = { name: 'Mia' }

test.each([
  ['its owner', { ownerName: 'Lena', ownerStatus: 'active' }, mia, { ask: 'owner', name: 'Lena', left: null }],
  ['who may own what somebody left', { ownerName: 'Lena', ownerStatus: 'departed' }, mia, { ask: 'suggested', name: 'Mia', left: 'Lena' }],
  ['nobody, where nobody may', { ownerName: 'Lena', ownerStatus: 'departed' }, undefined, { ask: 'nobody', left: 'Lena' }],
  ['who may own what nobody owns', { ownerName: null, ownerStatus: null }, mia, { ask: 'suggested', name: 'Mia', left: null }],
  ['its source, where nobody is named', { ownerName: null, ownerStatus: null }, undefined, { ask: 'source' }],
] as const)('whom to ask of a token: %s', (_, token, suggested, whom) => expect(whomToAsk(token, suggested)).toEqual(whom))
