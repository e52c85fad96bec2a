import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { sourceDetail } from '../lib/db/source-detail.ts'
import { tamper } from '../lib/db/testing/tamper.ts'
import { until } from '../lib/db/testing/until.ts'
import { canary } from '../lib/estate/canary.ts'
import type { FaultOrder } from '../lib/estate/faults/fault-switch.ts'
import { giveActing, testActing } from '../lib/flows/acting-credential.ts'
import { askByCommand } from '../lib/flows/ask-acts.ts'
import { carryOutAct } from '../lib/flows/carry-out-act.ts'
import { addSource, replaceCredential, testSource } from '../lib/flows/add-source.ts'
import { importFile } from '../lib/flows/import-file.ts'
import { importReport } from '../lib/flows/import-report.ts'
import { recordLeakByHand } from '../lib/flows/record-leak-by-hand.ts'
import { credentialBinding } from '../lib/flows/open-credential.ts'
import { syncNow } from '../lib/flows/sync-now.ts'
import { enqueueSync } from '../lib/jobs/enqueue.ts'
import { runJobs } from '../lib/jobs/run-jobs.ts'
import { tasks } from '../lib/jobs/tasks.ts'
import { AppError } from '../lib/model/app-error.ts'
import type { Run } from '../lib/model/source.ts'
import type { Viewer } from '../lib/model/viewer.ts'
import { worldFrom } from '../lib/server/world.ts'
import { openCanaryGround } from './testing/canary-ground.ts'
import { leaksIn, type Trace } from './testing/left-behind.ts'
import { canariesIn, secretSearch, type Secret } from './testing/secret-search.ts'

/**
 * Every secret that a provider lets slip, and every credential we are given, is looked for wherever the product leaves anything: once
 * everything has happened to it that the faults below can do. A leak is then planted in each place, to see that it would have been found.
 */
const { db, estate, relay, ground, log, world, ana, settings, sources, answers, sinks } = await openCanaryGround({ tokens: 250, seed: 23 })

/** Secrets that no provider sent: they stood in forms and files. */
const given: Secret[] = []
let search: ReturnType<typeof secretSearch> = () => new Set()

const faults: readonly [source: keyof typeof sources, order: FaultOrder, ends: Run['state']][] = [
  ['github', { name: 'forbidden', on: '/keys' }, 'partial'],
  ['github', { name: 'server-errors', on: '/credential-authorizations', times: 2 }, 'complete'],
  ['github', { name: 'unauthorized', skip: 12 }, 'partial'],
  ['github', { name: 'truncated-body', on: '/personal-access-tokens' }, 'partial'],
  ['github', { name: 'html', on: '/installations' }, 'partial'],
  ['aws', { name: 'forbidden', on: 'iam:ListAccessKeys', skip: 5, times: 3 }, 'partial'],
  ['aws', { name: 'server-errors', on: 'iam:ListServiceSpecificCredentials', times: 1 }, 'complete'],
  ['aws', { name: 'unauthorized', on: 'iam:', skip: 20 }, 'partial'],
  ['aws', { name: 'truncated-body', on: 'iam:ListServiceSpecificCredentials' }, 'partial'],
]

function inTheHand(kind: string): string {
  const secret = canary(1, kind, 'in the hand')
  given.push(...canariesIn(secret))
  return secret
}

async function answered(work: Promise<unknown>): Promise<void> {
  answers.push(
    JSON.stringify(
      await work.catch((error: unknown) => {
        if (error instanceof AppError) return [error.code, error.message, error.issues]
        throw error
      }),
    ),
  )
}

async function imported(lines: readonly string[], format = 'csv'): Promise<Run> {
  const run = await importFile(await world(), ana, {
    name: 'a file',
    settings: { format },
    input: (async function* () {
      yield Buffer.from(`${lines.join('\n')}\n`)
    })(),
  })
  answers.push(JSON.stringify(run))
  return run
}

beforeAll(async () => {
  await connect()
  await syncByTheQueue()
  for (const [source, order, ends] of faults) {
    estate.control.fault(order)
    const run = await syncNow(sources[source], await world(), `user:${ana.name}`)
    estate.control.clearFaults()
    expect([order.name, source, run.state]).toEqual([order.name, source, ends])
    answers.push(JSON.stringify(run))
  }
  await actAtProviders()
  // An App signs in with a private key, which is no canary but a secret all the same.
  const app = estate.githubApp()
  for (const line of app.privateKey.split('\n')) if (line.length === 64) given.push({ name: 'app-private-key', random: line })
  await replaceCredential(await world(), ana, sources.github, app)
  expect((await syncNow(sources.github, await world(), 'schedule')).state).toBe('complete')
  await importFiles()
  await importReports()
  search = secretSearch([...relay.secrets(), ...given])
}, 400_000)

