import type { Recipe } from '../../model/recipe.ts'
import * as write from './aws-artefacts.ts'
import { recipe, renewal } from './define.ts'
import { absent, ended, guarded, waiting, type Ending, type Guard, type Way } from './ending.ts'
import { roleWays } from './aws-roles.ts'
import { secretWays, storedSecret } from './aws-secrets.ts'

const accessKey: Ending = {
  id: 'aws.access-key',
  kinds: ['aws.access-key'],
  it: 'the access key',
  use: { told: 'GetAccessKeyLastUsed' },
  disable: {
    does: 'Set the access key to Inactive (UpdateAccessKey). Sessions that were made with it go on until they end, after 36 hours at most: where it leaked, deny its user everything until then, and revoke the sessions of each role that it assumed (Revoke sessions of the role; CloudTrail has AssumeRole).',
    shownBy: 'ListAccessKeys shows it as Inactive.',
    back: 'Set it to Active again.',
  },
  remove: {
    does: 'Delete the access key (DeleteAccessKey). Delete its user too, where it was the user’s last credential.',
    shownBy: 'ListAccessKeys no longer has it.',
    back: null,
  },
  gone: 'ListAccessKeys',
  commands: write.keyCommands,
}

const rootKey: Ending = {
  id: 'aws.root-access-key',
  kinds: ['aws.root-access-key'],
  it: 'the root access key',
  use: { told: 'The credential report' },
  disable: {
    who: 'security',
    does: 'Sign in as root and set the key to Inactive.',
    shownBy: 'The credential report shows it as inactive.',
    back: 'Sign in as root and set it to Active again.',
  },
  remove: {
    who: 'security',
    does: 'Sign in as root and delete the key, or remove root credentials centrally with AWS Organizations.',
    shownBy: 'The credential report and AccountAccessKeysPresent no longer have it.',
    back: null,
  },
  gone: 'The credential report',
  commands: write.rootKeyCommands,
}

const serviceCredential = (id: string, kinds: readonly string[], it: string): Ending => ({
  id,
  kinds,
  it,
  use: { untold: 'IAM does not track the use of these. Look in CloudTrail; disabling it is the first thing a sync can show.' },
  disable: {
    does: `Set ${it} to Inactive (UpdateServiceSpecificCredential).`,
    shownBy: 'ListServiceSpecificCredentials shows it as Inactive.',
    back: 'Set it to Active again.',
  },
  remove: {
    does: `Delete ${it} (DeleteServiceSpecificCredential).`,
    shownBy: 'ListServiceSpecificCredentials no longer has it.',
    back: null,
  },
  gone: 'ListServiceSpecificCredentials',
  commands: write.serviceCredentialCommands,
})
const bedrock = serviceCredential('aws.bedrock-key', ['aws.service-credential.bedrock'], 'the Bedrock API key')
const codecommit = serviceCredential('aws.codecommit-password', ['aws.service-credential.codecommit'], 'the CodeCommit password')
const keyspaces = serviceCredential('aws.keyspaces-password', ['aws.service-credential.cassandra'], 'the Keyspaces password')
const otherService = serviceCredential('aws.service-credential', ['aws.service-credential.*'], 'the service credential')

export const endings: readonly Ending[] = [accessKey, rootKey, bedrock, codecommit, keyspaces, otherService, storedSecret]

const noNewOnes: Guard = {
  does: 'Deny iam:CreateServiceSpecificCredential by a service control policy, in accounts that have moved.',
  shownBy: 'The policy in AWS Organizations. Standdown does not read it.',
}

/** A service that signs its own requests: what it takes is the role that the program runs as anyway. */
function signed(does: string): Way {
  return {
    successor: 'seen',
    make: [
      {
        id: 'make-role',
        does: 'Make a role with the rights below, trusted by what the program runs on.',
        shownBy: 'The role among the issuers, after the next sync.',
        back: 'Delete the role.',
      },
    ],
    use: { does, shownBy: 'RoleLastUsed of the role, in GetAccountAuthorizationDetails.' },
    guard: noNewOnes,
  }
}

