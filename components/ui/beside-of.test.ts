import { expect, test } from 'vitest'
import { besideOf } from './beside-of.ts'

const window = { innerWidth: 390, innerHeight: 800 }
const box = { width: 256, height: 60 }

test.each([
  ['below', { left: 20, top: 100, bottom: 120 }, { left: 20, top: 124 }],
  ['above, at the foot of the window', { left: 20, top: 760, bottom: 780 }, { left: 20, top: 696 }],
  ['within the right edge', { left: 300, top: 100, bottom: 120 }, { left: 130, top: 124 }],
  ['within a window that is too small', { left: -20, top: 10, bottom: 790 }, { left: 4, top: 4 }],
])('it stands %s', (_, at, place) => expect(besideOf(at, box, window)).toEqual(place))
