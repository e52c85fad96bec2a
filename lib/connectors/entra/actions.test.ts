import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { guid } from './testing/small-tenant.ts'

let estate: Estate
beforeAll(async () => void (estate = await startEstate({ tokens: 300, seed: 3, now: new Date('2026-11-24T00:00:00Z') })))
afterAll(() => estate.close())

async function opened() {
  const { settings, credential, action } = estate.further.entra!
  const entra = await connectorOf('entra')
  const { actions } = entra
  if (!actions) throw new Error('It cannot act.')
  const parsed = entra.settings.parse(settings)
  const reads = entra.credential.parse(credential)
  const seen = await gather(entra.observe(parsed, reads, { ...quietWorld(), now: estate.control.now() }, null))
  return { actions, parsed, reads, acts: actions.credential.parse(action), tokens: seen.flatMap((one) => (one.see === 'token' ? [one.token] : [])) }
} // prettier-ignore

describe('a client secret', () => {
  test('is there, is removed by the one that acts, and is gone, and nothing beside it', async () => {
    const { actions, parsed, reads, acts, tokens } = await opened()
    const target = tokens.find(({ name }) => name === 'directory-sync: sync job')!
    expect(await actions.look(parsed, reads, quietWorld(), target)).toMatchObject({ shown: 'live' })
    await expect(actions.act(parsed, { ...acts!, ...estate.further.entra!.credential as object, clientId: estate.further.entra!.settings.clientId }, quietWorld(), { target, verb: 'delete', place: null })).rejects.toMatchObject({ why: 'not-permitted' })
    expect(await actions.look(parsed, reads, quietWorld(), target)).toMatchObject({ shown: 'live' })
    await actions.act(parsed, acts, quietWorld(), { target, verb: 'delete', place: null })
    expect(await actions.look(parsed, reads, quietWorld(), target)).toMatchObject({ shown: 'gone' })
    const after = (await opened()).tokens.map(({ externalId }) => externalId)
    expect(tokens.map(({ externalId }) => externalId).filter((id) => !after.includes(id))).toEqual([target.externalId])
    await expect(actions.act(parsed, acts, quietWorld(), { target, verb: 'delete', place: null })).rejects.toMatchObject({ status: 400 })
  })

  test('is gone with its application, where applications can be listed', async () => {
    const { actions, parsed, reads } = await opened()
    const target = { externalId: `applications/${guid('1')}/passwordCredentials/${guid('2')}` } as Sighting
    expect(await actions.look(parsed, reads, quietWorld(), target)).toMatchObject({ shown: 'gone' })
  })

  test.each(['applications/x/passwordCredentials/y', `applications/${guid('1')}/keyCredentials/${guid('2')}`, `groups/${guid('1')}/passwordCredentials/${guid('2')}`])('%s is no place of one', async (externalId) => {
    const { actions, parsed, reads, acts } = await opened()
    const target = { externalId } as Sighting
    expect(await actions.look(parsed, reads, quietWorld(), target)).toMatchObject({ shown: 'cannot-tell' })
    await expect(actions.act(parsed, acts, quietWorld(), { target, verb: 'delete', place: null })).rejects.toMatchObject({ name: 'NotSent' })
  })

  test('is not removed by a sign-in that is refused, and it is told that nothing was sent', async () => {
    const { actions, parsed, tokens } = await opened()
    const acts = actions.credential.parse({ ...(estate.further.entra!.action as object), clientSecret: 'not the one' })
    await expect(actions.act(parsed, acts, quietWorld(), { target: tokens[0]!, verb: 'delete', place: null })).rejects.toMatchObject({ name: 'NotSent' })
  })
}) // prettier-ignore

test('the application that reads may not act', async () => {
  const { actions, parsed, reads, acts } = await opened()
  expect(await actions.sameAsReading(parsed, reads, acts, quietWorld())).toBeNull()
  const same = actions.credential.parse({ clientId: estate.further.entra!.settings.clientId, clientSecret: 'whatever it is' })
  expect(await actions.sameAsReading(parsed, reads, same, quietWorld())).toContain('application that reads')
  expect((await actions.test(parsed, acts, quietWorld())).map(({ state }) => state)).toEqual(['granted', 'cannot-tell'])
})

test('the company’s tenant has the stories it is there for', async () => {
  const { tokens } = await opened()
  const named = (name: string) => tokens.find((token) => token.name === name)
  expect(named('invoice-mailer: mailer')?.lastUsed).toEqual({ at: new Date('2026-05-08T00:00:00Z') })
  expect(named('patch-report')).toMatchObject({ lifecycle: 'disabled', expires: 'never' })
  expect(named('customs-desk: CN=customs-desk')).toMatchObject({ lifecycle: 'expired', kind: 'entra.certificate' })
  expect(named('helpdesk-portal: portal')?.permissions).toMatchObject({
    stated: {
      names: ['User.Read.All', 'role: User Administrator'],
      azure: { assignments: [{ on: 'resource group', resource: 'desks in Production' }] },
    },
  })
  expect(named('warehouse-sync: customs')?.permissions).toMatchObject({
    stated: { names: ['API customs-desk: Declarations.Submit'] },
  })
  expect(named('docs-site: app')?.permissions).toMatchObject({
    stated: { names: [], azure: { assignments: [{ on: 'subscription', resource: 'Production' }] } },
  })
  expect(named('Palletwise Connect')).toMatchObject({ tags: { holder: expect.stringContaining('service principal') as string } })
  expect(tokens.some(({ name }) => /Travel desk|demand-forecast/.test(name))).toBe(false)
})
