import type { WayIn } from '../contract.ts'
import { fileStep } from '../google/fields.ts'
import { policy } from './words.ts'

const account =
  'In a project of your own at Google Cloud, make a service account for Standdown, and enable the interfaces of the text to copy there.'
const delegate = 'In the Admin console, delegate its client id the scopes of the text to copy, and no others.'
const admin = 'Make an administrator account for it with the custom role of the text to copy. Not a super administrator.'
const settings = ['admin', 'customer', 'ownProjects', 'address'] as const

/** Delegation without a key keeps nothing here; with one, whoever copies the key reads everybody's grants. */
export const ways: readonly WayIn[] = [
  {
    id: 'workload-identity',
    label: 'Workload Identity Federation',
    about:
      'Standdown runs where its machine has an OIDC token in a file. Google takes that token, and signs the statement for the delegated service account with a key that nobody holds. Google’s own metadata server is not asked: calls to link-local addresses are refused.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token is made anew by its issuer, and lives in a file that is sent to Google alone.',
    settings: [...settings, 'provider', 'serviceAccount'],
    required: ['admin', 'provider', 'serviceAccount'],
    credential: ['tokenFile'],
    steps: [
      account,
      delegate,
      admin,
      'Make a workload identity pool with a provider for the issuer, and a condition that lets in the one subject under which Standdown runs.',
      'Let that subject sign for the service account (roles/iam.serviceAccountTokenCreator on that account alone).',
      fileStep,
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'service-account-key',
    label: 'A service account key',
    about: 'The last resort: a private key in a file signs a statement of an hour, in the administrator’s name.',
    keeps: 'standing-key',
    keepsSays:
      'The key is a standing privilege of our own, and a wide one: with it one asks in any person’s name for the delegated scopes, one of which takes grants away. It is sealed here, never sent, and shows up in the inventory where Google Cloud is connected too.',
    settings,
    required: ['admin'],
    credential: ['serviceAccountKey'],
    steps: [account, delegate, admin, 'Under the service account’s Keys, create one (JSON), paste the file on the next page, and delete it from your machine. Replace it within 90 days.'],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
] // prettier-ignore
