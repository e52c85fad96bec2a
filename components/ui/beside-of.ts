type Size = { width: number; height: number }
type Box = { left: number; top: number; bottom: number }

const gap = 4

/** Where a box of this size stands under what opened it, or above where there is no room below; never over the window's edge. In pixels. */
export function besideOf({ left, top, bottom }: Box, box: Size, { innerWidth, innerHeight }: { innerWidth: number; innerHeight: number }) {
  const below = bottom + gap
  const fits = below + box.height + gap <= innerHeight
  return { left: Math.max(gap, Math.min(left, innerWidth - box.width - gap)), top: fits ? below : Math.max(gap, top - box.height - gap) }
}