async function connect(): Promise<void> {
  const wrong: [string, object, object][] = [
    ['aws', settings.aws, { ...estate.awsCredential, secretAccessKey: inTheHand('wrong-secret') }],
    ['aws', settings.aws, estate.awsCredentialWithoutRights],
    ['aws', settings.aws, { accessKeyId: inTheHand('wrong-field'), secretAccessKey: [inTheHand('wrong-form')] }],
    ['aws', settings.aws, { [inTheHand('wrong-key')]: 1 }],
    ['github', settings.github, { token: inTheHand('wrong-token') }],
    ['github', settings.github, estate.githubMemberCredential],
    ['github', settings.github, { token: `${inTheHand('two-lines')}\n${inTheHand('second-line')}` }],
    ['github', settings.github, { appId: '1', installationId: '2', privateKey: inTheHand('no-pem') }],
    ['github', settings.github, { appId: '1', installationId: '2', privateKey: `-----BEGIN ${inTheHand('broken-pem')}` }],
  ]
  for (const [kind, set, credential] of wrong) await answered(testSource(await world(), { kind, settings: set, credential }))
  for (const kind of ['aws', 'github'] as const) {
    const credential = kind === 'aws' ? estate.awsCredential : estate.githubCredential
    await answered(testSource(await world(), { kind, settings: settings[kind], credential }))
    await answered(addSource(await world(), ana, { kind, name: kind, settings: settings[kind], credential, everyMinutes: null }))
  }
}

/** What acts is tried, given, refused and used, with answers that hold secrets. */
async function actAtProviders(): Promise<void> {
  const tried: [string, unknown][] = [
    [sources.aws, { ...estate.awsActionCredential, secretAccessKey: inTheHand('wrong-acting-secret') }],
    [sources.aws, { accessKeyId: inTheHand('wrong-acting-field') }],
    [sources.aws, estate.awsCredential],
    [sources.github, { token: inTheHand('wrong-token') }],
    [sources.aws, estate.awsActionCredential],
    [sources.github, estate.githubActionCredential],
  ]
  for (const [source, credential] of tried) {
    await answered(testActing(await world(), ana, source, credential))
    await answered(giveActing(await world(), ana, source, credential))
  }
  const as = 'ana@acme.example'
  await db.prisma.user.create({
    data: { id: '018f0000-0000-7000-8000-000000000001', email: as, name: ana.name, role: 'analyst', createdAt: new Date() },
  })
  const { rows } = await db.pool.query<{ id: string; kind: string }>(
    `select distinct on (kind) id, kind from token where kind in ('aws.access-key', 'github.deploy-key', 'github.pat.classic') and state = 'live' order by kind, id`,
  )
  for (const fault of ['unauthorized', 'forbidden', 'truncated-body', null] as const)
    for (const { id, kind } of rows) {
      const verb = kind.startsWith('aws.') ? 'disable' : 'delete'
      const asked = await askByCommand(await world(), { verb, ids: [id], reason: 'x', as }).catch(() => null)
      if (fault) estate.control.fault({ name: fault })
      for (const act of asked?.acts ?? []) await answered(carryOutAct(await world(), act, { lookAgain: [] }))
      estate.control.clearFaults()
    }
  expect((await db.pool.query(`select from provider_act where state = 'seen'`)).rowCount).toBeGreaterThan(1)
}

async function syncByTheQueue(): Promise<void> {
  const runner = await runJobs({ db, log, tasks, schedule: '', worldFor: (signal) => worldFrom(ground, { signal }) })
  for (const id of Object.values(sources)) await enqueueSync(db, id, `user:${ana.name}`)
  for (const id of Object.values(sources))
    await until('it is synced', async () => (await sourceDetail(db, id)).runs[0]?.state === 'complete', 120_000)
  await runner.stop(5_000)
  // What waits in the queue is looked at as well.
  for (const id of Object.values(sources)) await enqueueSync(db, id, `user:${ana.name}`)
}

