import type { FileMap } from '@/lib/connectors/file/mapping.ts'

/** Gives a map to the browser as a file. */
export function takeDown(name: string, map: FileMap): void {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(map, null, 2)}\n`], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name.replace(/[^\p{L}\d. _-]/gu, '-') })
  link.click()
  // Some browsers have not begun to read it by now.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
