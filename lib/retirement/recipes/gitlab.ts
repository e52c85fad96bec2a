import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, sh, yaml } from './writing.ts'

const token: Ending = {
  id: 'gitlab.token',
  kinds: ['gitlab.*'],
  it: 'the token',
  use: { told: 'last_used_at of the listing of access tokens' },
  disable: null,
  remove: {
    does: 'Revoke the token (DELETE …/access_tokens/{id}).',
    shownBy: 'The listing of active access tokens of its user, group or project no longer has it.',
    back: null,
  },
  gone: 'The listing of active access tokens',
  commands: (subject: RecipeSubject) => [revocation(subject)],
}

const deployToken: Ending = {
  id: 'gitlab.deploy-token',
  kinds: ['gitlab.deploy-token'],
  it: 'the deploy token',
  use: { untold: 'GitLab does not report the use of deploy tokens. Look in the logs of the registry, and ask who pulls.' },
  disable: null,
  remove: {
    does: 'Delete the deploy token in the settings of its group or project.',
    shownBy: 'GET /projects/{id}/deploy_tokens or GET /groups/{id}/deploy_tokens no longer has it.',
    back: null,
  },
  gone: 'GET /projects/{id}/deploy_tokens and GET /groups/{id}/deploy_tokens',
}

const deployKey: Ending = {
  id: 'gitlab.deploy-key',
  kinds: ['gitlab.deploy-key'],
  it: 'the deploy key',
  use: { told: 'last_used_at of GET /projects/{id}/deploy_keys' },
  disable: null,
  remove: {
    does: 'Take the deploy key from the project. Where it is in several projects, each has to let it go.',
    shownBy: 'GET /projects/{id}/deploy_keys no longer has it.',
    back: 'Add the same public key again.',
  },
  gone: 'GET /projects/{id}/deploy_keys',
}

export const endings: readonly Ending[] = [token, deployToken, deployKey]

/** Where GitLab addresses what is revoked; the command is of glab, its own. */
function revocation({ kind, externalId }: RecipeSubject): Artefact {
  return draft('Revoke it', 'sh', (blanks) => {
    const id = blanks.known(/(?:^|[:/])(\d{1,18})$/.exec(externalId)?.[1], /^\d+$/, 'token-id', 'the number of the token')
    const home = (of: 'group' | 'project') => `${of}s/${blanks.blank(`${of}-id`, `the number of the ${of}`)}/access_tokens/${id}`
    const path =
      kind === 'gitlab.personal-token' ? `personal_access_tokens/${id}` : home(kind === 'gitlab.group-token' ? 'group' : 'project')
    return `glab api --method DELETE ${sh(path)}`
  })
}

function toJobToken(ending: Ending, from: string): Recipe {
  return recipe(ending, {
    id: 'to-job-token',
    title: 'Use the job’s own token',
    from,
    to: 'CI_JOB_TOKEN: made for one job, ends with it; an ID token for what is outside GitLab',
    effort: 'S',
    why: 'There is nothing to store, and the other project says which projects may come.',
    honest:
      'The job token reaches a part of the API alone, and acts as whoever started the job. What needs more keeps an expiring token of a service account.',
    way: {
      successor: ending === deployToken ? 'unseen' : 'seen',
      make: [
        {
          id: 'allow-project',
          who: 'owner',
          does: 'Add the calling project to the job token allowlist of the called one, with the least permissions.',
          shownBy: 'GET /projects/{id}/job_token_scope/allowlist. Standdown reads whether the list is on, and not who is on it.',
          back: 'Take it off the list.',
        },
      ],
      use: {
        does: 'Use CI_JOB_TOKEN in the job, as below, and delete the variable.',
        shownBy: 'The jobs. Standdown does not read them; that the old one falls silent is what shows it.',
      },
      guard: {
        does: 'Limit the life of access tokens in the group’s or instance’s settings.',
        shownBy: 'The settings. Standdown does not read them.',
      },
    },
    artefacts: () => [
      draft('The job (.gitlab-ci.yml)', 'yaml', (blanks) => {
        const project = blanks.blank('project-id', 'the number of the project that is called')
        return `run:
  variables:
    PROJECT: ${yaml(project)}
  script:
    - 'curl --fail --header "JOB-TOKEN: $CI_JOB_TOKEN" "$CI_API_V4_URL/projects/$PROJECT/packages"'
`
      }),
    ],
  })
}

export const recipes: readonly Recipe[] = [
  toJobToken(token, 'A project, group or personal access token in CI variables'),
  renewal(token, {
    does: 'Make a token of a service account with the least scopes and role, and an end within 90 days.',
    shownBy: 'last_used_at of the new token.',
    honest: 'It is a bearer token all the same. For callers outside GitLab’s pipelines the API takes nothing better.',
    days: 90,
  }),
  toJobToken(deployToken, 'A deploy token that jobs pull or publish with'),
  toJobToken(deployKey, 'A deploy key that jobs clone with'),
  renewal(deployKey, {
    does: 'Make a new key pair and add its public half as a deploy key with an expiry, read-only unless it must push.',
    shownBy: 'last_used_at of the new deploy key.',
    honest: 'It is a key that can be copied all the same: a step on the way to the job’s own token.',
    days: 90,
  }),
]
