import {
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  paginateListUsers,
} from '@aws-sdk/client-iam'
import type { Estate } from '../estate.ts'
import { fileText } from '../files/file-text.ts'

/** Rows of a GitHub listing, by the links that the answers give; with their raw text, for searches. */
export async function githubRows(estate: Estate, path: string, perPage = 100): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for (let next: string | undefined = `${estate.githubUrl}${path}?per_page=${perPage}`; next;) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${estate.githubCredential.token}` } })
    if (!answer.ok) throw new Error(`${next} answered ${answer.status}`)
    rows.push(...((await answer.json()) as Record<string, unknown>[]))
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return rows
}

/** Every token of the estate as its three doors tell it: AWS by its SDK, GitHub by its links, the file by its text. */
export async function readAll(estate: Estate) {
  const { org } = estate
  const client = new IAMClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials: estate.awsCredential, maxAttempts: 1 })
  const keys: unknown[] = []
  for await (const { Users = [] } of paginateListUsers({ client, pageSize: 1_000 }, {}))
    for (const { UserName } of Users)
      for (const key of (await client.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata ?? []) {
        const { AccessKeyLastUsed } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId }))
        keys.push({ ...key, AccessKeyLastUsed })
      }
  const services = (await client.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1_000 }))).ServiceSpecificCredentials ?? [] // prettier-ignore
  const repositories = await githubRows(estate, `/orgs/${org}/repos`)
  const deployKeys: unknown[] = []
  for (const { name } of repositories) deployKeys.push(...(await githubRows(estate, `/repos/${org}/${String(name)}/keys`)))
  return {
    accessKeys: keys,
    serviceCredentials: services as unknown[],
    fineGrained: (await githubRows(estate, `/orgs/${org}/personal-access-tokens`)) as unknown[],
    credentials: (await githubRows(estate, `/orgs/${org}/credential-authorizations`)) as unknown[],
    deployKeys,
    fileTokens: fileText(estate.control.view(), 'tokens', 'jsonl').trim().split('\n') as unknown[],
  }
}

/** The answers without the address that they were asked at, which a restart may change. */
export function withoutAddress(estate: Estate, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(estate.url, 'http://estate'))
}
