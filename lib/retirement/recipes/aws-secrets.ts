import type { Recipe } from '../../model/recipe.ts'
import * as write from './aws-artefacts.ts'
import { recipe } from './define.ts'
import type { Ending, Guard } from './ending.ts'

/** A copy that is kept of a credential: it ends with the credential, and by itself it ends nothing. */
export const storedSecret: Ending = {
  id: 'aws.secret',
  kinds: ['aws.secret'],
  it: 'the stored secret',
  use: { told: 'LastAccessedDate of ListSecrets, to the day,' },
  disable: {
    does: 'End what it holds at its service; then delete the secret, with a window (DeleteSecret).',
    shownBy: 'ListSecrets shows it with a DeletedDate.',
    back: 'Restore it in time (RestoreSecret).',
  },
  remove: { does: 'Let the recovery window pass.', shownBy: 'ListSecrets no longer has it.', back: null },
  gone: 'ListSecrets',
  commands: write.secretCommands,
}

const guard: Guard = {
  does: 'Deny secretsmanager:CreateSecret by a service control policy, in accounts that have moved, but for the services that rotate their own.',
  shownBy: 'The policy in AWS Organizations. Standdown does not read it.',
}

export const secretWays: readonly Recipe[] = [
  recipe(storedSecret, {
    id: 'to-identity',
    title: 'Let the program sign in as what it runs as',
    from: 'A credential that is fetched from Secrets Manager',
    to: 'Sign-in by the program’s own role or federated identity, where the service takes one: nothing is stored',
    effort: 'M',
    why: 'Whoever may read the secret holds the credential for as long as it lives. A session ends by itself.',
    honest: 'What it holds is not known here. A database of AWS takes IAM sign-in; another service may take OIDC, or nothing but a secret.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'find-holding',
          who: 'owner',
          does: 'Find out which service takes what it holds, and which identity that service accepts in its place: IAM database sign-in, OIDC federation, mutual TLS.',
          shownBy: 'The documentation of that service.',
          back: 'Nothing has changed yet.',
        },
      ],
      use: {
        does: 'Let every consumer sign in by that identity, and stop fetching the secret.',
        shownBy: 'The secret is not fetched any more.',
      },
      guard,
    },
  }),
  recipe(storedSecret, {
    id: 'to-managed',
    title: 'Have the service that it is for keep and rotate it',
    from: 'A secret that somebody stored, and rotates or does not',
    to: 'A secret that its service of AWS owns and rotates itself (RDS, Aurora, Redshift, DocumentDB), days old at most',
    effort: 'S',
    why: 'The old value stops working on a schedule that AWS itself keeps. A copy is good for days, not for years.',
    isRotationOnly: true,
    honest:
      'It is still a secret that works for whoever has it. A rotation function of your own makes it young, and proves nothing about the old value.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-new',
          who: 'owner',
          does: 'Turn on managed master credentials (or the like) at the service. It makes a secret of its own, rotated from then on.',
          shownBy: 'The new secret in the inventory, after the next sync, as rotated by its platform.',
          back: 'Turn it off again at the service.',
        },
      ],
      use: { does: 'Let every consumer fetch the new one.', shownBy: 'LastAccessedDate of the new secret, to the day.' },
    },
  }),
]
