import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { unstable_doesMiddlewareMatch as passes } from 'next/experimental/testing/server'
import { expect, test } from 'vitest'
import { config } from '../../../proxy.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')
const handlers = globSync('app/api/**/route.ts', { cwd: root }).filter((file) => !file.includes('['))
const reads = (file: string) => readFileSync(path.join(root, file), 'utf8').includes('openUpload(')
const addressOf = (file: string) => `/${path.dirname(file).replace(/^app\//, '')}`

test('files to import stream past the proxy, which would hold them in memory; nothing else does', () => {
  const past = handlers.filter((file) => !passes({ config, nextConfig: {}, url: addressOf(file) }))
  expect(past.length).toBeGreaterThan(1)
  expect(past.toSorted()).toEqual(handlers.filter(reads).toSorted())
})

test.each(['/', '/tokens', '/sources/import', '/api/v1/imports/x', '/api/v1/importsx', '/x/api/v1/imports', '/api/v1/directory-imports/x'])(
  '%s has its policy from the proxy',
  (url) => expect(passes({ config, nextConfig: {}, url })).toBe(true),
)
