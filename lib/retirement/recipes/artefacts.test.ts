import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Artefact, RecipeSubject } from '../../model/recipe.ts'
import { allRecipes } from './recipes.ts'
import { subject } from './testing/subject.ts'
import { hclText, json, sh, slug, yaml } from './writing.ts'

const { loadAll } = createRequire(import.meta.url)('js-yaml') as { loadAll(text: string): unknown[] }

/** Names that mean something to one of the languages, and any others. */
const hostile = fc.oneof(
  fc.constantFrom(
    '"; rm -rf ~; echo "', "'; drop table users; --", '$(id)', '`id`', '${aws_iam_role.x.arn}', '%{ if true }', '$${x}', '%%{x}', '$$${x}', '\\${x}', '${{ secrets.X }}',
    'a: b', '- a', '# x', '"', "'", '\\', '\\"', 'a\nb', 'a\r\n  evil: true', '\u0000', '\u001b[2J', '\u202etxt', '\u2028', '\ud800', '\ufeff', '😀', '--flag', '*', '&a', '!!js/function', '<account-id>', '', ' ',
    '"}],"Effect":"Allow"', 'repo:*', 'x'.repeat(1_024), 'EOF\n', '\uffff', '\u{e0001}',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
) // prettier-ignore

const anySubject = fc.record({
  name: hostile,
  displayId: hostile,
  externalId: fc.oneof(hostile, hostile.map((text) => `pat:${text}`), hostile.map((text) => `deploy-key:1${text}`)),
  kind: fc.constantFrom('aws.access-key', 'github.deploy-key'),
  provider: hostile,
  source: fc.record({ account: hostile, org: hostile, region: hostile, baseUrl: hostile }),
  workload: fc.record({ key: hostile, name: hostile, environment: hostile }),
  consumers: fc.array(hostile, { maxLength: 3 }),
  lastUsedService: hostile,
  grants: fc.tuple(
    fc.record({ service: hostile, action: hostile, resource: hostile, observed: fc.constant(false) }),
    fc.record({ service: hostile, action: fc.constant('contents: read'), resource: hostile.map((text) => `acme/web, ${text}`), observed: fc.constant(false) }),
    fc.record({ service: fc.constant('s3'), action: fc.constant('s3:GetObject'), resource: hostile.map((text) => `arn:aws:s3:::${text}`), observed: fc.constant(false) }),
  ),
  isAgent: fc.boolean(),
  thirdParty: fc.option(hostile),
  identities: fc.tuple(
    fc.record({ issuerId: hostile, id: fc.oneof(hostile, hostile.map((text) => `spiffe://acme.test/${text}`)), mints: hostile, fit: fc.constantFrom('same-account', 'same-name'), by: hostile, sourceName: hostile }),
  ),
}) satisfies fc.Arbitrary<RecipeSubject> // prettier-ignore

/** The same token with names that mean nothing. */
const tame = subject({
  name: 'ledger',
  displayId: 'ledger',
  externalId: 'pat:1',
  source: {},
  workload: { key: 'ledger', name: 'ledger', environment: null },
  identities: [
    { issuerId: 'i', id: 'spiffe://acme.test/ledger', mints: 'X.509-SVID', fit: 'same-name', by: 'the name ledger', sourceName: 's' },
  ],
  grants: [
    { service: 's3', action: 'nothing known', resource: 'acme/api', observed: false },
    { service: 'github', action: 'contents: read', resource: 'acme/web, acme/cli', observed: false },
    { service: 's3', action: 's3:GetObject', resource: 'arn:aws:s3:::ledger', observed: false },
  ],
})

/** A document without its strings: what no name may change. */
function bones(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bones)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bones(item)]))
  return typeof value === 'string' ? '' : value
}

/** The one expression that an artefact has within a string. */
const own = '${google_iam_workload_identity_pool.replacement.name}'
const hclString = /"(?:[^"\\\n]|\\.)*"/g

/** What a text is beside its quoted parts, by the language that it is in. */
function skeleton({ language, text }: Artefact): unknown {
  switch (language) {
    case 'json':
      return bones(JSON.parse(text))
    case 'yaml':
      return loadAll(text).map(bones)
    case 'hcl':
      return text.replace(hclString, '""')
    case 'sh':
      return text.replace(/'[^']*'(?:\\''[^']*')*/g, "''")
    case 'text':
      // Only names of a known form stand in these: each line begins as it is meant to, and none is added.
      return text.split('\n').map((line) => line.split(' ')[0])
  }
}

