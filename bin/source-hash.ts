import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const folders = ['app', 'components', 'lib', 'public']
const files = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation-client.ts',
  'instrumentation.ts',
  'prisma/schema.prisma',
]
const configs = ['next.config.ts', 'next.config.mjs', 'next.config.js']

/** Whether a file has a part in the built pages: tests, and what only tests and the demo import, have none. */
export function isBuilt(relative: string): boolean {
  if (/\.(test|spec)\.[cm]?tsx?$/.test(relative)) return false
  return !/^lib\/(estate|db\/generated)\/|\/testing\/|\/fixtures\/|\.md$/.test(relative)
}

/**
 * A hash over every file that `next build` could read: the same hash, the same build. Names count as well as contents.
 * @param root the checkout
 */
export function sourceHash(root: string): string {
  const hash = createHash('sha256')
  const all = [
    ...folders.flatMap((folder) => walk(root, folder)),
    ...[...files, ...configs].filter((file) => existsSync(path.join(root, file))),
  ]
  for (const file of all.filter(isBuilt).sort()) {
    hash.update(file).update('\0')
    hash.update(readFileSync(path.join(root, file))).update('\0')
  }
  return hash.digest('hex').slice(0, 20)
}

/** Paths relative to the root, with forward slashes on every system. */
function walk(root: string, folder: string): string[] {
  const here = path.join(root, folder)
  if (!statSync(here, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(here, { withFileTypes: true }).flatMap((entry) => {
    const relative = `${folder}/${entry.name}`
    if (entry.isDirectory()) return walk(root, relative)
    return entry.isFile() ? [relative] : []
  })
}
