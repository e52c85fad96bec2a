import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { connectorKinds, connectorOf } from '../../connectors/registry.ts'
import { fileToken } from '../../estate/files/tokens.ts'
import { freshState } from '../../estate/state.ts'
import { viewAt } from '../../estate/view.ts'
import { proofs, type Proof, type WatchedToken } from '../../model/plan.ts'
import { asDelivered } from '../../model/policy.ts'
import type { Recipe, RecipeSubject } from '../../model/recipe.ts'
import type { WorkloadIdentity } from '../../model/workload-identity.ts'
import { lookAt, rank } from '../prove.ts'
import { allRecipes, recipeById, recipesFor, type RecipeFacts } from './recipes.ts'
import { subject } from './testing/subject.ts'

/** Plans keep these: one may be added, none may be taken away or renamed. */
// prettier-ignore
const ways = [
  'aws.access-key.to-role', 'aws.access-key.to-github-oidc', 'aws.access-key.to-gitlab-oidc', 'aws.access-key.to-pod-identity',
  'aws.access-key.to-machine-role', 'aws.access-key.to-roles-anywhere', 'aws.access-key.to-vendor-role',
  'aws.access-key.to-identity-center', 'aws.access-key.rotate', 'aws.root-access-key.delete', 'aws.bedrock-key.to-role',
  'aws.codecommit-password.to-role', 'aws.keyspaces-password.to-role', 'aws.service-credential.to-role', 'aws.secret.to-identity', 'aws.secret.to-managed', 'github.pat.classic.to-app',
  'github.pat.classic.to-job-token', 'github.pat.classic.to-fine-grained', 'github.pat.fine-grained.to-app',
  'github.pat.fine-grained.to-job-token', 'github.pat.fine-grained.rotate', 'github.oauth-token.to-app',
  'github.app-user-token.to-expiring', 'github.app-user-token.to-app', 'github.ssh-key.to-app', 'github.ssh-key.to-certificate',
  'github.deploy-key.to-app', 'github.deploy-key.to-job-token', 'github.deploy-key.rotate', 'github.app-private-key.to-kms',
  'gcp.service-account-key.to-federation', 'gcp.service-account-key.to-actions-federation', 'gcp.service-account-key.to-gke-identity',
  'gcp.service-account-key.to-attached', 'gcp.service-account-key.rotate', 'gcp.api-key.to-service-account',
  'google-workspace.oauth-grant.to-shared-account', 'google-workspace.oauth-grant.narrow-vendor', 'google-workspace.app-password.to-oauth',
  'gcp.credential.to-federation', 'entra.client-secret.to-federation', 'entra.client-secret.to-actions-federation',
  'entra.client-secret.to-managed-identity', 'entra.client-secret.to-certificate', 'entra.certificate.to-federation',
  'entra.certificate.to-managed-identity', 'okta.api-token.to-service-app', 'okta.client-secret.to-service-app',
  'okta.client-key.to-kms', 'okta.refresh-token.to-dpop', 'oauth.access-token.to-minted', 'oauth.refresh-token.to-dpop',
  'oauth.client-secret.to-key', 'oauth.client-key.to-kms', 'oauth.registration-token.to-code',
  'kubernetes.service-account-token.to-bound-token', 'kubernetes.service-account-token.to-oidc', 'vault.token.to-platform-auth',
  'vault.token.to-approle', 'vault.root-token.revoke', 'vault.approle-secret-id.to-platform-auth', 'vault.approle-secret-id.to-wrapped', 'slack.token.to-token-rotation', 'slack.webhook.to-bot', 'salesforce.refresh-token.to-jwt-bearer',
  'salesforce.refresh-token.to-dpop', 'salesforce.refresh-token.narrow-vendor', 'snowflake.key-pair.to-workload-identity',
  'snowflake.key-pair.rotate', 'snowflake.password.to-workload-identity', 'snowflake.pat.to-workload-identity', 'datadog.application-key.to-service-token',
  'datadog.application-key.to-workload-identity', 'aws.access-key.to-spiffe-oidc', 'gcp.service-account-key.to-spiffe-oidc',
  'entra.client-secret.to-spiffe-oidc', 'vault.token.to-spiffe-jwt', 'datadog.api-key.to-workload-identity', 'datadog.api-key.rotate', 'datadog.access-token.rotate',
  'databricks.token.to-workload-identity', 'databricks.secret.to-workload-identity', 'cloudflare.api-token.to-narrow-token', 'openai.api-key.to-workload-identity',
  'openai.api-key.rotate', 'anthropic.api-key.to-workload-identity', 'gitlab.token.to-job-token', 'gitlab.token.rotate',
  'gitlab.deploy-token.to-job-token', 'gitlab.deploy-key.to-job-token', 'gitlab.deploy-key.rotate',
  'github.stored-secret.to-oidc', 'gitlab.stored-secret.to-id-token',
  'stripe.key.to-narrow-key', 'short-lived.to-dpop', 'certificate.to-short-svid', 'generic.to-svid', 'generic.to-dpop',
  'generic.to-broker', 'generic.with-vendor', 'generic.rotate', 'agent.per-task',
]
// prettier-ignore
const endings = [
  'aws.access-key', 'aws.root-access-key', 'aws.bedrock-key', 'aws.codecommit-password', 'aws.keyspaces-password',
  'aws.service-credential', 'aws.secret', 'github.pat.classic', 'github.pat.fine-grained', 'github.oauth-token', 'github.app-user-token',
  'github.ssh-key', 'github.deploy-key', 'github.app-private-key', 'gcp.service-account-key', 'gcp.api-key', 'gcp.credential',
  'google-workspace.oauth-grant', 'google-workspace.app-password',
  'entra.client-secret', 'entra.certificate', 'okta.api-token', 'okta.client-secret', 'okta.client-key', 'okta.refresh-token', 'oauth.access-token', 'oauth.refresh-token', 'oauth.client-secret', 'oauth.client-key', 'oauth.registration-token', 'kubernetes.service-account-token', 'vault.token', 'vault.root-token', 'vault.approle-secret-id',
  'slack.token', 'slack.webhook', 'salesforce.refresh-token', 'snowflake.key-pair', 'snowflake.password', 'snowflake.pat', 'datadog.application-key',
  'datadog.api-key', 'datadog.access-token', 'databricks.token', 'databricks.secret', 'cloudflare.api-token', 'openai.api-key', 'anthropic.api-key', 'gitlab.token', 'gitlab.deploy-token', 'gitlab.deploy-key', 'github.stored-secret', 'gitlab.stored-secret', 'stripe.key',
  'short-lived', 'certificate',
]