describe('no name changes what an artefact is', () => {
  test.each(allRecipes.map((recipe) => ({ id: recipe.id, recipe })))('$id', ({ recipe }) => {
    const meant = recipe.artefacts(tame).map(skeleton)
    fc.assert(
      fc.property(anySubject, (token) => {
        const written = recipe.artefacts(token)
        expect(written.map(skeleton)).toEqual(meant)
        for (const { language, text } of written) {
          // Nothing that hides or turns text round reaches the reader's clipboard.
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/)
          if (language === 'hcl')
            for (const quoted of text.match(hclString) ?? []) expect(fromHcl(quoted.replace(own, ''))).toBeTypeOf('string')
          // An expression of GitHub's is only what a workflow says itself.
          if (language === 'yaml') expect(text.match(/\$\{\{(?! (?:vars|secrets|steps|github)\.[\w.]+ \}\})/)).toBeNull()
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('quoting', () => {
  it('JSON and YAML parse back to the name', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(JSON.parse(json({ [`a${name}`]: name }))).toEqual({ [`a${name}`]: name })
        expect(loadAll(`name: ${yaml(name)}\n`)).toEqual([{ name: name.toWellFormed() }])
      }),
    )
  })

  it('an HCL template is the name and nothing else', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(fromHcl(hclText(name))).toBe(name.toWellFormed())
      }),
    )
  })

  it.each([
    ['${x}', '"$${x}"'],
    ['%{x}', '"%%{x}"'],
    ['$${x}', String.raw`"\u0024\u0024{x}"`],
    ['a$b{', '"a$b{"'],
    ['"\\\n', String.raw`"\"\\\n"`],
    ['\u202e', String.raw`"\u202e"`],
  ])('%j in HCL', (text, written) => {
    expect(hclText(text)).toBe(written)
  })

  it.each([
    ["it's", String.raw`'it'\''s'`],
    ['a\u001b[2Jb', "'a[2Jb'"],
    ['$(id) `id` "x"', `'$(id) \`id\` "x"'`],
  ])('%j in a shell', (text, written) => {
    expect(sh(text)).toBe(written)
  })

  it.each([
    ['Billing Export_2', 'billing-export-2'],
    ['--x--', 'x'],
    ['é', 'e'],
    ['日本', null],
    ['', null],
  ])('%j as a new name', (text, name) => {
    expect(slug(text)).toBe(name)
  })
})

describe('what is not known', () => {
  test.each(allRecipes.map((recipe) => ({ id: recipe.id, recipe })))('$id leaves it open, and says so', ({ recipe }) => {
    for (const { title, text, leftOpen } of recipe.artefacts(subject({ kind: recipe.kinds[0] ?? 'x' }))) {
      const placeholders = new Set([...text.matchAll(/<([a-z][a-z0-9/-]*)>/g)].map(([, name]) => name))
      const said = new Set(leftOpen.flatMap((line) => /^<([^>]+)>: \S/.exec(line)?.[1] ?? []))
      expect([...placeholders].toSorted(), title).toEqual([...said].toSorted())
      for (const line of leftOpen) expect(line).toMatch(/^<[^>]+>: \S|^[A-Z].*\.$/)
    }
  })
})

