import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTokenFile, TokenFile, tokenFolderVariable } from './token-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'standdown-tokens-'))
  await writeFile(path.join(folder, 'cluster'), 'a-token\n')
  await writeFile(path.join(folder, 'empty'), '\n')
  await writeFile(path.join(folder, 'lines'), 'one\ntwo')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test.each<[string, string | undefined, string, unknown]>([
  ['a token', undefined, 'cluster', 'a-token'],
  ['no such file', undefined, 'another', expect.stringContaining('cannot be read')],
  ['an empty file', undefined, 'empty', expect.stringContaining('holds no token')],
  ['more than a token', undefined, 'lines', expect.stringContaining('holds no token')],
  ['no folder named', '', 'cluster', expect.stringContaining('is not set')],
])('%s', async (_, named, file, wanted) => {
  vi.stubEnv(tokenFolderVariable, named ?? folder)
  const read = await openTokenFile(file)().catch((error: Error) => [error.message, 'status' in error && error.status])
  expect(typeof read === 'string' ? read : read[0]).toEqual(wanted)
  if (typeof read !== 'string') expect(read[1]).toBe(401)
})

test.each(['../etc/passwd', '/etc/passwd', '.hidden', 'a/b', '', 'a\u0000b'])('%j is no name of a file', (name) => {
  expect(TokenFile.safeParse(name).success).toBe(false)
})
