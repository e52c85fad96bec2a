import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import { disabledInFile, goneFromFile, inFile, usedInFile, type Ending } from './ending.ts'
import { draft, json, nameOf, replaces, sh } from './writing.ts'

const listed = inFile({ listing: 'the issuer’s own list', lastUse: null })

/** Anything that no other recipe knows. */
const credential: Ending = {
  id: 'generic',
  kinds: ['*'],
  it: 'the credential',
  ...listed,
  disable: {
    does: 'Disable it at its issuer, where that can be undone. Where it cannot, go on to the next step.',
    shownBy: disabledInFile,
    back: 'Enable it again.',
  },
  remove: { does: 'Delete or revoke it at its issuer.', shownBy: goneFromFile, back: null },
}

/** What is minted anew all the time is not retired one by one. */
const minted: Ending = {
  id: 'short-lived',
  kinds: ['oauth.*', 'oidc.*', 'spiffe.jwt-svid', 'spiffe.wit-svid', 'jwt.*'],
  it: 'the client that it is minted for',
  ...listed,
  disable: {
    does: 'Disable the client at its issuer. What it holds already works until it ends.',
    shownBy: disabledInFile,
    back: 'Enable it again.',
  },
  remove: { does: 'Delete the client at its issuer.', shownBy: goneFromFile, back: null },
}

const certificate: Ending = {
  id: 'certificate',
  kinds: ['mtls.*', 'x509.*', 'spiffe.*'],
  it: 'the certificate',
  ...listed,
  disable: null,
  remove: {
    does: 'Take it out of what the other side accepts, and revoke it where its authority publishes revocations.',
    shownBy: goneFromFile,
    back: 'Accept it again, while it has not ended.',
  },
}

export const endings: readonly Ending[] = [minted, certificate, credential]

const refusal = 'The refusal (HTTP 401), which you try yourself. Standdown does not try it.'

function toDpop(ending: Ending, from: string, alsoHonest = ''): Recipe {
  return recipe(ending, {
    id: 'to-dpop',
    title: 'Bind the access token to its client (DPoP or mTLS)',
    from,
    to: 'Access tokens of at most an hour, bound to the client’s key (RFC 9449, or RFC 8705 with mTLS), for one audience',
    effort: 'M',
    why: 'A copied token is refused without the key that it is bound to.',
    honest:
      'It counts only where the receiving service checks it: a token with a cnf claim that nobody verifies is a bearer token.' + alsoHonest,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'register-client',
          does: 'Register the client below at your authorisation server, with the scopes it needs.',
          shownBy: 'The authorisation server. Standdown does not read it.',
          back: 'Delete the client.',
        },
        {
          id: 'check-proof',
          does: 'Have the receiving service require a proof, and refuse tokens without one.',
          shownBy: refusal,
          back: 'Accept bearer tokens again; then nothing is bound.',
        },
      ],
      use: { does: 'Let the consumer ask for bound tokens and send a proof with each request.', shownBy: usedInFile },
      guard: {
        does: 'Send a valid token without its proof. It must be refused: that is the evidence that the binding is real.',
        shownBy: refusal,
        back: 'Nothing was changed by the try.',
      },
    },
    artefacts: (subject) => [boundClient(subject), negativeTest()],
  })
}

