import type { Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import { goneFromFile, inFile, usedInFile, type Ending } from './ending.ts'
import { draft, sh, yaml } from './writing.ts'

const token: Ending = {
  id: 'gitlab.token',
  kinds: ['gitlab.*'],
  it: 'the token',
  ...inFile({ listing: 'the access tokens of projects, groups and users', lastUse: 'last_used_at' }),
  disable: null,
  remove: { does: 'Revoke the token (DELETE …/access_tokens/{id}).', shownBy: goneFromFile, back: null },
  commands: (subject: RecipeSubject) => [
    draft('Revoke it', 'sh', (blanks) => {
      const id = blanks.known(/(?:^|[:/])(\d{1,18})$/.exec(subject.externalId)?.[1], /^\d+$/, 'token-id', 'the number of the token')
      return `glab api --method DELETE ${sh(`projects/${blanks.blank('project-id', 'the number of the project')}/access_tokens/${id}`)}`
    }),
  ],
}

export const endings: readonly Ending[] = [token]

export const recipes: readonly Recipe[] = [
  recipe(token, {
    id: 'to-job-token',
    title: 'Use the job’s own token',
    from: 'A project, group or personal access token in CI variables',
    to: 'CI_JOB_TOKEN: made for one job, ends with it; an ID token for what is outside GitLab',
    effort: 'S',
    why: 'There is nothing to store, and the other project says which projects may come.',
    honest:
      'The job token reaches a part of the API alone, and acts as whoever started the job. What needs more keeps an expiring token of a service account.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'allow-project',
          who: 'owner',
          does: 'Add the calling project to the job token allowlist of the called one, with the least permissions.',
          shownBy: 'GET /projects/{id}/job_token_scope/allowlist. Standdown does not read it.',
          back: 'Take it off the list.',
        },
      ],
      use: { does: 'Use CI_JOB_TOKEN in the job, as below, and delete the variable.', shownBy: usedInFile },
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
  }),
  renewal(token, {
    does: 'Make a token of a service account with the least scopes and role, and an end within 90 days.',
    shownBy: usedInFile,
    honest: 'It is a bearer token all the same. For callers outside GitLab’s pipelines the API takes nothing better.',
    days: 90,
  }),
]