async function importFiles(): Promise<void> {
  const secret = `ghp_${randomBytes(18).toString('hex')}`
  given.push({ name: 'secret in a file', random: secret.slice(4) })
  const strange = randomBytes(20).toString('base64url')
  given.push({ name: 'strange secret in a file', random: strange })
  const header = 'external_id,kind,name,issued_at,expires_at,last_used_at,scope'
  const good = 'a,vault.token,one,2026-11-01,never,2026-11-22,3:2'
  const files: [lines: string[], format?: string][] = [
    [[header, good, `${secret},vault.token,two,,,,`]],
    [[header, good, `b,vault.token,${secret},,,,`]],
    [[header, good, `b,vault.token,two,${strange},${strange},${secret},${strange}`]],
    [[header, good, `b,${secret}`]],
    [[header, good, `"b,vault.token,${strange}`]],
    [[`${header},${strange}`, `${good},x`]],
    [[`${header},${secret}`, `${good},x`]],
    [[`${good},${strange},${strange}`, good]],
    [[strange, strange]],
    [[`{"external_id": "a", "kind": "vault.token", "${strange}": "${secret}"}`], 'jsonl'],
    [[`{"external_id": "a", "kind": "vault.token", "name": {"token": "${strange}"}}`], 'jsonl'],
    [[`{"external_id": "a", "kind": "${secret}"`], 'jsonl'],
    [[`["${strange}"]`], 'json'],
    [[`{"${strange}": [`], 'json'],
  ]
  for (const [lines, format] of files) expect([lines[0], (await imported(lines, format)).state]).toEqual([lines[0], 'failed'])
  expect((await imported([header, good])).state).toBe('complete')
}

/** Reports of secret scanners are made of secrets: some that match, some that do not, in every field there is; and what people paste. */
async function importReports(): Promise<void> {
  const fresh = (name: string, prefix = '') => {
    const random = randomBytes(20).toString('hex')
    given.push({ name, random })
    return `${prefix}${random}`
  }
  const id = (await db.pool.query<{ id: string }>(`select external_id as id from token where kind = 'aws.access-key' and state = 'live' order by id limit 1`)).rows[0]?.id
  const eight = (await db.pool.query<{ eight: string }>(`select observed ->> 'lastEight' as eight from token where kind = 'github.pat.classic' and state = 'live' order by id limit 1`)).rows[0]?.eight
  const find = (detector: string, Raw: string, RawV2 = '') =>
    JSON.stringify({ SourceMetadata: { Data: { Git: { repository: `https://oauth2:${Raw}@gitlab.example/acme/api`, file: `a-${Raw}.env`, line: 1, link: `https://gitlab.example/?token=${Raw}` } } }, DetectorName: detector, Verified: false, VerificationError: `it said ${Raw}`, Raw, RawV2, Redacted: Raw, ExtraData: { note: Raw }, SecretParts: { key: Raw } })
  const leaked = (rule: string, Secret: string) => ({ RuleID: rule, Secret, Match: `x = ${Secret}`, File: `b-${Secret}.env`, StartLine: 2, Message: Secret, Line: Secret })
  const matching = `${fresh('secret of a report', 'ghp_')}${eight ?? ''}`
  const broken = fresh('secret of a broken report', 'ghp_')
  const texts: [text: string, good: boolean][] = [
    [[find('AWS', id ?? '', `${id}:${fresh('AWS secret of a report')}`), find('Github', matching), find('URI', `https://user:${fresh('password of a report')}@db.example`)].join('\n'), true],
    [JSON.stringify([leaked('github-pat', fresh('secret of another report', 'ghp_')), leaked('private-key', `-----BEGIN RSA PRIVATE KEY-----\n${fresh('key of a report')}\n-----END RSA PRIVATE KEY-----`)]), true],
    [JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'gitleaks' } }, results: [{ ruleId: 'generic-api-key', message: { text: 'x' }, locations: [{ physicalLocation: { region: { snippet: { text: fresh('snippet of a report') } } } }] }] }] }), true],
    [`${find('Github', broken)}\n{"DetectorName": "${broken}`, false],
    [`[{"Secret": "${broken}"}]`, false],
    [broken, false],
  ]
  const input = (text: string) => (async function* () { yield Buffer.from(text) })()
  for (const [text, good] of texts)
    for (const dryRun of [true, false]) {
      const read = importReport(await world(), ana, { input: input(text), name: 'a report', dryRun })
      await answered(read)
      expect([text.slice(0, 20), await read.then(() => true, () => false)]).toEqual([text.slice(0, 20), good])
    }
  const hand = { foundIn: 'a chat', foundAt: new Date(Date.now() - 60_000), url: null, stillValid: 'yes', token: null, kind: null, tail: null } as const
  const viewer = { ...ana, sessionId: 's', email: 'ana@acme.example', role: 'analyst', scope: { all: true }, selfIds: [] } as unknown as Viewer
  for (const more of [{}, { token: 'no such token' }]) await answered(recordLeakByHand(await world(), viewer, { ...hand, ...more, secret: fresh('pasted secret', 'ghp_') }))
  expect((await db.pool.query(`select from exposure where matched_by in ('provider id', 'last eight')`)).rowCount).toBe(2)
} // prettier-ignore

