import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { afterAll } from 'vitest'
import { guardedFetch } from '../../lib/connectors/http/guarded-fetch.ts'
import { dataFreshness } from '../../lib/db/data-freshness.ts'
import { openDb } from '../../lib/db/db.ts'
import { exportTokens } from '../../lib/db/export-tokens.ts'
import { actsOfToken, listActRequests } from '../../lib/db/list-acts.ts'
import { listExposures } from '../../lib/db/list-exposures.ts'
import { listIssuers } from '../../lib/db/list-issuers.ts'
import { listSources } from '../../lib/db/list-sources.ts'
import { listTokens } from '../../lib/db/list-tokens.ts'
import { migrate } from '../../lib/db/migrate.ts'
import { runProgress } from '../../lib/db/run-progress.ts'
import { sourceDetail } from '../../lib/db/source-detail.ts'
import { tokenDetail } from '../../lib/db/token-detail.ts'
import { tokenEvents } from '../../lib/db/token-events.ts'
import { tokenFacets } from '../../lib/db/token-facets.ts'
import { tokenGrants } from '../../lib/db/token-grants.ts'
import { startEstate } from '../../lib/estate/estate.ts'
import { addSource } from '../../lib/flows/add-source.ts'
import { exposureTabs } from '../../lib/model/exposure-search.ts'
import { actTabs } from '../../lib/model/provider-act.ts'
import { readTokenSearch } from '../../lib/model/token-search.ts'
import type { Actor } from '../../lib/model/viewer.ts'
import { openLog } from '../../lib/server/log.ts'
import { readKeyRing } from '../../lib/server/seal.ts'
import { openGround, worldFrom } from '../../lib/server/world.ts'
import { startPostgres } from '../postgres.ts'
import { everyFile, everyRow, keepUncompressed, type Trace } from './left-behind.ts'
import { startRelay } from './listening-relay.ts'

export type CanaryGround = Awaited<ReturnType<typeof openCanaryGround>>

const all = { all: true } as const
const everything = readTokenSearch({ state: ['live', 'disabled', 'gone'] })

/**
 * The real product but for its pages, on a database server of its own, before a make-believe company whose every secret is known:
 * with a source for each of its providers, and each place where anything is left behind (`sinks`).
 */
export async function openCanaryGround({ tokens, seed }: { tokens: number; seed: number }) {
  const dir = await mkdtemp(path.join(tmpdir(), 'standdown-canaries-'))
  const postgres = await startPostgres({ dir, log: () => undefined, disposable: true })
  await migrate(postgres.url, () => undefined)
  const db = openDb(postgres.url, { name: 'test' })
  const estate = await startEstate({ tokens, seed })
  const relay = await startRelay(estate.url)
  afterAll(async () => {
    await estate.close()
    await db.close()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  })
  await keepUncompressed(db.pool)

  const lines: string[] = []
  const log = openLog({ level: 'trace', to: new Writable({ write: (line: Buffer, _, done) => (lines.push(line.toString()), done()) }) })
  const { signal } = new AbortController()
  const keys = readKeyRing(randomBytes(32).toString('base64'))
  const ground = await openGround({ db, keys, log, fetch: guardedFetch({ signal, log }) })
  const world = () => worldFrom(ground, { signal })
  const ana: Actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' }
  const settings = {
    aws: { account: estate.account, region: 'us-east-1', baseUrl: `${relay.url}/aws` },
    github: { org: estate.org, baseUrl: `${relay.url}/github` },
  }
  const connect = async (kind: keyof typeof settings, credential: object) =>
    addSource(await world(), ana, { kind, name: kind, settings: settings[kind], credential, everyMinutes: null })
  const sources = { aws: await connect('aws', estate.awsCredential), github: await connect('github', estate.githubCredential) }
  /** What was answered to whoever asked for something: checks, refusals, runs. */
  const answers: string[] = []

  const sinks = {
    'rows of tables': () => everyRow(db.pool),
    'files of the database': async function* () {
      // Staging is not in the write-ahead log: only now is it in a file.
      const admin = new Client({ connectionString: postgres.adminUrl })
      await admin.connect()
      await admin.query('checkpoint')
      await admin.end()
      yield* everyFile(postgres.cluster)
    },
    'files beside them, the server’s log among them': async function* () {
      for await (const trace of everyFile(dir)) if (!trace.place.startsWith('cluster')) yield trace
    },
    'the log': async function* () {
      yield { place: 'log', content: lines.join('') }
    },
    'what was answered': async function* () {
      yield { place: 'answers', content: answers.join('\n') }
    },
    'the exported inventory': async function* () {
      yield { place: 'export', content: await text((await exportTokens(db, all, everything, new Date())).csv) }
    },
    'what pages read': async function* () {
      yield json('list-tokens', await listTokens(db, all, everything, new Date()))
      yield json('token-facets', await tokenFacets(db, all, everything, new Date()))
      const { rows } = await db.pool.query<{ id: string }>('select id from token order by id')
      for (const { id } of rows) {
        yield json('token-detail', await tokenDetail(db, all, id))
        yield json('token-grants', await tokenGrants(db, all, id))
        yield json('token-events', await tokenEvents(db, all, id, { group: null, after: null }))
      }
      yield json('provider-acts', await Promise.all(actTabs.map((tab) => listActRequests(db, all, tab, null))))
      for (const { id } of rows) yield json('token-acts', await actsOfToken(db, all, id))
      for (const tab of exposureTabs)
        yield json('list-exposures', await listExposures(db, all, { tab, text: '', certainty: null, works: false, after: null }))
      yield json('list-sources', await listSources(db))
      yield json('list-issuers', await listIssuers(db, all, null))
      yield json('data-freshness', await dataFreshness(db, new Date()))
      for (const id of Object.values(sources)) {
        yield json('source-detail', await sourceDetail(db, id))
        yield json('run-progress', await runProgress(db, id))
      }
    },
  } satisfies Record<string, () => AsyncIterable<Trace>>
  return { db, estate, relay, ground, log, world, ana, settings, sources, answers, sinks }
}

function json(place: string, value: unknown): Trace {
  return { place, content: JSON.stringify(value) }
}