const services = [
  recipe(bedrock, {
    id: 'to-role',
    title: 'Call Bedrock with the role that the program runs as',
    from: 'A Bedrock API key, sent as a bearer token',
    to: 'A role: requests signed with a session of an hour',
    effort: 'S',
    why: 'A copied key works for whoever has it. A session ends by itself, and is not sent with the request.',
    honest:
      'Where a program can only send a bearer token, the role can make short-term keys: at most 12 hours, and a bearer token all the same.',
    way: signed('Take the key out and let the AWS SDK find the role by itself.'),
    artefacts: (subject) => [
      ...write.role(subject, write.trusts.general),
      write.guardPolicy('iam:CreateServiceSpecificCredential', {
        StringEquals: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
      }),
    ],
  }),
  recipe(codecommit, {
    id: 'to-role',
    title: 'Use git-remote-codecommit with a role',
    from: 'A user name and password for git over HTTPS',
    to: 'A role: git signs its requests with a session of an hour',
    effort: 'S',
    why: 'There is no password left to copy out of a git configuration.',
    way: signed('Install git-remote-codecommit and change the remotes to codecommit:: addresses.'),
    artefacts: (subject) => write.role(subject, write.trusts.general),
  }),
  recipe(keyspaces, {
    id: 'to-role',
    title: 'Use the SigV4 plug-in of the Cassandra driver with a role',
    from: 'A user name and password for Keyspaces',
    to: 'A role: the driver signs in with a session of an hour',
    effort: 'M',
    why: 'There is no password left in the program’s configuration.',
    way: signed('Add the SigV4 authentication plug-in to the driver and remove the password.'),
    artefacts: (subject) => write.role(subject, write.trusts.general),
  }),
  recipe(otherService, {
    id: 'to-role',
    title: 'Use the role that the program runs as',
    from: 'A credential for one AWS service',
    to: 'A role, where the service takes signed requests',
    effort: 'M',
    why: 'A session ends by itself; this credential does not.',
    honest: 'Whether the service takes signed requests in place of this credential is not known here. Read its documentation first.',
    way: signed('Let the program sign its requests with the role, and remove the credential.'),
    artefacts: (subject) => write.role(subject, write.trusts.general),
  }),
]

/** Nothing takes its place: what it was used for gets a role of its own, by the other recipes. */
const deleteRoot: Recipe = {
  id: 'aws.root-access-key.delete',
  kinds: rootKey.kinds,
  places: [],
  title: 'Delete the root user’s access key',
  from: 'An access key of the root user',
  to: 'Nothing: no program should act as root',
  effort: 'S',
  why: 'No policy of the account limits it. Whoever copies it owns the account.',
  isRotationOnly: false,
  mayStand: false,
  needsSuccessor: false,
  successor: 'nothing',
  honest: 'If something uses it, that needs a role first; root’s rights cannot be narrowed.',
  steps: [
    {
      id: 'name-consumers',
      who: 'security',
      does: 'Look at its last use in the credential report, and in CloudTrail for userIdentity type Root. Move what uses it to a role of its own.',
      proof: null,
      shownBy: '“Used by” on the token’s page.',
      back: 'Nothing has changed yet.',
    },
    waiting(rootKey),
    ...ended(rootKey),
    guarded({
      does: 'Turn on central root access in AWS Organizations, so that member accounts have no root credentials.',
      shownBy: 'The setting in IAM, “Root access management”. Standdown does not read it.',
      back: 'Turn it off again.',
    }),
    absent(rootKey),
  ],
  artefacts: write.rootKeyCommands,
}

/** The best way first; where the consumer runs moves one of them to the front. */
export const recipes: readonly Recipe[] = [
  ...roleWays(accessKey),
  renewal(accessKey, {
    does: 'Make the user’s second access key (CreateAccessKey) and store it where the consumers read theirs.',
    shownBy: 'GetAccessKeyLastUsed of the new key.',
    honest: 'AWS access keys have no end date. This is a step: it makes the next copy young, and ends nothing.',
    days: 90,
  }),
  deleteRoot,
  ...services,
  ...secretWays,
]