const standing: RecipeFacts = { verdict: 'standing-privilege', reason: 'STANDING_HIGH' }
const dormant: RecipeFacts = { verdict: 'revoke-now', reason: 'DORMANT' }
const leaked: RecipeFacts = { verdict: 'revoke-now', reason: 'LEAK_ACTIVE' }

describe('ids', () => {
  it('are unique, and the very ones that plans keep', () => {
    const deleting = ['aws.root-access-key', 'vault.root-token']
    const kept = [
      ...ways,
      ...endings.flatMap((one) => (deleting.includes(one) ? [`leak.${one}`] : [`unused.${one}`, `leak.${one}`])),
      'unused',
      'leak',
    ]
    expect(allRecipes.map(({ id }) => id).toSorted()).toEqual(kept.toSorted())
    expect(new Set(kept).size).toBe(kept.length)
  })

  it('stand in the documentation, all of them', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../docs/retirement.md'), 'utf8')
    expect([...ways, ...endings].filter((id) => !page.includes(`\`${id}\``))).toEqual([])
  })

  it('find their recipe, and nothing else does', () => {
    for (const recipe of allRecipes) expect(recipeById(recipe.id)).toBe(recipe)
    for (const none of ['', 'constructor', 'aws.access-key']) expect(recipeById(none)).toBeNull()
  })
})

describe('every kind of token has a way out', () => {
  it('that connectors read', async () => {
    const connectors = await Promise.all(connectorKinds.map(connectorOf))
    const kinds = connectors.flatMap(({ coverage }) => coverage.flatMap((row) => ('tokens' in row ? (row.tokens ?? []) : [])))
    expect(kinds).toContain('github.deploy-key')
    for (const kind of kinds.map((one) => one.replace('*', 'bedrock'))) {
      const [first] = recipesFor(subject({ kind }), standing)
      expect(first?.id, kind).not.toMatch(/^(generic|unused)/)
    }
  })

  it('that the estate’s file has', () => {
    const epoch = Date.parse('2026-11-24T00:00:00Z')
    const view = viewAt(freshState(7, 10_000, epoch), epoch)
    const kinds = new Set(Array.from({ length: 400 }, (_, row) => fileToken(view, row).kind as string))
    expect(kinds.size).toBeGreaterThan(14)
    const generic = [...kinds].filter((kind) => recipesFor(subject({ kind }), standing)[0]?.id.startsWith('generic'))
    expect(generic).toEqual(['palletwise.api-key'])
  })

  it('that nobody has heard of', () => {
    for (const kind of ['acme.key', 'x', 'constructor', 'aws.something-new'])
      expect(recipesFor(subject({ kind }), standing).map(({ id }) => id)).toEqual(['generic.to-svid', 'generic.to-dpop', 'generic.to-broker', 'generic.with-vendor', 'generic.rotate', 'unused']) // prettier-ignore
  })
})

