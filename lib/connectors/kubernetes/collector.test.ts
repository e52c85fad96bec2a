import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { Observation } from '../../model/sighting.ts'
import { gapsOf, idsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'
import { collect } from './collect.ts'
import { kubernetes } from './connector.ts'
import { collectorManifest, projectedVolume } from './manifests.ts'
import { Settings } from './settings.ts'

/** The company's API server, with ConfigMaps that are kept; and who may do what with them. */
let estate: Estate
let server: SmallServer
let inside: string
const outside = 'a-token-that-reads-config-maps'
const kept = new Map<string, { data?: Record<string, string>; binaryData?: { part: string } }>()

beforeAll(async () => {
  estate = await startEstate({ tokens: 100, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const source = estate.further.kubernetes!
  inside = (source.credential as { token: string }).token
  server = await smallServer(async (request, response, body) => {
    const url = new URL(request.url ?? '', 'http://x')
    const token = (request.headers.authorization ?? '').slice('Bearer '.length)
    const say = (status: number, answer: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)) // prettier-ignore
    if (/^\/api\/v1\/namespaces\/standdown\/configmaps\//.test(url.pathname)) {
      if (request.method === 'GET') return say(kept.has(url.pathname) ? 200 : 404, kept.get(url.pathname) ?? {})
      if (token !== inside || url.searchParams.get('fieldManager') !== 'standdown') return say(403, {})
      kept.set(url.pathname, JSON.parse(body) as object)
      return say(201, {})
    }
    if ([outside].includes(token)) return say(403, {})
    const answer = await fetch(`${String(source.settings.baseUrl)}${request.url}`, { method: request.method ?? 'GET', headers: { accept: request.headers.accept ?? '', authorization: `Bearer ${token}` } }) // prettier-ignore
    say(answer.status, await answer.json())
  })
})
afterAll(async () => {
  await server.close()
  await estate.close()
})
beforeEach(() => kept.clear())

const settings = () => Settings.parse({ cluster: 'c', baseUrl: server.url, report: 'standdown/inventory' })
const at = (instant: string) => ({ ...quietWorld(), now: new Date(instant) })
const read = (now = '2026-11-24T01:00:00Z', wholeAt?: string): Promise<Observation[]> =>
  gather(kubernetes.observe(settings(), { token: outside }, { ...at(now), ...(wholeAt && { wholeAt: new Date(wholeAt) }) }, null))
const withoutMarks = (seen: readonly Observation[]) => seen.filter(({ see }) => see !== 'mark' && see !== 'as-of')

describe('a collector', () => {
  test('reports what is seen from inside, and outside just that is read', async () => {
    await collect(settings(), { token: inside }, at('2026-11-24T00:00:00Z'))
    const { report: _, ...direct } = settings()
    const seen = withoutMarks(await gather(kubernetes.observe(direct, { token: inside }, at('2026-11-24T00:00:00Z'), null)))
    expect(withoutMarks(await read())).toEqual(seen)
    expect(idsOf(seen).length).toBe(9)
    expect(JSON.stringify([...kept.values()])).not.toContain('CNRY')
  })

  test('does not write over what is being read', async () => {
    await collect(settings(), { token: inside }, at('2026-11-24T00:00:00Z'))
    const parts = [...kept.keys()].filter((one) => one !== '/api/v1/namespaces/standdown/configmaps/inventory')
    const before = parts.map((one) => kept.get(one))
    await collect(settings(), { token: inside }, at('2026-11-24T01:00:00Z'))
    expect(parts.map((one) => kept.get(one))).toEqual(before)
    expect(gapsOf(await read('2026-11-24T02:00:00Z'))).toEqual([])
  })

  test('tells what it could not see itself', async () => {
    estate.control.fault({ name: 'forbidden', on: '/clusterroles' })
    const { gaps } = await collect(settings(), { token: inside }, at('2026-11-24T00:00:00Z'))
    estate.control.clearFaults()
    expect(gaps).toMatchObject([{ object: 'Kubernetes cluster roles', why: 'not-permitted' }])
    const seen = await read()
    expect(gapsOf(seen)).toEqual(gaps)
    expect(seen.some((one) => one.see === 'token' && one.token.permissions !== 'not-reported')).toBe(false)
  })
})

describe('a report', () => {
  const head = '/api/v1/namespaces/standdown/configmaps/inventory'
  const made = () => collect(settings(), { token: inside }, at('2026-11-24T00:00:00Z'))
  test('that is not there is a gap', async () => expect(gapsOf(await read())).toMatchObject([{ why: 'not-found' }]))
  test('that is old is told, with a gap', async () => {
    await made()
    const seen = await read('2026-11-26T00:00:00Z')
    expect([idsOf(seen).length, gapsOf(seen)]).toMatchObject([
      9,
      [{ why: 'cut-off', says: expect.stringContaining('2026-11-24') as string }],
    ])
  })
  test('is of when it was made, and not of when it is read', async () => {
    await made()
    expect(await read()).toContainEqual({ see: 'as-of', instant: new Date('2026-11-24T00:00:00Z') })
  })
  test.each<[string, string | undefined, object[]]>([
    ['that nobody read before is a look', undefined, []],
    ['that is newer than the last whole run is another look', '2026-11-23T23:59:59Z', []],
    ['that the last whole run read is none', '2026-11-24T00:00:00Z', [{ why: 'cut-off', says: expect.stringContaining('nothing new since 2026-11-24T00:00:00.000Z') as string }]],
    ['that is older than the last whole run, which looked by itself, is none', '2026-11-24T00:30:00Z', [{ why: 'cut-off' }]],
  ])('%s', async (_, wholeAt, gaps) => {
    await made()
    const seen = await read(undefined, wholeAt)
    expect([idsOf(seen).length, gapsOf(seen)]).toMatchObject([9, gaps])
    expect(gapsOf(seen)).toHaveLength(gaps.length)
  }) // prettier-ignore
  test('of a time that is still to come is a gap: it would be new for ever', async () => {
    await made()
    expect(gapsOf(await read('2026-11-23T23:50:00Z'))).toMatchObject([{ says: expect.stringContaining('still to come') as string }])
  })
  test.each<[string, () => void, string]>([
    ['of which a part is missing', () => kept.delete(`${head}-a-0`), 'not-found'],
    ['with a part of another one', () => kept.set(`${head}-a-0`, { binaryData: { part: 'AAAA' } }), 'inconsistent'],
    ['whose head says nothing', () => kept.set(head, { data: { format: 'another' } }), 'malformed'],
  ])('%s is a gap, and nothing of it is told', async (_, change, why) => {
    await made()
    change()
    const seen = await read()
    expect([idsOf(seen), gapsOf(seen)]).toMatchObject([[], [{ why }]])
  })
})

test('the collector’s own door does it, with the files that a pod has', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'standdown-pod-'))
  await writeFile(path.join(folder, 'token'), `${inside}\n`)
  const args = ['bin/collect.mjs', '--report', 'standdown/inventory', '--server', server.url, '--folder', folder]
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: path.join(import.meta.dirname, '../../..') })
  await rm(folder, { recursive: true })
  expect(stderr).toBe('9 tokens, 4 issuers reported to standdown/inventory in 1 part; complete\n')
  expect(idsOf(await read(new Date().toISOString())).length).toBe(9)
})

test('the manifest in the documentation is the one that the form gives', async () => {
  const file = path.join(import.meta.dirname, '../../../docs/connectors/kubernetes-collector.yaml')
  expect(await readFile(file, 'utf8')).toBe(collectorManifest('<image>'))
})

test.each([
  ['', 'kubernetes.default.svc/cluster'],
  ['https://10.0.0.1:6443', '10.0.0.1_6443/cluster'],
])('the token of a pod that calls the API server at "%s" lies in %s', (baseUrl, file) => {
  expect(projectedVolume(baseUrl).text).toContain(`path: '${file}'`)
})
