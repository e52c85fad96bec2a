import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTokenFile, TokenFile, tokenFolderOf, tokenFolderVariable } from './token-file.ts'

const own = 'https://vault.example.com:8200'
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'standdown-tokens-'))
  const host = path.join(folder, 'vault.example.com_8200')
  await mkdir(host)
  await writeFile(path.join(host, 'cluster'), 'a-token\n')
  await writeFile(path.join(host, 'empty'), '\n')
  await writeFile(path.join(host, 'lines'), 'one\ntwo')
  // As it lay before files had a host.
  await writeFile(path.join(folder, 'cluster'), 'of-nobody')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test.each<[string, string | undefined, string | undefined, string, unknown]>([
  ['a token', undefined, 'cluster', own, 'a-token'],
  ['a token, whatever the path under the host', undefined, 'cluster', `${own}/v1/auth/jwt/login`, 'a-token'],
  ['no such file', undefined, 'another', own, expect.stringContaining('cannot be read')],
  ['an empty file', undefined, 'empty', own, expect.stringContaining('holds no token')],
  ['more than a token', undefined, 'lines', own, expect.stringContaining('holds no token')],
  ['no folder named', '', 'cluster', own, expect.stringContaining('is not set')],
  ['no file named', undefined, undefined, own, expect.stringContaining('Which file')],
  ['another host', undefined, 'cluster', 'https://elsewhere.example', expect.stringContaining('Only a file in the folder of that name is sent to elsewhere.example: let whoever runs Standdown put it there')],
  ['another port', undefined, 'cluster', 'https://vault.example.com', expect.stringContaining('vault.example.com/cluster')],
  ['the same in the clear', undefined, 'cluster', 'http://vault.example.com:8200', expect.stringContaining('http_vault.example.com_8200/cluster')],
  ['a host within the name of another', undefined, 'cluster', 'https://vault.example.com_8200', expect.stringContaining('No folder can be named after')],
  ['a host that leads out of its folder', undefined, 'cluster', 'https://..', expect.stringContaining('No folder can be named after')],
])('%s', async (_, named, file, sentTo, wanted) => {
  vi.stubEnv(tokenFolderVariable, named ?? folder)
  const read = await openTokenFile(file, sentTo)().catch((error: Error) => [error.message, 'status' in error && error.status])
  expect(typeof read === 'string' ? read : read[0]).toEqual(wanted)
  if (typeof read !== 'string') expect(read[1]).toBe(401)
}) // prettier-ignore

test.each([
  ['https://vault.example.com', 'vault.example.com'],
  ['https://Vault.Example.com:443/x', 'vault.example.com'],
  ['https://vault.example.com:8200', 'vault.example.com_8200'],
  ['http://vault.example.com', 'http_vault.example.com'],
  ['http://127.0.0.1:8200', 'http_127.0.0.1_8200'],
  ['https://[::1]:6443', '[__1]_6443'],
  ['https://vault_8200', null],
  ['https://..', null],
])('what is sent to %s lies in %s', (address, wanted) => expect(tokenFolderOf(address)).toBe(wanted))

test.each(['../etc/passwd', '/etc/passwd', '.hidden', 'a/b', '', 'a\u0000b'])('%j is no name of a file', (name) => {
  expect(TokenFile.safeParse(name).success).toBe(false)
})
