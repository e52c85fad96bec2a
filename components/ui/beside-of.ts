type Size = { width: number; height: number }
type Box = { left: number; top: number; bottom: number }

const gap = 4

/**
 * On which side of a field its list opens, and how much room there is, in pixels: below while all of it fits there, or there is no more room
 * above. `head` and `foot` are what the window's edges are covered by.
 */
export function sideFor(
  { top, bottom }: Pick<DOMRect, 'top' | 'bottom'>,
  height: number,
  { innerHeight, head, foot }: { innerHeight: number; head: number; foot: number },
): { side: 'above' | 'below'; room: number } {
  const below = innerHeight - foot - bottom - gap
  const above = top - head - gap
  return below >= height || below >= above ? { side: 'below', room: below } : { side: 'above', room: above }
}

/** Where a box of this size stands under what opened it, or above where there is no room below; never over the window's edge. In pixels. */
export function besideOf({ left, top, bottom }: Box, box: Size, { innerWidth, innerHeight }: { innerWidth: number; innerHeight: number }) {
  const below = bottom + gap
  const fits = below + box.height + gap <= innerHeight
  return { left: Math.max(gap, Math.min(left, innerWidth - box.width - gap)), top: fits ? below : Math.max(gap, top - box.height - gap) }
}
