import type { WayIn } from '../contract.ts'
import { policy } from './words.ts'

/** GitHub has no way in without a stored key: it trusts no other issuer for reading an organisation. */
export const ways: readonly WayIn[] = [
  {
    id: 'app',
    label: 'A GitHub App',
    about:
      'A private App with reading permissions, installed in the organisation. What it reads with is a token of an hour; only an App sees fine-grained tokens.',
    keeps: 'standing-key',
    keepsSays:
      'The App’s private key is a standing credential of our own: it does not expire until you delete it. GitHub offers no way without one. It is sealed here, and it can mint nothing but reading.',
    settings: ['org', 'baseUrl', 'storedSecrets', 'storedSecretsOf', 'runners'],
    required: ['org'],
    credential: ['appId', 'installationId', 'privateKey'],
    steps: [
      'In the organisation’s settings, open Developer settings, GitHub Apps, New GitHub App.',
      'Switch the webhook off and choose “Only on this account”.',
      'Give the permissions to copy, and no others.',
      'Install the App in the organisation with access to all repositories. The installation ID is the number at the end of that page’s address.',
      'Under General, generate a private key. GitHub lets an App have several: delete the old one when you replace it.',
    ],
    snippets: () => [
      { title: policy.title, language: 'text', text: policy.text },
      {
        title: 'In Terraform',
        language: 'text',
        text: 'The GitHub provider of Terraform cannot make an App or its key.\nMake it by hand as above; it is made once.\n',
      },
    ],
  },
  {
    id: 'token',
    label: 'An organisation owner’s token',
    about:
      'A classic token of a person who owns the organisation. It cannot list fine-grained tokens, and ends with that person’s membership.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own, and far wider than reading: it can do what its scopes let that person do. It is sealed here.',
    settings: ['org', 'baseUrl', 'storedSecrets', 'storedSecretsOf', 'runners'],
    required: ['org'],
    credential: ['token'],
    steps: [
      'As an owner of the organisation, open Settings, Developer settings, Personal access tokens, Tokens (classic).',
      'Give it the scopes to copy and an expiry of at most 90 days.',
      'Where the organisation has single sign-on, choose Configure SSO and authorise it.',
    ],
    snippets: () => [
      {
        title: 'Scopes of the token',
        language: 'text',
        text: 'read:org    the organisation, and the credentials authorised for single sign-on\nrepo        deploy keys; GitHub has no narrower scope for them\n',
      },
    ],
  },
]
