import type { ProviderVerb } from './provider-act.ts'

/**
 * What an act really does to a kind of token. `does`: how a button begins ("Delete AKIA…7Q2X"), `doing`: the same as a sentence begins.
 * `leaves`: what goes on working all the same; null where nothing does.
 */
export type ActEffect = { does: string; doing: string; leaves: string | null }

const plain: Readonly<Record<ProviderVerb, ActEffect>> = {
  disable: { does: 'Disable', doing: 'Disabling', leaves: null },
  enable: { does: 'Enable', doing: 'Enabling', leaves: null },
  delete: { does: 'Delete', doing: 'Deleting', leaves: null },
}

/** STS: what was issued is valid until it expires and is not called back; GetSessionToken and GetFederationToken give up to 36 hours. */
const sessions =
  'Sessions that were begun with it go on until they end, up to 36 hours later, as far as its user’s policies let them; those of roles that it assumed, as far as the roles’ do.'

const authorisation = (it: string): ActEffect => ({
  does: 'End the authorisation of',
  doing: 'Ending the authorisation of',
  leaves: `It loses this organisation and is not deleted: ${it} goes on working wherever else its owner may use it, until its owner deletes it at GitHub.`,
})

const kinds: Readonly<Record<string, Partial<Readonly<Record<ProviderVerb, ActEffect>>>>> = {
  'aws.access-key': { disable: { ...plain.disable, leaves: sessions }, delete: { ...plain.delete, leaves: sessions } },
  'github.pat.fine-grained': {
    delete: {
      does: 'Revoke the access of',
      doing: 'Revoking the access of',
      leaves:
        'It loses this organisation and is not deleted: its owner keeps it and can give it back to the organisation, it still reads what is public, and SSH keys that were made with it go on working.',
    },
  },
  'github.pat.classic': { delete: authorisation('the token') },
  'github.oauth-token': { delete: authorisation('the OAuth token') },
  'github.app-user-token': { delete: authorisation('the App’s user token') },
  'github.ssh-key': { delete: authorisation('the SSH key') },
}

/** What an act does to a token of this kind. Kinds whose acts do what they are called, wholly, need no line of their own. */
export function effectOf(verb: ProviderVerb, kind: string): ActEffect {
  return kinds[kind]?.[verb] ?? plain[verb]
}

/** How a button begins for several tokens: the one word that is right for all, or each that is right for some. */
export function doesTo(verb: ProviderVerb, tokens: readonly { kind: string }[]): string {
  const words = [...new Set(tokens.map(({ kind }) => effectOf(verb, kind).does))]
  const [first = plain[verb].does, ...others] = words
  return [first, ...others.map((word) => word.charAt(0).toLowerCase() + word.slice(1))].join(', or ')
}