export const recipes: readonly Recipe[] = [
  toDpop(minted, 'A short-lived bearer token', ' Where it is bound and checked already, there is nothing to retire.'),
  recipe(certificate, {
    id: 'to-short-svid',
    title: 'Move to certificates that live an hour (SPIFFE X.509-SVID)',
    from: 'A client certificate that lives for months',
    to: 'An X.509-SVID that its workload is given and that is renewed by itself',
    effort: 'L',
    why: 'The private key is made where it is used and ends within the hour. Nobody has to remember the day it ends.',
    honest:
      'The other side must accept your trust domain’s certificates. Where it pins one certificate, ask it to take an authority. One that lives an hour already has nothing to retire.',
    way: {
      successor: 'seen',
      make: [registration()],
      use: { does: 'Let the workload take its certificate from the SPIFFE Workload API.', shownBy: usedInFile },
    },
    artefacts: (subject) => [entry(subject)],
  }),
  recipe(credential, {
    id: 'to-svid',
    title: 'Move to workload identity: SPIFFE X.509-SVID and mTLS',
    from: 'A key or token that is stored with its consumer',
    to: 'A certificate of an hour that the platform gives the workload, checked by mutual TLS',
    effort: 'L',
    why: 'Nothing is stored. The key never leaves the workload, and both sides know who the other is.',
    honest: 'Both sides must be yours, or speak mutual TLS with authorities of each other. For a vendor’s API this cannot be had.',
    way: {
      successor: 'seen',
      make: [registration()],
      use: { does: 'Let the workload connect with its certificate, by its library or a proxy beside it.', shownBy: usedInFile },
      guard: { does: 'Connect without a certificate. The service must refuse.', shownBy: refusal, back: 'Nothing was changed by the try.' },
    },
    artefacts: (subject) => [entry(subject)],
  }),
  toDpop(credential, 'A key or token that works for whoever holds it'),
  recipe(credential, {
    id: 'to-broker',
    title: 'Put a broker in front of a service that takes nothing else',
    from: 'A stored key, for a service that cannot check anything better',
    to: 'A broker or sidecar that alone holds the key, and takes workload identity from its callers',
    effort: 'L',
    why: 'One place holds the secret instead of all its users, and knows who asked.',
    isRotationOnly: true,
    honest:
      'The key still exists behind the broker. It stays a standing privilege until the service can do better: limit its rights and addresses, rotate it, and drill its revocation.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-broker',
          does: 'Set up the broker with a new key of its own, in a vault, with the network closed but to the service.',
          shownBy: 'The new key as a row of its own in the next import.',
          back: 'Delete the new key.',
        },
      ],
      use: { does: 'Let every consumer call through the broker, with its own identity.', shownBy: usedInFile },
    },
  }),
  recipe(credential, {
    id: 'with-vendor',
    places: ['vendor'],
    title: 'Agree on something better with the vendor',
    from: 'A key that a vendor issued or holds',
    to: 'What the vendor offers that is better: OAuth with a signed client assertion or DPoP, mTLS, federation; else a narrow key that ends',
    effort: 'M',
    why: 'What the vendor cannot bind, it can often narrow: rights, addresses, an end.',
    isRotationOnly: true,
    honest: 'What this vendor offers is not known here. If it is nothing, say so in an exception, with the controls that stand in for it.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'ask',
          who: 'owner',
          does: 'Ask the vendor which of these it takes, and by when. Keep the answer as a comment on the plan.',
          shownBy: 'The comment.',
          back: 'Nothing has changed yet.',
        },
      ],
      use: { does: 'Change to what was agreed.', shownBy: usedInFile },
    },
  }),
  renewal(credential, {
    does: 'Have the issuer make another one, with less rights and an end within 90 days, and store it in a vault.',
    shownBy: usedInFile,
    honest: 'A copy of the new one works just as well. This is a step: it ends what was copied before.',
    days: 90,
  }),
]

function registration() {
  return {
    id: 'register-workload',
    does: 'Register the workload with SPIRE as below, unless it has an identity already: by what its platform attests of it, not by a secret.',
    shownBy:
      'The registration entry among the issuers, where a source reads your SPIRE server; else a row of kind spiffe.x509-svid in a file.',
    back: 'Delete the entry.',
  }
}

function entry(subject: RecipeSubject): Artefact {
  return draft('The registration in SPIRE', 'sh', (blanks) => {
    const domain = blanks.blank('trust-domain', 'your trust domain')
    const selector = blanks.blank('selector', 'what is attested of the workload, as k8s:sa:ledger')
    return `spire-server entry create \\
  -spiffeID ${sh(`spiffe://${domain}/${nameOf(subject, blanks)}`)} \\
  -parentID ${sh(`spiffe://${domain}/${blanks.blank('node', 'the node or agent it runs on')}`)} \\
  -selector ${sh(selector)} -x509SVIDTTL 3600`
  })
}

/** A client that signs in by a key and gets bound tokens. */
export function boundClient(subject: RecipeSubject): Artefact {
  return draft('The client, as it is registered (RFC 7591)', 'json', (blanks) =>
    json({
      client_name: replaces(subject).slice(0, 200),
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: blanks.blank('keys-address', 'the https address of the client’s public keys'),
      dpop_bound_access_tokens: true,
      scope: blanks.blank('scopes', 'what it needs, and nothing else'),
    }),
  )
}

/** What shows whether a binding is real. */
export function negativeTest(): Artefact {
  return draft('The negative test: it must print 401', 'sh', (blanks) => {
    return `curl --silent --output /dev/null --write-out '%{http_code}\\n' \\
  --header "Authorization: DPoP $ACCESS_TOKEN" ${sh(blanks.blank('address', 'an address of the service that only reads'))}`
  })
}
