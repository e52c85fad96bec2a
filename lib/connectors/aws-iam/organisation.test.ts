import { afterAll, describe, expect, test } from 'vitest'
import { startEstate } from '../../estate/estate.ts'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { aws } from './connector.ts'

const estate = await startEstate({ tokens: 60, seed: 9, now: new Date('2026-11-24T00:00:00Z') })
afterAll(() => estate.close())
const { settings: demo, credential } = estate.further['aws-organisation']!
const [payer, staging, data, agents, bought, suspended] = [
  '640117253388', '218804467731', '390261150497', '575930284416', '903356718842', '806642913570',
] // prettier-ignore
const all = { exceptAccounts: [estate.account] }
const two = { exceptAccounts: undefined, accounts: [staging, agents], regions: [] }

type Over = (authorization: string, body: string) => Response | undefined

async function pull(settings: object = {}, { cursor = null as Json, over = (() => undefined) as Over } = {}) {
  const world = { ...quietWorld(), now: estate.control.now() }
  const { fetch } = world
  world.fetch = async (input, init) => {
    const asked = new Request(input, init)
    return over(asked.headers.get('authorization') ?? '', await asked.clone().text()) ?? fetch(asked)
  }
  const seen = await gather(aws.observe(aws.settings.parse({ ...demo, ...settings }), aws.credential.parse(credential), world, cursor))
  return { seen, text: JSON.stringify([seen, world.lines]) }
}

const tokens = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
const gaps = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
const whole = (seen: readonly Observation[]) =>
  seen.flatMap((one) => (one.see === 'part' && one.how === 'whole' ? [one.part] : [])).toSorted()
const leftOut = (seen: readonly Observation[]) =>
  seen.flatMap((one) => (one.see === 'part' && one.how === 'left-out' ? [one.part] : [])).toSorted()
const counts = (seen: readonly Observation[]) =>
  Object.fromEntries(seen.flatMap((one) => (one.see === 'covered' ? [[one.object, one.seen] as const] : [])))
const ids = (seen: readonly Observation[]) => [...new Set(tokens(seen).map(({ part, externalId }) => `${part} ${externalId}`))].toSorted()

const xmlError = (code: string) =>
  new Response(`<ErrorResponse><Error><Code>${code}</Code><Message>CNRY</Message></Error></ErrorResponse>`, {
    status: 403,
    headers: { 'content-type': 'text/xml' },
  })

