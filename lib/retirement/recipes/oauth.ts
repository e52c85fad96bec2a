import type { Recipe } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { boundClient, negativeTest } from './generic.ts'

const untold = (what: string, by: string) => ({ untold: `No OAuth server reports the use of ${what}. Look in ${by}.` })

const revocation = {
  who: 'security' as const,
  shownBy:
    'Introspection does not call it active any more. A JWT works on until it ends, where its signature alone is checked; that it is refused shows where it may be tried.',
  back: null,
}

const accessToken: Ending = {
  id: 'oauth.access-token',
  kinds: ['oauth.access-token', 'oauth.token'],
  it: 'the access token',
  use: untold('a token', 'the logs of its resource servers, by its client or its jti'),
  disable: null,
  remove: { ...revocation, does: 'Revoke it at the revocation endpoint, as the client that it was issued to (RFC 7009).' },
  gone: 'Introspection, or the import that it came by,',
}

const refreshToken: Ending = {
  id: 'oauth.refresh-token',
  kinds: ['oauth.refresh-token'],
  it: 'the refresh token',
  use: untold('a refresh token', 'the server’s own log, by its client'),
  disable: null,
  remove: { ...revocation, does: 'Revoke it at the revocation endpoint, as its client (RFC 7009). What it made ends with it, or at its own end.', back: 'Its user signs in again.' },
  gone: 'Introspection, or the import that it came by,',
} // prettier-ignore

const inRegistration = (what: string) => ({ shownBy: `The client’s registration (RFC 7592) no longer has ${what}.` })

const secret: Ending = {
  id: 'oauth.client-secret',
  kinds: ['oauth.client-secret'],
  it: 'the client secret',
  use: untold('a client secret', 'the server’s log of its token endpoint, by the client and how it signed in'),
  disable: null,
  remove: { who: 'security', does: 'Change the client’s token_endpoint_auth_method to private_key_jwt, and remove its secret.', shownBy: inRegistration('the secret').shownBy, back: null },
  gone: 'The client’s registration',
} // prettier-ignore

const key: Ending = {
  id: 'oauth.client-key',
  kinds: ['oauth.client-key'],
  it: 'the key',
  use: untold('a client’s key', 'the server’s log of its token endpoint, by the key’s kid'),
  disable: null,
  remove: { who: 'security', does: 'Take the public half out of the client’s key set.', shownBy: inRegistration('the key').shownBy, back: 'Put it in again.' },
  gone: 'The client’s registration',
} // prettier-ignore

const registrationToken: Ending = {
  id: 'oauth.registration-token',
  kinds: ['oauth.registration-token'],
  it: 'the registration token',
  use: untold('a registration token', 'the server’s log of its registration endpoint'),
  disable: null,
  remove: { who: 'security', does: 'Have the server revoke it; where it cannot, let it give another one, which is destroyed.', shownBy: 'The registration endpoint refuses it (401).', back: 'An administrator of the server changes the client by hand.' },
  gone: 'The list of registered clients that this source reads',
} // prettier-ignore

export const endings: readonly Ending[] = [accessToken, refreshToken, secret, key, registrationToken]

const refusal = 'The refusal (401 or 403). Standdown tries it at each sync, where the source’s settings name an address and allow it.'
const silence = 'No server reports it. That the old one falls silent in its resource servers’ logs is what shows it.'

const guard = {
  does: 'Have the resource server refuse a bound token without its proof, and with the proof of another key.',
  shownBy: refusal,
  back: 'Accept bearer tokens again; then nothing is bound.',
}

