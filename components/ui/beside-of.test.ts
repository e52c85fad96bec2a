import { expect, test } from 'vitest'
import { besideOf, sideFor } from './beside-of.ts'

const window = { innerWidth: 390, innerHeight: 800 }
const box = { width: 256, height: 60 }

test.each([
  ['below', { left: 20, top: 100, bottom: 120 }, { left: 20, top: 124 }],
  ['above, at the foot of the window', { left: 20, top: 760, bottom: 780 }, { left: 20, top: 696 }],
  ['within the right edge', { left: 300, top: 100, bottom: 120 }, { left: 130, top: 124 }],
  ['within a window that is too small', { left: -20, top: 10, bottom: 790 }, { left: 4, top: 4 }],
])('it stands %s', (_, at, place) => expect(besideOf(at, box, window)).toEqual(place))

const phone = { innerHeight: 800, head: 50, foot: 60 }

test.each([
  ['below, where it fits', { top: 100, bottom: 140 }, 200, { side: 'below', room: 596 }],
  ['above, where the bar at the foot would cover it', { top: 560, bottom: 600 }, 200, { side: 'above', room: 506 }],
  ['below to the pixel', { top: 496, bottom: 536 }, 200, { side: 'below', room: 200 }],
  ['above from one pixel less', { top: 497, bottom: 537 }, 200, { side: 'above', room: 443 }],
  ['below, where it fits nowhere and there is more room', { top: 200, bottom: 240 }, 600, { side: 'below', room: 496 }],
])('a list opens %s', (_, field, height, side) => expect(sideFor(field, height, phone)).toEqual(side))
