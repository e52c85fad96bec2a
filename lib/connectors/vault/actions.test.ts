import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { actions } from './actions.ts'
import { vault } from './connector.ts'
import { ActionCredential, Credential, Settings } from './settings.ts'

let estate: Estate
let settings: Settings
let reads: Credential
let acts: ActionCredential
let seen: readonly Sighting[]
beforeAll(async () => {
  estate = await startEstate({ tokens: 100, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const source = estate.further.vault
  settings = Settings.parse(source?.settings)
  reads = Credential.parse(source?.credential)
  acts = ActionCredential.parse(source?.action)
  const all = await gather(vault.observe(settings, reads, quietWorld(), null))
  seen = all.flatMap((one) => (one.see === 'token' ? [one.token] : []))
})
afterAll(() => estate.close())

const one = (kind: string): Sighting => seen.find((token) => token.kind === kind)!
const shown = async (target: Sighting) => (await actions.look(settings, reads, quietWorld(), target)).shown
const act = (target: Sighting, as = acts) => actions.act(settings, as, quietWorld(), { target, verb: 'delete', place: null })

describe.each(['vault.root-token', 'vault.token', 'vault.approle-secret-id'])('%s', (kind) => {
  test('is ended for good, by whoever acts alone', async () => {
    const target = one(kind)
    expect(await shown(target)).toBe('live')
    await expect(act(target, reads as ActionCredential)).rejects.toMatchObject({ why: 'not-permitted' })
    await expect(actions.look(settings, acts as Credential, quietWorld(), target)).rejects.toMatchObject({ why: 'not-permitted' })
    expect(await shown(target)).toBe('live')
    await act(target)
    expect(await shown(target)).toBe('gone')
  })
})

test('a secret id of no known role is neither looked at nor destroyed', async () => {
  const target = { ...one('vault.approle-secret-id'), tags: {} }
  expect(await shown(target)).toBe('cannot-tell')
  await expect(act(target)).rejects.toMatchObject({ name: 'NotSent' })
})

test('what the acting identity may do is asked without changing anything', async () => {
  const states = async (as: ActionCredential) => (await actions.test(settings, as, quietWorld())).map(({ state }) => state)
  expect(await states(acts)).toEqual(['granted', 'granted'])
  expect(await states(reads as ActionCredential)).toEqual(['missing', 'missing'])
})

test('batch tokens, which have no accessor, are told apart by their entities', async () => {
  const entities: Record<string, string> = { 'hvb.reads-reads': 'e-1', 'hvb.acts-as-it': 'e-1', 'hvb.acts-alone': 'e-2', 'hvb.of-nobody': '', 'hvb.of-nobody-too': '' }
  const server = await smallServer((request, response) => {
    const entity_id = entities[String(request.headers['x-vault-token'])]
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { accessor: '', entity_id, type: 'batch' } }))
  })
  const at = Settings.parse({ baseUrl: server.url })
  const same = (one: string, other: string) => actions.sameAsReading(at, { token: one }, { token: other }, quietWorld())
  expect(await same('hvb.reads-reads', 'hvb.acts-as-it')).toContain('that reads')
  expect(await same('hvb.reads-reads', 'hvb.acts-alone')).toBeNull()
  expect(await same('hvb.of-nobody', 'hvb.of-nobody-too')).toBeNull()
  await server.close()
}) // prettier-ignore

test('the identity that reads is known', async () => {
  const same = (one: Credential, other: ActionCredential) => actions.sameAsReading(settings, one, other, quietWorld())
  expect(await same(reads, reads as ActionCredential)).toContain('that reads')
  expect(await same(reads, acts)).toBeNull()
})
