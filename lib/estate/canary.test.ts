import { afterAll, describe, expect, it } from 'vitest'
import { IAMClient, ListAccessKeysCommand, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam'
import { canaryPattern } from './canary.ts'
import { startEstate } from './estate.ts'
import { fileNames, fileText } from './files/file-text.ts'

const estate = await startEstate({ tokens: 300, seed: 7, now: new Date('2026-11-24T00:00:00Z') })
afterAll(() => estate.close())
const { org } = estate

const found = (text: string) => text.match(canaryPattern) ?? []
const asked = async (path: string, token = estate.githubCredential.token) => {
  const answer = await fetch(estate.githubUrl + path, { headers: { authorization: `Bearer ${token}` } })
  return `${JSON.stringify([...answer.headers])}\n${await answer.text()}`
}

/** What the SDK would not show: the bytes of the answer. */
async function rawAws(send: (client: IAMClient) => Promise<unknown>): Promise<string> {
  const client = new IAMClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials: estate.awsCredential, maxAttempts: 1 })
  let text = ''
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { body } = result.response as { body: AsyncIterable<Buffer> & { on: unknown } }
      const parts: Buffer[] = []
      for await (const part of body) parts.push(part)
      text = Buffer.concat(parts).toString()
      Object.assign(result.response as object, { body: new Response(text).body })
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
  await send(client).catch(() => undefined)
  return text
}

describe('every secret that the estate hands out is a canary, unlike any other', () => {
  it.each([
    ['deploy keys', `/repos/${org}/ledger/keys`, 'github-deploy-key'],
    ['repositories', `/orgs/${org}/repos`, 'github-clone-token'],
    ['authorised credentials', `/orgs/${org}/credential-authorizations`, 'github-token'],
    ['an error’s cookie', '/orgs/nobody', 'github-cookie'],
  ])('GitHub: %s', async (_, path, kind) => {
    const seen = found(await asked(path))
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.every((one) => one.startsWith(`CNRY-${kind}-`))).toBe(true)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('AWS: secrets beside access keys and service credentials', async () => {
    const keys = found(await rawAws((client) => client.send(new ListAccessKeysCommand({ UserName: 'billing-export' }))))
    const services = found(await rawAws((client) => client.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true }))))
    expect(keys.map((one) => one.slice(0, 15))).toEqual(['CNRY-aws-secret', 'CNRY-aws-secret'])
    expect(new Set(services).size).toBe(estate.control.counts().serviceCredentials)
  })

  it('the credentials to read it with', () => {
    const secrets = [estate.awsCredential.secretAccessKey, estate.githubCredential.token, estate.githubOwnerCredential.token]
    for (const secret of secrets) expect(found(secret)).toEqual([secret])
  })

  it('bodies of errors that a fault brings', async () => {
    for (const name of ['html', 'forbidden', 'throttled', 'server-errors'] as const) {
      estate.control.fault({ name, times: 1 })
      expect(found(await asked(`/orgs/${org}`)), name).toHaveLength(1)
    }
  })

  it('the files hold none: a person wrote them', () => {
    for (const name of fileNames) expect(found(fileText(estate.control.view(), name))).toEqual([])
  })
})
