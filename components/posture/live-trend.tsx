'use client'

import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import type { StandingLinesProps } from './standing-lines.tsx'

/**
 * A trend that can be read day by day, by pointer or arrow keys. The server's own drawing stands in its place until the code for it has
 * come, and stays where it never does.
 */
export function LiveTrend({ children, ...lines }: StandingLinesProps & { children: ReactNode }) {
  const [Lines, setLines] = useState<ComponentType<StandingLinesProps> | null>(null)
  useEffect(() => {
    let left = false
    void import('./standing-lines.tsx').then(({ StandingLines }) => {
      if (!left) setLines(() => StandingLines)
    })
    return () => {
      left = true
    }
  }, [])
  return Lines ? <Lines {...lines} /> : children
}