describe('an organisation', () => {
  test('is read account by account; what cannot be entered is its own gap, what is suspended is told', async () => {
    const { seen, text } = await pull(all)
    expect(whole(seen)).toEqual([staging, data, agents, payer])
    expect(leftOut(seen)).toEqual([estate.account, suspended])
    expect(gaps(seen)).toMatchObject([
      { object: `AWS account ${bought} (harrow-carriers)`, call: 'sts:AssumeRole', why: 'not-permitted', part: bought },
    ])
    expect(gaps(seen)[0]?.says).toMatch(/role standdown-reader in that account.*external ID.*exceptions/)
    expect(counts(seen)).toMatchObject({
      'AWS accounts of the organisation': 7,
      'AWS accounts that are suspended or closed, and were not read': 1,
      'AWS accounts left out by the settings': 1,
      'AWS accounts that were entered': 4,
      'AWS accounts that could not be entered': 1,
      'AWS users': 11,
      'AWS Secrets Manager secrets': 4,
      'IAM Roles Anywhere': 7,
    })
    const parts = seen.flatMap((one) => (one.see === 'token' ? [one.token.part] : one.see === 'issuer' ? [one.issuer.part] : []))
    expect(new Set(parts)).toEqual(new Set([staging, data, agents, payer]))
    expect(text).not.toContain('CNRY')
  })

  test('only these, or all but those', async () => {
    const { seen } = await pull({ ...two, exceptAccounts: [agents, '111111111111'] })
    expect([whole(seen), gaps(seen)]).toEqual([[staging], []])
    expect(leftOut(seen)).toEqual(['111111111111', data, estate.account, agents, payer, suspended, bought].toSorted())
  })

  test('goes on where it was killed, at whatever mark: all is there, once counted, and nothing of it is called whole before it is', async () => {
    const { seen } = await pull(two)
    const marks = seen.flatMap((one, at) => (one.see === 'mark' ? [at] : []))
    expect(marks.length).toBeGreaterThanOrEqual(6)
    for (const at of marks) {
      const kept = seen.slice(0, at)
      const { cursor } = seen[at] as { cursor: Json }
      const { seen: rest } = await pull(two, { cursor: JSON.parse(JSON.stringify(cursor)) as Json })
      expect(ids([...kept, ...rest])).toEqual(ids(seen))
      expect(whole([...kept, ...rest])).toEqual(whole(seen))
      expect({ ...counts(kept), ...counts(rest) }).toEqual(counts(seen))
      // What was read to its end is not read again.
      for (const part of whole(kept)) expect(tokens(rest).filter((token) => token.part === part)).toEqual([])
    }
  })

  test('begins anew where other accounts stand before the place it was at, or the place is none', async () => {
    const { seen } = await pull(two)
    const last = seen.findLast((one) => one.see === 'mark') as { cursor: Json }
    for (const cursor of [last.cursor, { phase: 'users', marker: null }, 'odd'] as Json[]) {
      const { seen: again } = await pull({ ...two, accounts: [staging, data, agents] }, { cursor })
      expect(whole(again)).toEqual([staging, data, agents])
    }
  })

  test('a session that ends midway is a gap of its account, and of no other', async () => {
    const over: Over = (authorization, body) =>
      authorization.includes(`ASIAR${staging}`) && body.includes('Action=ListRoles') ? xmlError('ExpiredToken') : undefined
    const { seen, text } = await pull(two, { over })
    expect(whole(seen)).toEqual([agents])
    expect(gaps(seen)).toMatchObject([{ part: staging, call: 'iam:ListRoles', why: 'not-permitted' }])
    expect(text).not.toContain('CNRY')
  })

  test('an account whose every call is refused after it was entered says what is missing there', async () => {
    const over: Over = (authorization, body) =>
      authorization.includes(`ASIAR${staging}`) && body.includes('Action=ListAccessKeys') ? xmlError('AccessDenied') : undefined
    const { seen } = await pull(two, { over })
    expect(gaps(seen)).toMatchObject([{ part: staging, object: 'AWS access keys' }])
    expect(whole(seen)).toEqual([staging, agents]) // what undoes it is its gap
  })

  test('a credential that nobody knows any more ends the run, of all that is left', async () => {
    const over: Over = (_, body) => (body.includes('Action=AssumeRole') ? xmlError('ExpiredToken') : undefined)
    const { seen } = await pull(all, { over })
    expect(gaps(seen).filter(({ part }) => part === undefined)).toMatchObject([
      { object: 'everything after this call', call: 'sts:AssumeRole' },
    ])
  })

  test.each([
    ['refused', { status: 400, body: { __type: 'com.amazonaws.organizations#AccessDeniedException' } }, 'not-permitted', /ListAccounts/],
    ['in no organisation', { status: 400, body: { __type: 'AWSOrganizationsNotInUseException' } }, 'not-found', /no organisation/],
    ['without its list', { status: 200, body: {} }, 'malformed', /not a list/],
    ['not JSON', { status: 200, body: '<html>' }, 'malformed', /not JSON/],
    ['with an account that is none', { status: 200, body: { Accounts: [{ Id: 'x' }] } }, 'malformed', /Row 1/],
  ] as const)('a listing that is %s: this account is read, and the gap is of everything', async (_, { status, body }, why, says) => {
    const over: Over = (authorization) =>
      authorization.includes('/organizations/')
        ? new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
        : undefined
    const { seen } = await pull({ regions: [] }, { over })
    expect(gaps(seen)).toMatchObject([{ why, says: expect.stringMatching(says) as string }])
    expect(gaps(seen)[0]).not.toHaveProperty('part')
    expect(whole(seen)).toEqual([payer])
  })

  test('what AWS calls the state of an account, now and before', async () => {
    const Accounts = [
      { Id: payer, State: 'ACTIVE' },
      { Id: staging, Status: 'SUSPENDED' },
      { Id: data, State: 'CLOSED', Status: 'SUSPENDED' },
      { Id: agents, State: 'PENDING_CLOSURE', Status: 'ACTIVE' },
      { Id: bought, State: 'A_STATE_OF_TOMORROW' },
    ]
    const over: Over = (authorization) => (authorization.includes('/organizations/') ? Response.json({ Accounts }) : undefined)
    const { seen } = await pull({ regions: [] }, { over })
    expect(whole(seen)).toEqual([payer])
    expect(leftOut(seen)).toEqual(expect.arrayContaining([staging, data, agents, bought]))
  })

  test('a region that is not enabled is a gap of that region, and ends nothing', async () => {
    const over: Over = (authorization) =>
      authorization.includes('/ap-east-1/') ? Response.json({ __type: 'UnrecognizedClientException' }, { status: 400 }) : undefined
    const { seen } = await pull({ ...two, accounts: [staging], regions: ['ap-east-1', 'eu-central-1'] }, { over })
    expect(gaps(seen).map(({ object, part }) => [object, part])).toEqual([
      ['IAM Roles Anywhere trust anchors in ap-east-1', staging],
      ['IAM Roles Anywhere profiles in ap-east-1', staging],
      ['IAM Roles Anywhere subjects in ap-east-1', staging],
      ['AWS Secrets Manager secrets in ap-east-1', staging],
    ])
    expect(tokens(seen).filter(({ kind }) => kind === 'aws.secret')).toHaveLength(1)
  })
})