const billing: WorkloadIdentity = {
  issuerId: 'i',
  id: 'spiffe://acme.test/ns/finance/sa/billing-export',
  mints: 'JWT-SVID of the workload, for one audience',
  fit: 'same-name',
  by: 'the name billing-export',
  sourceName: 'SPIFFE acme.test',
}

describe('an identity that the workload may have', () => {
  const filled = (id: string, kind: string, identities: readonly WorkloadIdentity[] | undefined) =>
    recipeById(id)!.artefacts(subject({ kind, ...(identities && { identities }) })).map(({ text, leftOpen }) => ({ text, leftOpen: leftOpen.join(' ') }))
  const ways: readonly (readonly [string, string])[] = [
    ['aws.access-key.to-spiffe-oidc', 'aws.access-key'],
    ['aws.access-key.to-roles-anywhere', 'aws.access-key'],
    ['gcp.service-account-key.to-spiffe-oidc', 'gcp.service-account-key'],
    ['entra.client-secret.to-spiffe-oidc', 'entra.client-secret'],
    ['vault.token.to-spiffe-jwt', 'vault.token'],
  ]

  it.each(ways)('%s trusts that one id, and says what it was matched by', (id, kind) => {
    const [one] = filled(id, kind, [billing]).filter(({ text }) => text.includes(billing.id))
    expect(one?.leftOpen).toContain('matched by the name billing-export alone')
    expect(filled(id, kind, [{ ...billing, fit: 'same-account', by: 'service account finance/billing-export' }]).map(({ leftOpen }) => leftOpen).join(' ')).toContain('both its entry and this token')
  })

  it.each(ways)('%s leaves it open where there is none, or more than one, or one of another form', (id, kind) => {
    const others = [undefined, [billing, { ...billing, id: 'spiffe://acme.test/other' }], [{ ...billing, id: 'spiffe://acme.test/"; drop' }]]
    for (const identities of others) {
      const all = filled(id, kind, identities)
      expect(all.filter(({ text }) => text.includes('spiffe://'))).toEqual([])
      expect(all.map(({ leftOpen }) => leftOpen).join(' ')).toMatch(/<spiffe-id>|<common-name>/)
    }
  })
}) // prettier-ignore