describe('this token’s own names', () => {
  const known = subject({
    source: { account: '471182936605', org: 'acme' },
    workload: { key: 'billing-export', name: 'billing export', environment: 'production' },
    grants: [{ service: 's3', action: 's3:GetObject', resource: 'arn:aws:s3:::lake/*', observed: true }],
  })
  const written = (id: string, token: RecipeSubject, language: Artefact['language'], at = 0) =>
    allRecipes
      .find((recipe) => recipe.id === id)!
      .artefacts(token)
      .filter((artefact) => artefact.language === language)[at]!

  it('are in the commands', () => {
    const commands = written('unused.aws.access-key', known, 'sh')
    expect(commands).toEqual({
      title: 'Disable it',
      language: 'sh',
      text: "aws iam update-access-key --user-name='billing-export' --access-key-id='AKIAEXAMPLE0000000X2' --status=Inactive",
      leftOpen: [],
    })
  })

  it('one command cannot undo another by being copied along', () => {
    for (const recipe of allRecipes)
      for (const { language, text } of recipe.artefacts(known))
        if (language === 'sh') expect(text.match(/\b(disable|enable|delete|Inactive|Active|DELETE)\b/g)?.length ?? 0).toBeLessThanOrEqual(1)
  })

  it('are in the workflow and the role', () => {
    const [flow] = loadAll(written('aws.access-key.to-github-oidc', known, 'yaml').text) as [
      { jobs: { run: { steps: { with?: object }[] } } },
    ]
    expect(flow.jobs.run.steps[0]?.with).toMatchObject({ 'role-to-assume': 'arn:aws:iam::471182936605:role/billing-export' })
    expect(written('aws.access-key.to-github-oidc', known, 'hcl').text).toContain(':environment:production"')
  })

  it('a policy has what was observed, and nothing granted beside it', () => {
    const grants = [{ service: 'iam', action: 'iam:*', resource: '*', observed: false }, ...known.grants]
    const { text, leftOpen } = written('aws.access-key.to-role', { ...known, grants }, 'json')
    expect(JSON.parse(text)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::lake/*'] }],
    })
    expect(leftOpen).toEqual([])
  })

  it.each([
    ['everything', '*', '*', ['<actions>'], ['<any-resources>']],
    ['a whole service', 's3:*', '*', ['<s3-actions>'], ['<s3-resources>']],
    ['two that go together', 'iam:PassRole + lambda:CreateFunction', '*', ['iam:PassRole', 'lambda:CreateFunction'], null],
    [
      'more resources than are shown',
      's3:Get*',
      'arn:aws:s3:::a, arn:aws:s3:::b and 4 more',
      ['s3:Get*'],
      ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
    ],
    ['all but one', 's3:GetObject', 'everything but arn:aws:s3:::a', ['s3:GetObject'], ['<s3-resources>']],
  ])('%s that was only granted is not copied', (_, action, resource, actions, resources) => {
    const service = /^([a-z0-9]+):/.exec(action)?.[1] ?? '*'
    const { text, leftOpen } = written(
      'aws.access-key.to-role',
      { ...known, grants: [{ service, action, resource, observed: false }] },
      'json',
    )
    const [statement] = (JSON.parse(text) as { Statement: { Action: string[]; Resource: string[] }[] }).Statement
    expect(statement?.Action).toEqual(actions)
    if (resources) expect(statement?.Resource).toEqual(resources)
    expect(leftOpen.join()).toContain('nothing shows which of them it uses')
  })

  it('an App has what a classic token’s scopes are there, and no more', () => {
    const grants = ['repo', 'read:org', 'admin:enterprise'].map((action) => ({
      service: 'github',
      action,
      resource: 'the organisation',
      observed: false,
    }))
    const manifest = JSON.parse(written('github.pat.classic.to-app', { ...known, grants }, 'json').text) as object
    expect(manifest).toMatchObject({
      public: false,
      default_permissions: { contents: 'write', pull_requests: 'write', issues: 'write', members: 'read' },
    })
  })

  it('an access key’s calls are looked up in one region, which is said', () => {
    const found = written('aws.access-key.to-role', known, 'sh')
    expect(found.text).toMatch(/^aws cloudtrail lookup-events \\\n {2}--region='<region>' \\\n/)
    expect(JSON.stringify(found)).toContain('one region at a time')
  })

  it('a deploy key is deleted in its own repository', () => {
    const token = {
      ...known,
      externalId: 'deploy-key:71001',
      grants: [{ service: 'github', action: 'git push', resource: 'acme/web', observed: false }],
    }
    expect(written('unused.github.deploy-key', token, 'sh').text).toBe("gh api --method DELETE '/repos/acme/web/keys/71001'")
  })
})

/** A quoted HCL template as HCL reads it. Throws where it is more than text, or ends too early. */
function fromHcl(quoted: string): string {
  const body = /^"((?:[^"\\\n]|\\.)*)"$/su.exec(quoted)?.[1]
  if (body === undefined) throw new Error(`not one quoted template: ${quoted}`)
  const part = /\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\([nrt"\\])|(\$\$|%%)(?=\{)|([$%]\{)|([^])/gu
  return body.replace(part, (_, four?: string, eight?: string, sign?: string, escapedMarker?: string, marker?: string, other?: string) => {
    if (marker) throw new Error(`an expression: ${quoted}`)
    if (four ?? eight) return String.fromCodePoint(parseInt((four ?? eight)!, 16))
    if (sign) return ({ n: '\n', r: '\r', t: '\t' } as Record<string, string>)[sign] ?? sign
    if (escapedMarker) return escapedMarker[0]!
    if (other === '\\') throw new Error(`an escape that HCL does not know: ${quoted}`)
    return other ?? ''
  })
}