test('certificates: each role of a profile is a way in with that role’s rights, within the profile’s session policy', async () => {
  const { seen } = await pull({ ...two, accounts: [data], regions: ['eu-central-1'] })
  const issuers = seen.flatMap((one) => (one.see === 'issuer' && one.issuer.kind.startsWith('aws.') ? [one.issuer] : []))
  const ways = issuers.filter(({ kind }) => kind !== 'aws.role')
  expect(ways.map(({ kind, name, maxLifeSeconds, part }) => [kind, name, maxLifeSeconds, part])).toEqual([
    ['aws.trust-anchor', 'depot certificate authority', 43_200, data],
    ['aws.roles-anywhere-profile', 'depot-scanners to depot-scanners', 3_600, data],
    ['aws.roles-anywhere-profile', 'depot-maintenance to depot-maintenance', 43_200, data],
    ['aws.roles-anywhere-subject', 'CN=depot-07,O=Fernhollow Freight', 43_200, data],
    ['aws.roles-anywhere-subject', 'CN=depot-11,O=Fernhollow Freight', 43_200, data],
  ])
  const documents = new Map(seen.flatMap((one) => (one.see === 'document' ? [[one.hash, one.body] as const] : [])))
  const rights = (at: number) => {
    const { stated } = ways[at]?.permissions as unknown as {
      stated: { policies: { name: string }[]; boundary: { document: string } | null }
    }
    return { policies: stated.policies.map(({ name }) => name), within: stated.boundary && documents.get(stated.boundary.document) }
  }
  expect(rights(1)).toEqual({
    policies: ['AmazonS3ReadOnlyAccess'],
    within: expect.objectContaining({ Statement: expect.any(Array) as object }) as object,
  })
  expect(rights(2)).toEqual({ policies: ['AdministratorAccess'], within: null })
  expect(ways[0]?.permissions).toBe('not-reported')
})

test('the connection test lists the accounts and tries to enter the first of them', async () => {
  const world = quietWorld()
  const settings = aws.settings.parse({ ...demo, exceptAccounts: [estate.account, data, agents] })
  const checks = await aws.test(settings, aws.credential.parse(credential), world)
  expect(checks.slice(-7).map(({ permission, state }) => [permission, state])).toEqual([
    ['rolesanywhere:ListTrustAnchors (eu-central-1)', 'granted'],
    ['rolesanywhere:ListProfiles (eu-central-1)', 'granted'],
    ['rolesanywhere:ListSubjects (eu-central-1)', 'granted'],
    ['secretsmanager:ListSecrets (eu-central-1)', 'granted'],
    ['organizations:ListAccounts', 'granted'],
    [`sts:AssumeRole on standdown-reader in ${staging}`, 'granted'],
    [`sts:AssumeRole on standdown-reader in ${bought}`, 'missing'],
  ])
  expect(JSON.stringify(checks)).not.toContain('CNRY')
})

describe('acting in a member account', () => {
  const parsed = aws.settings.parse(demo)
  const acts = aws.actions!.credential.parse(estate.further['aws-organisation']!.action)
  const reads = aws.credential.parse(credential)

  test('is done as the acting role of that account, and looked at as the reading one', async () => {
    const target = tokens((await pull({ ...two, accounts: [staging] })).seen).find(({ name }) => name === 'staging-image-push')!
    const world = quietWorld()
    expect(await aws.actions!.look(parsed, reads, world, target)).toMatchObject({
      shown: 'live',
      place: { userName: 'staging-image-push' },
    })
    await aws.actions!.act(parsed, acts, world, { target, verb: 'disable', place: null })
    expect(await aws.actions!.look(parsed, reads, world, target)).toMatchObject({ shown: 'disabled' })
  })
  test('takes a role: a key alone reaches its own account', async () => {
    const target = tokens((await pull({ ...two, accounts: [staging] })).seen)[0]!
    const { roleArn: _, ...bare } = acts
    await expect(aws.actions!.act(parsed, bare, quietWorld(), { target, verb: 'disable', place: null })).rejects.toThrow(
      /Give a role to act as/,
    )
  })
  test('is never done as the role that reads everywhere', async () => {
    const same = { ...acts, roleArn: `arn:aws:iam::${payer}:role/standdown-reader` }
    expect(await aws.actions!.sameAsReading(parsed, reads, same, quietWorld())).toMatch(/reads in every account/)
    expect(await aws.actions!.sameAsReading(parsed, reads, acts, quietWorld())).toBeNull()
  })
})

test.each([
  [{ account: payer, accounts: [staging] }],
  [{ account: payer, exceptAccounts: [staging] }],
  [{ account: payer, memberRole: 'a role' }],
  [{ account: payer, memberRole: '/standdown' }],
  [{ account: payer, memberRole: 'standdown', accounts: ['12'] }],
  [{ account: payer, regions: ['europe'] }],
  [{ account: payer, secretsManagerBaseUrl: 'https://x.example/?REGION' }],
])('settings that cannot be right are refused: %j', (settings) => {
  expect(aws.settings.safeParse(settings).success).toBe(false)
})

test('what is read is named by the account that leads to it', () => {
  expect(aws.subject(aws.settings.parse({ account: payer }))).toBe(`account ${payer}`)
  expect(aws.subject(aws.settings.parse({ account: payer, memberRole: 'ops/standdown-reader' }))).toBe(`organisation of account ${payer}`)
})