describe('the best way', () => {
  test.each<[string, Partial<RecipeSubject>, RecipeFacts, string]>([
    ['nobody has named a consumer', {}, standing, 'aws.access-key.to-role'],
    ['a pipeline that may run anywhere', { name: 'ci-deploy', workload: { key: 'ci-deploy', name: 'ci deploy', environment: null } }, standing, 'aws.access-key.to-role'],
    ['GitHub Actions', { consumers: ['GitHub Actions in acme/web'] }, standing, 'aws.access-key.to-github-oidc'],
    ['GitHub Actions, by its own name', { name: 'github-actions-deploy' }, standing, 'aws.access-key.to-github-oidc'],
    ['GitLab', { consumers: ['gitlab runner 4'] }, standing, 'aws.access-key.to-gitlab-oidc'],
    ['an identity that its workload may have, before where it runs', { consumers: ['eks/data'], identities: [billing] }, standing, 'aws.access-key.to-spiffe-oidc'],
    ['an identity of what a vendor holds is not the vendor’s', { thirdParty: 'Acme', identities: [billing] }, standing, 'aws.access-key.to-vendor-role'],
    ['a leak, whatever identity there is', { identities: [billing] }, leaked, 'leak.aws.access-key'],
    ['EKS', { consumers: ['eks/data'] }, standing, 'aws.access-key.to-pod-identity'],
    ['Lambda', { workload: { key: 'resize-lambda', name: 'resize', environment: null } }, standing, 'aws.access-key.to-machine-role'],
    ['a machine of one’s own', { consumers: ['on-prem backup host'] }, standing, 'aws.access-key.to-roles-anywhere'],
    ['a vendor, wherever it says it runs', { thirdParty: 'Acme', consumers: ['lambda'] }, standing, 'aws.access-key.to-vendor-role'],
    ['a person', { consumers: ['Ana’s laptop'] }, standing, 'aws.access-key.to-identity-center'],
    ['what a consumer says before what a name says', { name: 'eks-export', consumers: ['ec2 i-1'] }, standing, 'aws.access-key.to-machine-role'],
    ['letters within another word are no place', { name: 'leeks-ganache' }, standing, 'aws.access-key.to-role'],
    ['unused', {}, dormant, 'unused.aws.access-key'],
    ['offboarded', {}, { verdict: 'revoke-now', reason: 'OFFBOARDED' }, 'unused.aws.access-key'],
    ['never used, though young', {}, { ...standing, neverUsed: true }, 'unused.aws.access-key'],
    ['leaked', {}, leaked, 'leak.aws.access-key'],
    ['leaked, not replaced', {}, { verdict: 'revoke-now', reason: 'LEAK_NOT_REPLACED' }, 'leak.aws.access-key'],
    ['leaked and never used', {}, { ...leaked, neverUsed: true }, 'leak.aws.access-key'],
    ['an agent', { isAgent: true }, standing, 'agent.per-task'],
    ['an agent’s key to its model', { isAgent: true, kind: 'openai.api-key' }, standing, 'openai.api-key.to-workload-identity'],
    ['an agent’s Bedrock key', { isAgent: true, kind: 'aws.service-credential.bedrock' }, standing, 'aws.bedrock-key.to-role'],
    ['a root key', { kind: 'aws.root-access-key' }, { verdict: 'revoke-now', reason: 'PROHIBITED' }, 'aws.root-access-key.delete'],
    ['a root key that leaked', { kind: 'aws.root-access-key' }, leaked, 'leak.aws.root-access-key'],
    ['CodeCommit', { kind: 'aws.service-credential.codecommit' }, standing, 'aws.codecommit-password.to-role'],
    ['another service', { kind: 'aws.service-credential.new' }, standing, 'aws.service-credential.to-role'],
    ['a classic token', { kind: 'github.pat.classic' }, standing, 'github.pat.classic.to-app'],
    ['a classic token in a workflow', { kind: 'github.pat.classic', consumers: ['gha'] }, standing, 'github.pat.classic.to-job-token'],
    ['a fine-grained token', { kind: 'github.pat.fine-grained' }, standing, 'github.pat.fine-grained.to-app'],
    ['a deploy key', { kind: 'github.deploy-key' }, standing, 'github.deploy-key.to-app'],
    ['a deploy key that was never used', { kind: 'github.deploy-key' }, dormant, 'unused.github.deploy-key'],
    ['an SSH key', { kind: 'github.ssh-key' }, standing, 'github.ssh-key.to-app'],
    ['an SSH key of a person', { kind: 'github.ssh-key', consumers: ['laptop'] }, standing, 'github.ssh-key.to-certificate'],
    ['an OAuth token', { kind: 'github.oauth-token' }, standing, 'github.oauth-token.to-app'],
    ['an App’s user token', { kind: 'github.app-user-token' }, standing, 'github.app-user-token.to-app'],
    ['an App’s key', { kind: 'github.app-private-key' }, standing, 'github.app-private-key.to-kms'],
    ['a Google key', { kind: 'gcp.service-account-key' }, standing, 'gcp.service-account-key.to-federation'],
    ['a Google key in GKE', { kind: 'gcp.service-account-key', consumers: ['gke'] }, standing, 'gcp.service-account-key.to-gke-identity'],
    ['what a person let an app do', { kind: 'google-workspace.oauth-grant' }, standing, 'google-workspace.oauth-grant.to-shared-account'],
    ['what a person let a vendor’s app do', { kind: 'google-workspace.oauth-grant', thirdParty: 'Acme' }, standing, 'google-workspace.oauth-grant.narrow-vendor'],
    ['an app password', { kind: 'google-workspace.app-password' }, standing, 'google-workspace.app-password.to-oauth'],
    ['a Google API key', { kind: 'gcp.api-key' }, standing, 'gcp.api-key.to-service-account'],
    ['a client secret', { kind: 'entra.client-secret' }, standing, 'entra.client-secret.to-federation'],
    ['an Azure function’s', { kind: 'azure.client-secret', consumers: ['azure function x'] }, standing, 'entra.client-secret.to-managed-identity'],
    ['Okta', { kind: 'okta.api-token' }, standing, 'okta.api-token.to-service-app'],
    ['a key of an app at Okta', { kind: 'okta.client-key' }, standing, 'okta.client-key.to-kms'],
    ['a refresh token of Okta', { kind: 'okta.refresh-token' }, standing, 'okta.refresh-token.to-dpop'],
    ['Kubernetes', { kind: 'kubernetes.service-account-token' }, standing, 'kubernetes.service-account-token.to-bound-token'],
    ['Kubernetes from a pipeline', { kind: 'k8s.token', consumers: ['github actions'] }, standing, 'kubernetes.service-account-token.to-oidc'],
    ['Vault', { kind: 'vault.token' }, standing, 'vault.token.to-platform-auth'],
    ['a secret id of Vault', { kind: 'vault.approle-secret-id' }, standing, 'vault.approle-secret-id.to-platform-auth'],
    ['a root token of Vault', { kind: 'vault.root-token' }, { verdict: 'revoke-now', reason: 'PROHIBITED' }, 'vault.root-token.revoke'],
    ['Slack', { kind: 'slack.bot-token' }, standing, 'slack.token.to-token-rotation'],
    ['a leaked Slack token', { kind: 'slack.bot-token' }, leaked, 'leak.slack.token'],
    ['Salesforce', { kind: 'salesforce.refresh-token' }, standing, 'salesforce.refresh-token.to-jwt-bearer'],
    ['a vendor’s Salesforce token', { kind: 'salesforce.refresh-token', thirdParty: 'Conveyor Chat Ltd' }, standing, 'salesforce.refresh-token.narrow-vendor'],
    ['Snowflake', { kind: 'snowflake.key-pair' }, standing, 'snowflake.key-pair.to-workload-identity'],
    ['Datadog, where only a step fits wherever', { kind: 'datadog.application-key' }, standing, 'datadog.application-key.to-service-token'],
    ['Datadog in AWS', { kind: 'datadog.application-key', consumers: ['ecs terraform'] }, standing, 'datadog.application-key.to-workload-identity'],
    ['Databricks', { kind: 'databricks.pat' }, standing, 'databricks.token.to-workload-identity'],
    ['Cloudflare', { kind: 'cloudflare.api-token' }, standing, 'cloudflare.api-token.to-narrow-token'],
    ['GitLab', { kind: 'gitlab.project-token' }, standing, 'gitlab.token.to-job-token'],
    ['a secret stored for workflows', { kind: 'github.stored-secret.repository.actions' }, standing, 'github.stored-secret.to-oidc'],
    ['a variable of a pipeline', { kind: 'gitlab.stored-secret.project' }, standing, 'gitlab.stored-secret.to-id-token'],
    ['Stripe', { kind: 'stripe.restricted-key' }, standing, 'stripe.key.to-narrow-key'],
    ['a token of an OAuth server', { kind: 'oauth.access-token' }, standing, 'oauth.access-token.to-minted'],
    ['one of which nobody says what it is', { kind: 'oauth.token' }, standing, 'oauth.access-token.to-minted'],
    ['a secret of an OAuth client', { kind: 'oauth.client-secret' }, standing, 'oauth.client-secret.to-key'],
    ['a registration token', { kind: 'oauth.registration-token' }, standing, 'oauth.registration-token.to-code'],
    ['a short-lived token', { kind: 'oidc.workload-token' }, standing, 'short-lived.to-dpop'],
    ['a client certificate', { kind: 'mtls.client-certificate' }, standing, 'certificate.to-short-svid'],
    ['a vendor that nobody knows', { kind: 'palletwise.api-key', thirdParty: 'Palletwise BV' }, standing, 'generic.with-vendor'],
    ['a vendor that is over', { kind: 'palletwise.api-key', thirdParty: 'Palletwise BV' }, { verdict: 'revoke-now', reason: 'OFFBOARDED' }, 'unused'],
  ])('%s', (_, said, facts, first) => {
    expect(recipesFor(subject(said), facts)[0]?.id).toBe(first)
  }) // prettier-ignore

  it('never offers the same twice, and always offers that nothing uses it', () => {
    for (const kind of ['aws.access-key', 'aws.root-access-key', 'github.pat.classic', 'slack.bot-token', 'x'])
      for (const facts of [standing, dormant, leaked]) {
        const offered = recipesFor(subject({ kind, isAgent: true }), facts)
        expect(new Set(offered).size).toBe(offered.length)
        expect(offered.some(({ successor }) => successor === 'nothing')).toBe(true)
      }
  })

  it('puts a step behind what ends a token', () => {
    const offered = recipesFor(subject({ kind: 'github.pat.classic' }), standing)
    expect(offered.findIndex(({ isRotationOnly }) => isRotationOnly)).toBeGreaterThan(
      offered.findIndex(({ places }) => places.length === 0),
    )
  })
})

