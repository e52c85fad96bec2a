import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.dirname(import.meta.dirname)

/** Packages that a browser should not have to load, and what they weigh there. */
const heavy = /^(zod|pg|uuid|undici|pino|tailwind-merge|@prisma\/client)$/

const files: ReadonlyMap<string, string> = new Map<string, string>(
  ['app', 'components', 'lib'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name) && !name.startsWith('db/generated'))
      .map((name) => [`${folder}/${name}`, readFileSync(path.join(root, folder, name), 'utf8')] as const),
  ),
)

const directives = { 'use client': /^(\/\/.*\n|\s)*['"]use client['"]/, 'use server': /^(\/\/.*\n|\s)*['"]use server['"]/ }
const begins = (file: string, directive: keyof typeof directives) => directives[directive].test(files.get(file) ?? '')

/** What a file loads when it runs; a type leaves nothing behind. */
function loads(file: string): string[] {
  const found = (files.get(file) ?? '').matchAll(/^(?:import|export)\s+(?!type\b)([^'";]*?)from\s*['"]([^'"]+)['"]/gm)
  return [...found]
    .filter(([, names = '']) => !/^\{\s*(type\s+\w+( as \w+)?,?\s*)+\}\s*$/.test(names.trim()))
    .map(([, , to = '']) => (to.startsWith('@/') ? to.slice(2) : to.startsWith('.') ? path.posix.join(path.posix.dirname(file), to) : to))
}

/** How a file comes to load a heavy package, or null. What a server action imports stays on the server. */
function wayToHeavy(file: string, seen = new Set<string>()): string[] | null {
  for (const to of loads(file)) {
    if (heavy.test(to)) return [file, to]
    if (!files.has(to) || seen.has(to) || begins(to, 'use server')) continue
    seen.add(to)
    const way = wayToHeavy(to, seen)
    if (way) return [file, ...way]
  }
  return null
}

test('what runs in a browser loads nothing that only a server needs', () => {
  const islands = [...files.keys()].filter((file) => begins(file, 'use client'))
  expect(islands.length).toBeGreaterThan(10)
  expect(islands.flatMap((file) => wayToHeavy(file)?.join(' -> ') ?? [])).toEqual([])
})
