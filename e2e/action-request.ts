import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Raw } from './raw-request.ts'

/** One server action of the build: the id it is called by, the file and name it has, and a page that carries it. */
export type BuiltAction = { id: string; door: string; page: string }

/** The actions that a build can be asked for, from its own list. */
export function actionsOf(build: string): BuiltAction[] {
  const manifest = readFileSync(path.join(build, '.next', 'server', 'server-reference-manifest.json'), 'utf8')
  const { node } = JSON.parse(manifest) as {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>
  }
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => ({
    id,
    door: `${filename.replace(/^app\//, '')} ${exportedName}`,
    page:
      Object.keys(workers)[0]
        ?.replace(/^app\//, '')
        .replace(/page$/, 'page.tsx') ?? '',
  }))
}

/** A call as a page's script sends it: a form, and mostly the state before it. */
export function callOf(
  id: string,
  address: string,
  fields: Readonly<Record<string, string>> = {},
  takes: 'state and form' | 'form' = 'state and form',
) {
  const boundary = 'standdown-test-boundary'
  const args = takes === 'form' ? '["$K1"]' : '[null,"$K1"]'
  const parts = { ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`1_${name}`, value])), '0': args }
  const body = Object.entries(parts).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    method: 'POST',
    path: address,
    headers: { 'next-action': id, accept: 'text/x-component', 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${body.join('')}--${boundary}--\r\n`,
  } satisfies Raw
}