const isLeak = ({ id }: Recipe) => /^leak\b/.test(id)

describe.each(allRecipes.map((recipe) => ({ id: recipe.id, recipe })))('$id', ({ recipe }) => {
  const { steps } = recipe
  const proved = steps.flatMap(({ proof }) => (proof ? [proof] : []))

  it('is proved in the order of the proofs, up to its absence', () => {
    expect(proved.map(rank)).toEqual([...new Set(proved.map(rank))].toSorted((one, other) => one - other))
    expect(proved).toContain('deleted')
    expect(steps.at(-1)).toMatchObject({ id: 'verify', proof: 'verified', who: 'standdown' })
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
  })

  it('asks for a successor exactly where its use is a step', () => {
    expect(recipe.needsSuccessor).toBe(recipe.successor === 'seen')
    if (!isLeak(recipe)) expect(proved.includes('replaced')).toBe(recipe.needsSuccessor)
  })

  it('says who does what, what shows it, and what it cannot', () => {
    for (const step of steps) {
      expect(step.does).toMatch(/^[A-Z].*\.$/)
      expect(step.shownBy).toMatch(/\.$/)
      if (step.back !== null) expect(step.back).toMatch(/\.$/)
      expect(step.who === 'standdown').toBe(step.id === 'wait' || step.id === 'verify')
    }
    for (const text of [recipe.title, recipe.from, recipe.to, recipe.why]) expect(text).not.toBe('')
    if (recipe.isRotationOnly) expect(recipe.honest).not.toBeNull()
  })

  it('promises no proof that a look cannot give', () => {
    // IAM tells no last use of service credentials, GitHub none of an App's key or a stored secret, GitLab none of deploy tokens, Okta none of what an app holds, and OAuth none at all.
    const untold =
      /bedrock|codecommit|keyspaces|service-credential|app-private-key|stored-secret|gitlab.deploy-token|okta\.(?:client|refresh)|oauth\./.test(
        recipe.id,
      )
    const given = proofsOf(recipe, untold)
    expect(proved.filter((proof) => !given.has(proof))).toEqual([])
  })
})

