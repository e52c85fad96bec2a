import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// Without this, our type sizes are taken for text colours and one of the two is dropped.
const merge = extendTailwindMerge({
  extend: { theme: { text: ['meta', 'table', 'body', 'section', 'title', 'headline'], radius: ['control', 'panel'], shadow: ['float'] } },
})

/**
 * Joins class names; of two that set the same thing the later wins, so that a caller may adjust a part. For what only a server
 * draws: it weighs 9 kB in a browser, so what runs there uses `clsx` and never sets the same thing twice.
 */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
