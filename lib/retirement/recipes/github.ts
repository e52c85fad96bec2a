import type { Recipe } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending, Guard, Making, Way } from './ending.ts'
import * as write from './github-artefacts.ts'

const classic: Ending = {
  id: 'github.pat.classic',
  kinds: ['github.pat.classic', 'github.pat', 'github.pat.*'],
  it: 'the classic token',
  use: { told: 'credential_accessed_at of GET /orgs/{org}/credential-authorizations' },
  disable: null,
  remove: {
    does: 'Have its owner delete the token. If they cannot, end its authorisation for the organisation.',
    shownBy: 'GET /orgs/{org}/credential-authorizations no longer has it.',
    back: 'None: GitHub asks its owner to make a new one and to authorise that.',
  },
  gone: 'GET /orgs/{org}/credential-authorizations',
  commands: (subject) => [write.authorizationCommands(subject)],
}

const fineGrained: Ending = {
  id: 'github.pat.fine-grained',
  kinds: ['github.pat.fine-grained'],
  it: 'the fine-grained token',
  use: { told: 'token_last_used_at of GET /orgs/{org}/personal-access-tokens' },
  disable: null,
  remove: {
    does: 'Have its owner delete the token. If they cannot, revoke its access to the organisation.',
    shownBy: 'GET /orgs/{org}/personal-access-tokens no longer has it.',
    back: 'Its owner can ask for approval again, as long as the token itself was not deleted.',
  },
  gone: 'GET /orgs/{org}/personal-access-tokens',
  commands: (subject) => [write.fineGrainedCommands(subject)],
}

const authorised = (kind: string, it: string, remove: string): Ending => ({
  ...classic,
  id: kind,
  kinds: [kind],
  it,
  remove: { ...classic.remove, does: remove },
})
const oauth = authorised(
  'github.oauth-token',
  'the OAuth token',
  'Have its user revoke the OAuth app, or end its authorisation for the organisation.',
)
const appUser = authorised(
  'github.app-user-token',
  'the App’s user token',
  'Have its user revoke the App, or end its authorisation for the organisation.',
)
const sshKey = authorised('github.ssh-key', 'the SSH key', 'Have its user delete the key, or end its authorisation for the organisation.')

const deployKey: Ending = {
  id: 'github.deploy-key',
  kinds: ['github.deploy-key'],
  it: 'the deploy key',
  use: { told: 'last_used of GET /repos/{owner}/{repo}/keys' },
  disable: null,
  remove: {
    does: 'Delete the deploy key in the repository’s settings.',
    shownBy: 'GET /repos/{owner}/{repo}/keys no longer has it.',
    back: 'Add the same public key again.',
  },
  gone: 'GET /repos/{owner}/{repo}/keys',
  commands: (subject) => [write.deployKeyCommands(subject)],
}

const appKey: Ending = {
  id: 'github.app-private-key',
  kinds: ['github.app-private-key', 'github.app', 'github.app-installation'],
  it: 'the App’s private key',
  use: { untold: 'GitHub does not report the use of an App’s key. Look in the App’s own logs.' },
  disable: null,
  remove: {
    does: 'Delete the old key in the App’s settings. The App must have another one first.',
    shownBy: 'The next import no longer has it; GitHub does not list keys of Apps.',
    back: null,
  },
  gone: 'An import that covers everything',
}

export const endings: readonly Ending[] = [classic, fineGrained, oauth, appUser, sshKey, deployKey, appKey]

const silence = 'GitHub does not report when an installation token was made or used. That the old one falls silent is what shows it.'

const makeApp: Making = {
  id: 'make-app',
  does: 'Register an App of the organisation from the manifest below, and install it on the repositories it needs.',
  shownBy: 'The installation among the issuers, after the next sync.',
  back: 'Uninstall the App.',
}

const noClassic: Guard = {
  does: 'Forbid classic personal access tokens in the organisation’s policy, once the last one has moved.',
  shownBy: 'The setting under Personal access tokens. Standdown does not read it.',
}

const noDeployKeys: Guard = {
  does: 'Turn deploy keys off in the organisation’s policy, once the last one has moved.',
  shownBy: 'The organisation’s setting for deploy keys. Standdown does not read it.',
}

function appWay(guard: Guard | undefined): Way {
  return {
    successor: 'unseen',
    make: [makeApp],
    use: { does: 'Let every consumer ask the App for an installation token when it starts, and use that.', shownBy: silence },
    ...(guard && { guard }),
  }
}

const appKeyIsStanding =
  'The App’s private key is a standing credential itself: one, in one place, instead of many. Keep it in a KMS where you can.'

function toApp(ending: Ending, from: string, guard?: Guard): Recipe {
  return recipe(ending, {
    id: 'to-app',
    title: 'Move to a GitHub App',
    from,
    to: 'Installation tokens of a GitHub App: an hour each, chosen repositories, fine permissions',
    effort: 'M',
    why: 'It belongs to the organisation and not to a person, and what a copy is worth ends within the hour.',
    honest: appKeyIsStanding,
    way: appWay(guard),
    artefacts: (subject) => [write.appManifest(subject), write.appWorkflow(subject)],
  })
}