/** Every proof that a look gives while a token goes the whole way. */
function proofsOf({ successor: place }: Recipe, untold: boolean): Set<Proof> {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day))
  const alive: WatchedToken = {
    id: 't',
    name: 'old',
    state: 'live',
    lastUsed: untold ? 'not-reported' : { at: at(1), service: null },
    absentRuns: 0,
    deadRuns: 0,
    longestGapDays: null,
    lastComplete: { id: 'r', at: at(2) },
  }
  const looks: readonly [WatchedToken, Date | null][] = [
    [alive, null],
    [alive, at(1)],
    [{ ...alive, lastComplete: { id: 'r', at: at(20) } }, at(1)],
    [{ ...alive, state: 'disabled' }, at(1)],
    [{ ...alive, state: 'gone', absentRuns: 1 }, at(1)],
    [{ ...alive, state: 'gone', absentRuns: 2 }, at(1)],
  ]
  const asked = {
    successor: { id: 'new', name: 'new', displayId: null, lastUsedAt: at(1), isGone: false, stands: false },
    misfit: null,
    place,
    openedAt: at(1),
    quiet: asDelivered,
  }
  const none = { proved: 'none', quietUntil: null } as const
  return new Set(looks.map(([token, switchedAt]) => lookAt(token, none, { ...asked, switchedAt }).proved))
}

it('reaches every proof there is', () => {
  const recipe = recipeById('aws.access-key.to-role')
  expect(proofs.filter((proof) => proof !== 'none' && !recipe?.steps.some((step) => step.proof === proof))).toEqual([])
})
