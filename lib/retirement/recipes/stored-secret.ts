import type { Recipe } from '../../model/recipe.ts'
import { actionsWorkflow } from './actions-workflow.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { draft } from './writing.ts'

const untold =
  'No platform tells when a run read it. Search the workflows or pipelines for its name, and look at the credential’s own last use where it was issued.'

const github: Ending = {
  id: 'github.stored-secret',
  kinds: ['github.stored-secret.*'],
  it: 'the stored secret',
  use: { untold },
  disable: null,
  remove: {
    does: 'Revoke the credential where it was issued, then delete the secret that held it: deleting the copy alone ends nothing.',
    shownBy: 'The next sync no longer lists the name. That the credential is gone shows where it was issued.',
    back: 'Store a new one under the same name; the old value cannot be read back.',
  },
  gone: 'The listing of secrets of the organisation, repository or environment',
}

const gitlab: Ending = {
  ...github,
  id: 'gitlab.stored-secret',
  kinds: ['gitlab.stored-secret.*'],
  it: 'the CI variable',
  remove: { ...github.remove, does: 'Revoke the credential where it was issued, then delete the variable that held it: deleting the copy alone ends nothing.' },
  gone: 'GET /projects/{id}/variables and GET /groups/{id}/variables',
} // prettier-ignore

export const endings: readonly Ending[] = [github, gitlab]

const honest =
  'Its name suggests what it holds and proves nothing: look first. A service that takes no identity token keeps a credential, which then should expire soon and be given to one environment alone.'

const why = 'There is nothing to store: each run proves who it is, and gets what ends with it.'

export const recipes: readonly Recipe[] = [
  recipe(github, {
    id: 'to-oidc',
    title: 'Let the workflow sign in by OIDC',
    from: 'A credential that is stored for every run to use',
    to: 'The run’s own identity token (OIDC), exchanged for a session of minutes to hours',
    effort: 'M',
    why,
    honest,
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'trust-subject',
          does: 'Where the credential was issued, trust https://token.actions.githubusercontent.com for this repository and its environment or branch, and for no more.',
          shownBy:
            'The role, federated credential or trust among the issuers of that provider, after its next sync, where Standdown reads it.',
          back: 'Take the trust away.',
        },
      ],
      use: {
        does: 'Ask for the identity token in the workflow, as below, and take the secret out of it.',
        shownBy: 'The runs of the workflow. Standdown does not read them.',
      },
      guard: {
        does: 'Keep repository and environment in the subject of identity tokens, and give secrets that must stay to one protected environment.',
        shownBy: 'The OIDC subject among the issuers, where Standdown is let read it.',
      },
    },
    artefacts: (subject) => [
      actionsWorkflow(
        subject,
        () => `      - uses: actions/checkout@v6
        with:
          persist-credentials: false
      # Here stands the sign-in action of the provider that is signed in to (aws-actions/configure-aws-credentials, azure/login, google-github-actions/auth).
`,
      ),
    ],
  }),
  recipe(gitlab, {
    id: 'to-id-token',
    title: 'Let the job sign in by an ID token',
    from: 'A credential in CI/CD variables',
    to: 'The job’s own ID token (id_tokens), exchanged for a session of minutes to hours',
    effort: 'M',
    why,
    honest,
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'trust-subject',
          does: 'Where the credential was issued, trust the GitLab host for this project and its protected branch or environment, and for no more.',
          shownBy: 'The role or trust among the issuers of that provider, after its next sync, where Standdown reads it.',
          back: 'Take the trust away.',
        },
      ],
      use: {
        does: 'Ask for the ID token in the job, as below, and delete the variable.',
        shownBy: 'The jobs. Standdown does not read them.',
      },
      guard: {
        does: 'Let variables that must stay be protected, masked and hidden, and given to one environment.',
        shownBy: 'The tags of the variable, after the next sync.',
      },
    },
    artefacts: () => [
      draft('The job (.gitlab-ci.yml)', 'yaml', (blanks) => {
        const audience = blanks.blank('audience', 'what the other side expects as the audience of the token')
        return `run:\n  id_tokens:\n    ID_TOKEN:\n      aud: ${audience}\n  script:\n    - ./sign-in-with-id-token\n`
      }),
    ],
  }),
]