export const recipes: readonly Recipe[] = [
  recipe(accessToken, {
    id: 'to-minted',
    title: 'Mint short, bound tokens when they are needed, and keep none',
    from: 'An access token that is stored, and works for whoever holds a copy',
    to: 'Access tokens of at most an hour for one audience, bound to the client’s key (RFC 9449, or RFC 8705 with mTLS)',
    effort: 'M',
    why: 'A copied token is refused without the key that it is bound to, and ends within the hour.',
    honest:
      'It counts only where the resource server checks it: a token with a cnf claim that nobody verifies is a bearer token. The client’s key is a standing credential: keep it in a KMS. Where a token is short and its binding is checked already, there is nothing to retire.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'register-client',
          does: 'Register the client below at the authorisation server, with the scopes it needs and a lifetime of access tokens of at most an hour.',
          shownBy: 'The client among the issuers, where its registration is given to the source.',
          back: 'Delete the client.',
        },
      ],
      use: { does: 'Let the consumer ask for tokens with its key, and send a proof with each request.', shownBy: silence },
      guard,
    },
    artefacts: (subject) => [boundClient(subject), negativeTest()],
  }),
  recipe(refreshToken, {
    id: 'to-dpop',
    title: 'Bind it by DPoP, and rotate it with every use',
    from: 'A refresh token that works for whoever holds it',
    to: 'A refresh token that is bound to the client’s key (DPoP), replaced by every use, and over when it is idle',
    effort: 'M',
    why: 'A copied one is worth nothing without the key, and a second use of an old one shows that it was copied (RFC 9700, 4.14.2).',
    honest: 'Until the server requires proofs of this client, it takes unbound tokens as well. Rotation alone is no binding.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'require-dpop',
          does: 'Teach the client to send proofs. Then require bound tokens of it (dpop_bound_access_tokens), rotate its refresh tokens, and end them when they are idle.',
          shownBy: 'The client among the issuers, minting bound tokens. Rotation and idle lifetime are in no standard metadata.',
          back: 'Do not require it any more.',
        },
      ],
      use: {
        does: 'Have the user sign in again, so that the client gets a bound token.',
        shownBy: 'The new token, once it is listed: its cnf.',
      },
      guard,
    },
  }),
  recipe(secret, {
    id: 'to-key',
    title: 'Sign in by a key instead of a secret (private_key_jwt)',
    from: 'A client secret: a password of a program',
    to: 'An assertion that the client’s key signs, good for a minute and for this server alone (RFC 7523), with bound tokens',
    effort: 'M',
    why: 'What goes over the wire is worth nothing a minute later, and the key need not leave its KMS.',
    honest: 'The private key is a standing credential: in a KMS it cannot be copied, as a file it can.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-key',
          does: 'Make a key in the KMS, and register its public half with the client as below, beside the secret where the server lets both stand.',
          shownBy: 'The new key of the client, after the next sync.',
          back: 'Take the key away again.',
        },
      ],
      use: { does: 'Let the client sign in by its key.', shownBy: silence },
    },
    artefacts: (subject) => [boundClient(subject)],
  }),
  recipe(key, {
    id: 'to-kms',
    title: 'Keep the key where it cannot be copied, and publish its public half',
    from: 'A private key as a file or secret',
    to: 'A key in a KMS or HSM that signs the client’s assertions and never leaves, with bound tokens',
    effort: 'M',
    why: 'Nobody can copy the key, and an access token that is copied is worth nothing without another one that never leaves the program.',
    mayStand: true,
    honest:
      'Where the workload has an identity of its platform (SPIFFE, a cloud’s), a server that takes it needs no key of the client at all.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-key',
          does: 'Make a signing key in the KMS and publish its public half at an https address of the consumer; name that address as the client’s jwks_uri.',
          shownBy: 'The tag “keys at” of the client, after the next sync.',
          back: 'Take the address away again.',
        },
      ],
      use: { does: 'Let the consumer sign with the KMS.', shownBy: silence },
    },
  }),
  recipe(registrationToken, {
    id: 'to-code',
    title: 'Change clients by reviewed configuration, and keep no registration token',
    from: 'A bearer token that rewrites a client: its keys, its redirect addresses and all',
    to: 'Clients as code that an administrator’s pipeline applies with its own short identity',
    effort: 'S',
    why: 'Whoever holds it can make the client their own.',
    honest:
      'Without it Standdown does not see how the client is registered. A server’s own connector or a reviewed export of its clients tells the same.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'to-code',
          does: 'Write the client’s registration down where changes are reviewed, and let the pipeline apply it.',
          shownBy: 'The review. Standdown does not see it.',
          back: 'Change the client with the token again.',
        },
      ],
      use: { does: 'Change clients by the pipeline alone.', shownBy: 'The server’s log: no change came by a registration token.' },
    },
  }),
]
