import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectorKinds, connectorOf } from '../lib/connectors/registry.ts'
import { AppError } from '../lib/model/app-error.ts'
import { readSourceFile } from './read-source-file.ts'

const secret = 'CNRY-source-file-00112233445566778899aabbccddeeff'
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'standdown-source-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string, env: Record<string, string> = {}) {
  const file = path.join(folder, 'source.json')
  await writeFile(file, text)
  return readSourceFile(file, await connectorOf('github'), { NODE_ENV: 'test', ...env })
}

describe('a source file', () => {
  test('gives settings, with what they leave out filled in, and the credential', async () => {
    expect(await read(`{"org":"acme","credential":{"token":"${secret}"}}`)).toMatchObject({
      settings: { org: 'acme', baseUrl: 'https://api.github.com' },
      credential: { token: secret },
    })
  })
  test('may leave the credential to the environment', async () => {
    expect(await read('\uFEFF{"org":"acme"}', { STANDDOWN_GITHUB_TOKEN: secret, UNRELATED: 'x' })).toMatchObject({
      credential: { token: secret },
    })
  })
  test.each([
    ['that is no JSON', `{"credential":"${secret}`, /is not valid JSON/],
    ['of a list', '[]', /one JSON object/],
    ['without its settings', `{"credential":{"token":"${secret}"}}`, /org/],
    ['with settings that are none', `{"org":"a/b","credential":{"token":"${secret}"}}`, /org cannot be used/],
    ['with a field too many', `{"org":"acme","region":"x","credential":{"token":"${secret}"}}`, /does not know: region/],
    ['with a secret among the settings', `{"org":"acme","token":"${secret}"}`, /does not know: token/],
    ['without a credential', '{"org":"acme"}', /STANDDOWN_GITHUB_TOKEN/],
    ['with half a credential', `{"org":"acme","credential":{"appId":"1","privateKey":"${secret}"}}`, /credential/],
  ])('%s is refused by the name of the field, never with a value', async (_name, text, says) => {
    const error: unknown = await read(text).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    const told = `${(error as AppError).message} ${JSON.stringify((error as AppError).issues)} ${(error as AppError).stack}`
    expect(told).toMatch(says)
    expect(told).not.toContain('CNRY')
  })
  test('that is not there, or a folder, is said', async () => {
    const github = await connectorOf('github')
    await expect(readSourceFile(path.join(folder, 'none.json'), github, process.env)).rejects.toThrow('there is no such file')
    await expect(readSourceFile(folder, github, process.env)).rejects.toThrow('is a folder')
  })
})

test('a kind that there is not is answered with those that there are', async () => {
  for (const kind of ['fax', '__proto__', 'constructor', ''])
    await expect(connectorOf(kind)).rejects.toMatchObject({
      code: 'bad-input',
      issues: [{ what: expect.stringContaining(connectorKinds.join(', ')) as string }],
    })
})
