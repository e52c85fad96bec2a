import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { recipeById, recipesFor, type RecipeFacts } from './recipes.ts'
import { subject } from './testing/subject.ts'

const { loadAll } = createRequire(import.meta.url)('js-yaml') as { loadAll(text: string): unknown[] }

function artefactOf(recipe: string, title: RegExp, kind: string): string {
  const found = recipeById(recipe)
    ?.artefacts(subject({ kind }))
    .find((one) => title.test(one.title))
  if (!found) throw new Error(`${recipe} has no such artefact.`)
  return found.text
}

describe('Kubernetes', () => {
  const kind = 'kubernetes.service-account-token'
  test('the admission policy refuses new token Secrets, and lets those that are there be marked', () => {
    const [policy] = loadAll(artefactOf('kubernetes.service-account-token.to-bound-token', /admission/, kind))
    expect(policy).toMatchObject({ spec: { matchConstraints: { resourceRules: [{ operations: ['CREATE'], resources: ['secrets'] }] } } })
  })
  test('a caller from outside is bound as the user that the API server makes of it', () => {
    const recipe = 'kubernetes.service-account-token.to-oidc'
    const [authentication] = loadAll(artefactOf(recipe, /authentication/, kind))
    const [, binding] = loadAll(artefactOf(recipe, /Role/, kind))
    expect(authentication).toMatchObject({ jwt: [{ claimMappings: { username: { claim: 'sub', prefix: 'ci:' } } }] })
    expect(binding).toMatchObject({ subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ci:<subject>' }] })
  })
  test('a workload inside is bound by its service account', () => {
    const [, binding] = loadAll(artefactOf('kubernetes.service-account-token.to-bound-token', /Role/, kind))
    expect(binding).toMatchObject({ subjects: [{ kind: 'ServiceAccount' }] })
  })
})

test('no way out of Vault leaves a role to which its id alone is enough', () => {
  const guards = ['vault.approle-secret-id.to-platform-auth', 'vault.token.to-platform-auth'].map(
    (id) => recipeById(id)?.steps.find((step) => step.id === 'guard')?.does,
  )
  expect(guards).toMatchObject([expect.stringMatching(/^Delete the AppRole/), expect.stringMatching(/periodic/)])
})

test('a JWT sign-in of Vault is turned on before it is set up', () => {
  const lines = artefactOf('vault.token.to-spiffe-jwt', /JWT auth/, 'vault.token').split('\n')
  expect(lines.slice(0, 2)).toMatchObject(['vault auth enable jwt', expect.stringMatching(/^vault write auth\/jwt\/config /)])
})

test('where an access key leaked, the sessions of the roles that it assumed are ended too, which its user’s policies do not', () => {
  const does = recipeById('leak.aws.access-key')?.steps.map((step) => step.does)
  expect(does).toContainEqual(expect.stringMatching(/deny its user everything.*revoke the sessions of each role that it assumed/))
})

test('a secret of a Databricks service principal is deleted where secrets are, and its silence is told by nobody', () => {
  const recipe = recipeById('databricks.secret.to-workload-identity')
  expect(recipe?.successor).toBe('unseen')
  expect(recipe?.steps.find(({ id }) => id === 'delete')?.does).toContain('/credentials/secrets/')
  expect(recipe?.steps.find(({ id }) => id === 'wait')?.proof).toBeNull()
})

test.each(['personal', 'service'])('a %s access token of Datadog is deleted where tokens are, not as an application key', (whose) => {
  const kind = `datadog.${whose}-access-token`
  const offered = ['STANDING_HIGH', 'LEAK_ACTIVE'].map((reason) => {
    const verdict = reason === 'LEAK_ACTIVE' ? 'revoke-now' : 'standing-privilege'
    return recipesFor(subject({ kind }), { verdict, reason } as RecipeFacts)
  })
  expect(offered.map(([first]) => first?.id)).toEqual(['datadog.access-token.rotate', 'leak.datadog.access-token'])
  const steps = offered.flat().flatMap((recipe) => recipe.steps.map(({ does }) => does))
  expect(steps.filter((does) => does.includes('application_keys'))).toEqual([])
  expect(steps.join(' ')).toContain('DELETE /api/v2/service_accounts/{account}/access_tokens/{id}')
})

describe('Snowflake', () => {
  const disable = (kind: string, name: string) =>
    recipeById(`snowflake.${kind}.to-workload-identity`)
      ?.artefacts(subject({ kind: `snowflake.${kind}`, name }))
      .map(({ text }) => text)
      .find((text) => text.startsWith('ALTER'))
  test.each([
    ['key-pair', 'PUBLIC_KEY_1 of LOADER', 'ALTER USER "LOADER" UNSET RSA_PUBLIC_KEY;'],
    ['key-pair', 'PUBLIC_KEY_2 of LOADER', 'ALTER USER "LOADER" UNSET RSA_PUBLIC_KEY_2;'],
    ['key-pair', 'NIGHTLY of LOADER', 'ALTER USER "LOADER" MODIFY KEY PAIR "NIGHTLY" SET DISABLED = TRUE;'],
    ['key-pair', 'KEYPAIR of LOADER', 'ALTER USER "LOADER" UNSET <property>;'],
    ['key-pair', 'KEYPAIR_ETL of LOADER', 'ALTER USER "LOADER" MODIFY KEY PAIR "KEYPAIR_ETL" SET DISABLED = TRUE;'],
    ['key-pair', 'RSA_PUBLIC_KEY_2 of LOADER', 'ALTER USER "LOADER" UNSET <property>;'],
    ['key-pair', 'some key', 'ALTER USER "<user>" UNSET <property>;'],
    ['key-pair', 'NIGHTLY', 'ALTER USER "<user>" UNSET <property>;'],
    ['password', 'NIGHTLY', 'ALTER USER "<user>" UNSET PASSWORD;'],
    ['password', 'PASSWORD of TABLEAU', 'ALTER USER "TABLEAU" UNSET PASSWORD;'],
  ])('%s: %s', (kind, name, wanted) => expect(disable(kind, name)).toBe(wanted))
  test('what a cloud vouches for is not waited for in an inventory that never has it', () =>
    expect(recipeById('snowflake.pat.to-workload-identity')?.successor).toBe('unseen'))
})
