import type { Artefact, RecipeSubject } from '../../model/recipe.ts'
import { draft, json, nameOf, replaces, sh, yaml, type Blanks, type Value } from './writing.ts'

const permission = /^([a-z][a-z_]{1,60}): (read|write|admin)$/
const repository = /^[A-Za-z0-9][\w-]{0,99}\/[\w.-]{1,100}$/

/** What a classic scope is in an App's permissions, as far as it is one thing there. */
const scopePermissions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  repo: { contents: 'write', pull_requests: 'write', issues: 'write' },
  'repo:status': { statuses: 'write' },
  repo_deployment: { deployments: 'write' },
  public_repo: { contents: 'write' },
  workflow: { workflows: 'write' },
  'admin:org': { members: 'write', organization_administration: 'write' },
  'write:org': { members: 'write' },
  'read:org': { members: 'read' },
  'admin:repo_hook': { repository_hooks: 'write' },
  'write:repo_hook': { repository_hooks: 'write' },
  'read:repo_hook': { repository_hooks: 'read' },
  'admin:org_hook': { organization_hooks: 'write' },
  'write:packages': { packages: 'write' },
  'read:packages': { packages: 'read' },
  'git pull': { contents: 'read' },
  'git push': { contents: 'write' },
}

/** An App with what the token may do, for GitHub's registration from a manifest. */
export function appManifest(subject: RecipeSubject): Artefact {
  return draft('The App, as a manifest to register it from', 'json', (blanks) => {
    return json({
      name: nameOf(subject, blanks, 34),
      description: replaces(subject).slice(0, 200),
      url: blanks.blank('page', 'an address that says what the App is for'),
      public: false,
      hook_attributes: { url: 'https://example.com/unused', active: false },
      default_permissions: permissionsOf(subject, blanks),
      default_events: [],
    })
  })
}

/** A workflow whose App token lives an hour and reaches what it must. */
export function appWorkflow(subject: RecipeSubject): Artefact {
  return draft('The workflow (.github/workflows)', 'yaml', (blanks) => {
    const permissions = Object.entries(permissionsOf(subject, blanks)).map(
      ([name, value]) => `          permission-${name.replaceAll('_', '-')}: ${yaml(value)}\n`,
    )
    blanks.say(
      'Set the variable APP_CLIENT_ID and the secret APP_PRIVATE_KEY. The key is a standing credential of its own: list it, and keep it in one place.',
    )
    return `name: ${yaml(nameOf(subject, blanks))}
on:
  push:
    branches: [main]
permissions: {}
jobs:
  run:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/create-github-app-token@v3
        id: app
        with:
          client-id: \${{ vars.APP_CLIENT_ID }}
          private-key: \${{ secrets.APP_PRIVATE_KEY }}
          owner: ${yaml(orgOf(subject, blanks))}
          repositories: ${yaml(shortNames(subject, blanks))}
${permissions.join('')}      - run: gh api /installation/repositories --jq '.repositories[].full_name'
        env:
          GH_TOKEN: \${{ steps.app.outputs.token }}
`
  })
}

/** A workflow that needs no stored token at all. */
export function jobTokenWorkflow(subject: RecipeSubject): Artefact {
  return draft('The workflow (.github/workflows)', 'yaml', (blanks) => {
    const allowed = new Set(['actions', 'checks', 'contents', 'deployments', 'issues', 'packages', 'pages', 'pull_requests', 'statuses'])
    const permissions = Object.entries(permissionsOf(subject, blanks)).filter(([name]) => allowed.has(name))
    const lines = permissions.map(([name, value]) => `  ${name.replaceAll('_', '-')}: ${yaml(value)}\n`)
    return `name: ${yaml(nameOf(subject, blanks))}
on:
  push:
    branches: [main]
permissions:${lines.length > 0 ? `\n${lines.join('')}` : ' {}\n'}jobs:
  run:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
        with:
          persist-credentials: false
      - run: gh pr list
        env:
          GH_TOKEN: \${{ github.token }}
`
  })
}

export function fineGrainedCommands(subject: RecipeSubject): Artefact {
  return draft('End its access to the organisation', 'sh', (blanks) => {
    const org = orgOf(subject, blanks)
    const id = blanks.known(/^pat:(\d{1,18})$/.exec(subject.externalId)?.[1], /^\d+$/, 'token-id', 'the id of the token')
    const grant = blanks.blank('grant-id', 'the number that the first command prints')
    blanks.say('Both calls take the token of a GitHub App with “Personal access tokens: write”.')
    return `gh api ${sh(`/orgs/${org}/personal-access-tokens?token_id[]=${id}`)} --jq '.[].id'
gh api --method POST ${sh(`/orgs/${org}/personal-access-tokens/${grant}`)} -f action=revoke`
  })
}

export function authorizationCommands(subject: RecipeSubject): Artefact {
  return draft('End its access to the organisation', 'sh', (blanks) => {
    const id = blanks.known(
      /^authorization:(\d{1,18})$/.exec(subject.externalId)?.[1],
      /^\d+$/,
      'credential-id',
      'the id of the authorisation',
    )
    return `gh api --method DELETE ${sh(`/orgs/${orgOf(subject, blanks)}/credential-authorizations/${id}`)}`
  })
}

export function deployKeyCommands(subject: RecipeSubject): Artefact {
  return draft('Delete the key', 'sh', (blanks) => {
    const id = blanks.known(/^deploy-key:(\d{1,18})$/.exec(subject.externalId)?.[1], /^\d+$/, 'key-id', 'the number of the key')
    return `gh api --method DELETE ${sh(`/repos/${repositoriesOf(subject, blanks)[0] ?? blanks.blank('organisation/repository', 'the repository that it is a key of')}/keys/${id}`)}`
  })
}

function orgOf({ source }: RecipeSubject, blanks: Blanks): string {
  return blanks.known(source.org, /^[A-Za-z0-9][\w-]{0,99}$/, 'organisation', 'the organisation')
}

function repositoriesOf({ grants }: RecipeSubject, blanks: Blanks): string[] {
  if (grants.some(({ resource }) => resource.endsWith('…')))
    blanks.say('It reaches more repositories than are named here. Add those that it needs.')
  return [...new Set(grants.flatMap(({ resource }) => resource.split(', ')).filter((one) => repository.test(one)))].slice(0, 50)
}

/** As the action takes them: without their owner. */
function shortNames(subject: RecipeSubject, blanks: Blanks): string {
  const names = repositoriesOf(subject, blanks).map((one) => one.slice(one.indexOf('/') + 1))
  return names.length > 0 ? names.join(',') : blanks.blank('repositories', 'the repositories that it is for, without their owner')
}

function permissionsOf({ grants }: RecipeSubject, blanks: Blanks): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { action } of grants) {
    const [, name, value] = permission.exec(action) ?? []
    const some =
      name && value
        ? { [name]: value === 'read' ? 'read' : 'write' }
        : Object.hasOwn(scopePermissions, action)
          ? scopePermissions[action]
          : {}
    for (const [one, may] of Object.entries(some ?? {})) if (found[one] !== 'write') found[one] = may
  }
  if (Object.keys(found).length === 0) found.contents = blanks.blank('read-or-write', 'what it needs; nothing shows which rights it has')
  else if (!grants.some(({ observed }) => observed))
    blanks.say('These are rights that it was granted; GitHub does not say which it used. Take away what it does not need.')
  return found satisfies Record<string, Value>
}