function toJobToken(ending: Ending, from: string): Recipe {
  return recipe(ending, {
    id: 'to-job-token',
    places: ['github-actions'],
    title: 'Use the workflow’s own token',
    from,
    to: 'GITHUB_TOKEN: made for one job, ends with it',
    effort: 'S',
    why: 'There is nothing to store. It reaches its own repository, with the permissions that the workflow states.',
    honest: 'It reaches no other repository, and what it does starts no further workflows. Where that is needed, move to a GitHub App.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'set-permissions',
          who: 'owner',
          does: 'State the permissions that the job needs, as in the workflow below, and set the organisation’s default to read.',
          shownBy: 'The workflow file.',
          back: 'Revert the change.',
        },
      ],
      use: {
        does: 'Use github.token where the workflow used the secret, and delete the secret.',
        shownBy: 'The runs of the workflow. Standdown does not read them.',
      },
    },
    artefacts: (subject) => [write.jobTokenWorkflow(subject)],
  })
}

const keyToKms = recipe(appKey, {
  id: 'to-kms',
  title: 'Keep the App’s key where it signs and cannot be read',
  from: 'A private key as a file or secret',
  to: 'A key in a KMS or HSM that signs the App’s JWT and never leaves',
  effort: 'M',
  why: 'A copy can no longer be made. Who may sign is a right that can be taken away.',
  honest: 'GitHub has no way for an App to sign in without a key of its own. This is the best there is.',
  way: {
    successor: 'unseen',
    make: [
      {
        id: 'make-key',
        does: 'Make a new key for the App, import it into the KMS, and delete the file. Allow only the App’s workload to sign with it.',
        shownBy: 'The KMS. Standdown does not read it.',
        back: 'Delete the new key in the App’s settings.',
      },
    ],
    use: { does: 'Let the App have its JWTs signed by the KMS.', shownBy: 'The KMS’s log of signatures. Standdown does not read it.' },
  },
})

const sshCertificates = recipe(sshKey, {
  id: 'to-certificate',
  places: ['person'],
  title: 'Sign in to git with SSH certificates',
  from: 'An SSH key that never ends',
  to: 'A certificate of the organisation’s SSH authority, for a day',
  effort: 'M',
  why: 'The key alone opens nothing; the certificate ends by itself, and leaving the company ends the next one.',
  honest:
    'SSH certificate authorities need GitHub Enterprise Cloud. Without it, keep the key on a hardware token, or use HTTPS with a sign-in.',
  way: {
    successor: 'unseen',
    make: [
      {
        id: 'make-authority',
        does: 'Add your SSH certificate authority to the organisation and require certificates.',
        shownBy: 'The organisation’s security settings. Standdown does not read them.',
        back: 'Stop requiring certificates.',
      },
    ],
    use: {
      does: 'Get a certificate after sign-in, and use git with it.',
      shownBy: silence.replace('an installation token was made or used', 'a certificate was used'),
    },
  },
})

const expiring = recipe(appUser, {
  id: 'to-expiring',
  title: 'Let the App’s user tokens expire',
  from: 'A user token that never ends',
  to: 'User tokens of 8 hours, with a refresh token of 6 months',
  effort: 'S',
  why: 'A copied token ends within the day.',
  isRotationOnly: true,
  honest: 'The refresh token is a standing credential at the App’s maker. An App that acts for itself should use installation tokens.',
  way: {
    successor: 'seen',
    make: [
      {
        id: 'opt-in',
        does: 'Turn on expiring user tokens in the App’s settings, and teach the App to refresh. For an App of others, ask its maker.',
        shownBy: 'The App’s settings.',
        back: 'Opt out again.',
      },
    ],
    use: { does: 'Have the user authorise the App again.', shownBy: 'credential_accessed_at of the new authorisation.' },
  },
})

const younger = 'Store the new one where the consumers read theirs.'

export const recipes: readonly Recipe[] = [
  toApp(classic, 'A classic personal access token: everything its person reaches', noClassic),
  toJobToken(classic, 'A classic token in a repository’s secrets'),
  recipe(classic, {
    id: 'to-fine-grained',
    title: 'Move to a fine-grained token with an end date',
    from: 'A classic personal access token',
    to: 'A fine-grained token for chosen repositories, at most 90 days',
    effort: 'S',
    why: 'It reaches less, and it ends.',
    isRotationOnly: true,
    honest: 'It is a bearer token of a person all the same: a step on the way to a GitHub App.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-new',
          who: 'owner',
          does: `Make a fine-grained token for the organisation, with the repositories and permissions it needs and an end within 90 days. ${younger}`,
          shownBy: 'The new token in the inventory, after the next sync.',
          back: 'Delete the new token.',
        },
      ],
      use: { does: 'Let every consumer use the new token.', shownBy: 'token_last_used_at of the new token.' },
      guard: noClassic,
    },
  }),
  toApp(fineGrained, 'A fine-grained personal access token'),
  toJobToken(fineGrained, 'A fine-grained token in a repository’s secrets'),
  renewal(fineGrained, {
    does: `Make another fine-grained token with less reach and an end within 90 days. ${younger}`,
    shownBy: 'token_last_used_at of the new token.',
    honest: 'It is a bearer token of a person all the same: a step on the way to a GitHub App.',
    days: 90,
  }),
  toApp(oauth, 'An OAuth app’s token: classic scopes, no end'),
  expiring,
  toApp(appUser, 'A token by which an App acts as a person'),
  toApp(sshKey, 'A person’s SSH key that a machine uses'),
  sshCertificates,
  toApp(deployKey, 'A deploy key: an SSH key of one repository that never ends', noDeployKeys),
  toJobToken(deployKey, 'A deploy key in a repository’s secrets'),
  renewal(deployKey, {
    does: 'Make a new key pair and add its public half as a deploy key, read-only unless it must push. Keep the private half in one place.',
    shownBy: 'last_used of the new deploy key.',
    honest: 'GitHub gives deploy keys no end date. This is a step: put the next one into the calendar.',
    days: 90,
  }),
  keyToKms,
]