test('there were secrets to leak: every kind that providers send, and our own', () => {
  const kinds = new Set(relay.secrets().map(({ name }) => name.replace(/^CNRY-/, '')))
  expect([...kinds].toSorted()).toEqual(
    [
      'answer-cookie',
      'answer-header',
      'aws-secret',
      'aws-service-password',
      'aws-service-secret',
      'aws-session-token',
      'aws-signature',
      'error-body',
      'github-app-assertion',
      'github-clone-token',
      'github-cookie',
      'github-deploy-key',
      'github-installation',
      'github-token',
      'html-form',
      'wrong-token',
    ].toSorted(),
  )
  expect(relay.secrets().length).toBeGreaterThan(500)
})

test('credentials exist, and only sealed', async () => {
  const { rows } = await db.pool.query<{ source_id: string; purpose: string; sealed: string }>(
    'select source_id, purpose, sealed from source_secret',
  )
  expect(rows).toHaveLength(4)
  const { unseal } = await world()
  const opened = JSON.stringify(rows.map((row) => unseal(row.sealed, credentialBinding(row.source_id, row.purpose))))
  expect(search(opened).size).toBeGreaterThan(0)
  for (const row of rows) expect([...search(row.sealed)]).toEqual([])
})

describe('no secret is found', () => {
  test.each(Object.entries<() => AsyncIterable<Trace>>(sinks))('in %s', { timeout: 120_000 }, async (_, traces) => {
    let bytes = 0
    const counted = (async function* () {
      for await (const trace of traces()) {
        bytes += trace.content.length
        yield trace
      }
    })()
    expect(await leaksIn(counted, search), 'leaks').toEqual([])
    expect(bytes, 'there was something to search').toBeGreaterThan(50)
  })
})

/** One secret a place, so that what is planted for one is not found for another; the last of what went over the wire. */
const spare = (at: number) => relay.secrets().at(-1 - at)?.random ?? ''

/** The server is thrown away with everything that is planted here. */
const plants: readonly [
  sink: keyof typeof sinks,
  secret: number,
  plant: (random: string) => Promise<unknown>,
  places: readonly string[],
][] = [
  [
    'rows of tables',
    1,
    async (random) => {
      const json = JSON.stringify({ says: `it answered: ${Buffer.from(`:${random}`).toString('base64')}.` })
      await db.pool.query(`insert into setting (name, value) values ('planted', $1)`, [json])
      await db.pool.query('update run set gaps = $1 where id = (select min(id::text)::uuid from run)', [`[${json}]`])
      await tamper(db, `update audit set after = '${json.replaceAll("'", "''")}' where seq = 3`)
      await db.pool.query('update event set detail = $1 where id = (select min(id::text)::uuid from event)', [json])
      await db.pool.query(`select graphile_worker.add_job('planted', payload := $1::json, run_at := now() + interval '1 day')`, [json])
    },
    ['public.setting', 'public.run', 'public.audit', 'public.event', 'graphile_worker._private_jobs'],
  ],
  [
    'files of the database',
    2,
    async (random) => {
      await db.pool.query('create table planted (what text)')
      await db.pool.query('alter table planted alter column what set storage external')
      await db.pool.query('insert into planted values ($1)', [`${'long '.repeat(1_000)}${random}`])
      await db.pool.query('delete from planted')
    },
    ['base/', 'pg_wal/'],
  ],
  [
    'files beside them, the server’s log among them',
    3,
    (random) => db.pool.query(`select '${random}'::int`).catch(() => undefined),
    ['server.log'],
  ],
  ['the log', 4, async (random) => log.warn({ note: [{ deep: [...random].reverse().join('') }] }, 'planted'), ['log']],
  ['what was answered', 5, async (random) => answers.push(encodeURIComponent(`/${random.slice(7, 20)}/`)), ['answers']],
  ['the exported inventory', 6, (random) => db.pool.query('update token set name = $1', [Buffer.from(random).toString('hex')]), ['export']],
  [
    'what pages read',
    7,
    async (random) => {
      await db.pool.query('update token set name = $1', [random])
      await db.pool.query('update issuer set name = $1 || id', [random])
      await db.pool.query('update source set name = $1 || id', [random])
      await db.pool.query('update run set problem = $1', [random])
    },
    ['list-tokens', 'token-detail', 'token-facets', 'list-sources', 'list-issuers', 'source-detail', 'run-progress'],
  ],
]

describe('a planted leak is found, so that the search is known to see', () => {
  test.each(plants)('in %s', { timeout: 120_000 }, async (name, which, plant, places) => {
    const random = spare(which)
    await plant(random)
    const found = await leaksIn(sinks[name](), secretSearch([{ name: 'planted', random }]))
    for (const place of places)
      expect(found.filter((leak) => leak.secret === 'planted' && leak.place.startsWith(place)).length, place).toBeGreaterThan(0)
  })
})
