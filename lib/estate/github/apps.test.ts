import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/core'
import { afterAll, expect, test } from 'vitest'
import { connectorOf } from '../../connectors/registry.ts'
import { quietWorld } from '../../connectors/testing/quiet-world.ts'
import { wayOf } from '../../flows/way-of.ts'
import type { Observation } from '../../model/sighting.ts'
import { demoOf } from '../demo.ts'
import { startEstate } from '../estate.ts'

const estate = await startEstate({ tokens: 40, seed: 7 })
afterAll(() => estate.close())

const signIn = (auth: object) =>
  new Octokit({ baseUrl: estate.githubUrl, authStrategy: createAppAuth, auth }).auth({ type: 'installation' }) as Promise<{
    permissions: Record<string, string>
  }>

test('the App that acts is another one: it may write, and signs in for its own installation alone', async () => {
  const [reads, acts] = [estate.githubApp(), estate.githubActingApp()]
  expect((await signIn(acts)).permissions).toMatchObject({ organization_personal_access_tokens: 'write', administration: 'write' })
  expect(Object.values((await signIn(reads)).permissions)).not.toContain('write')
  await expect(signIn({ ...acts, installationId: reads.installationId })).rejects.toMatchObject({ status: 404 })
  await expect(signIn({ ...acts, appId: reads.appId })).rejects.toMatchObject({ status: 401 })
})

test('the demo’s organisation is read as GitHub lets it be read: fine-grained tokens are listed to an App alone', async () => {
  const github = demoOf(estate).sources.find(({ kind }) => kind === 'github')
  if (!github) throw new Error('The company has no GitHub.')
  const connector = await connectorOf('github')
  expect(wayOf(connector, github.settings, github.credential)?.id).toBe('app')
  expect((await connector.actions?.test(connector.settings.parse(github.settings), github.action, quietWorld()))?.map(({ state }) => state)).not.toContain('missing')
  const read = async (credential: unknown) => {
    const seen: Observation[] = []
    const settings = connector.settings.parse(github.settings)
    for await (const one of connector.observe(settings, connector.credential.parse(credential), quietWorld(), null)) seen.push(one)
    const tokens = seen.filter((one) => one.see === 'token' && one.token.kind === 'github.pat.fine-grained').length
    return [tokens, seen.flatMap((one) => (one.see === 'gap' ? [one.gap.why] : []))]
  }
  expect(await read(github.credential)).toEqual([estate.control.counts().fineGrained, []])
  expect(await read(estate.githubOwnerCredential)).toEqual([0, ['not-permitted']])
}) // prettier-ignore
