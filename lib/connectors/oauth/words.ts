import type { Coverage, Field, NotAsked, Verified, WayIn } from '../contract.ts'
import type { Settings } from './settings.ts'

const tokensField: Field = {
  name: 'tokens',
  label: 'Tokens to look at',
  hint: 'One a line, a name for people before it where you like. Sealed at rest, never shown again; the inventory keeps a keyed hash, the last four characters and what is said of them.',
  kind: 'multiline-secret',
  required: false,
}

const clientFields: readonly Field[] = [
  { name: 'clientId', label: 'Client ID', hint: 'Of a client that may introspect tokens of others, and nothing else.', kind: 'text', required: false, example: 'standdown-reads' },
  { name: 'privateKey', label: 'Private key', hint: 'PEM or JSON Web Key, RSA, P-256 or Ed25519; its public half stands at the client. Sealed at rest and never shown again.', kind: 'multiline-secret', required: false },
  { name: 'keyId', label: 'Key ID', hint: 'The kid of the key, where the server wants one; a JSON Web Key says it itself.', kind: 'text', required: false },
  { name: 'clientSecret', label: 'Client secret', hint: 'Sealed at rest and never shown again.', kind: 'secret', required: false },
] // prettier-ignore

export const fields: readonly Field[] = [
  { name: 'issuer', label: 'Issuer', hint: 'The server’s identifier as its metadata writes it, letter by letter: a slash at its end counts.', kind: 'url', required: true, example: 'https://login.example.com' },
  { name: 'resources', label: 'Resource servers', hint: 'One a line: its identifier; then audience=… for another name that tokens have for it; then try=… for an address of it that only reads.', kind: 'list', required: false, holdsAddresses: true, example: 'https://api.example.com/orders try=https://api.example.com/orders/1' },
  { name: 'tries', label: 'Try bound tokens without their proof', hint: 'Sends a bound token to the try=… address of its resource server without its proof or certificate and with those of another, and tokens that are bound to nothing, to see that it lets any in. A server that checks refuses the one; that is the only evidence that a binding counts.', kind: 'choice', required: false, choices: ['allowed'] },
  { name: 'introspection', label: 'Introspection answers', hint: 'signed: only what the server signed counts (RFC 9701).', kind: 'choice', required: false, choices: ['plain', 'signed'] },
  { name: 'secretIn', label: 'Client secret is sent', hint: 'In the header (client_secret_basic), or in the body (client_secret_post).', kind: 'choice', required: false, choices: ['header', 'body'] },
  { name: 'introspectionEndpoint', label: 'Introspection endpoint', hint: 'Only where it is on another host than the issuer: the credential goes there.', kind: 'url', required: false },
  { name: 'revocationEndpoint', label: 'Revocation endpoint', hint: 'Only where it is on another host than the issuer: the acting credential goes there.', kind: 'url', required: false },
  ...clientFields,
  tokensField,
  { name: 'clients', label: 'Registered clients', hint: 'One a line: the client’s registration address, a space, its registration access token (RFC 7592). Sealed at rest.', kind: 'multiline-secret', required: false },
] // prettier-ignore

export const policy = {
  title: 'What the client that reads may do',
  language: 'text' as const,
  text: `A confidential client of the authorization server that may call the introspection endpoint
(RFC 7662) for tokens of other clients. It signs in by private_key_jwt, or by a secret.
Grant types: none (client_credentials where the server wants one). Redirect URIs: none.
Scopes: none. It gets no token of its own, and cannot revoke one.
For signed answers (RFC 9701), registered with
  introspection_signed_response_alg: RS256, PS256, ES256 or EdDSA
`,
}

export const actionPolicy = {
  title: 'What the client that acts may do',
  language: 'text' as const,
  text: `Nothing new: a server takes a revocation (RFC 7009) from the client that the token was issued to.
So this is that client, with its own credential, and the tokens of it that may be revoked.
`,
}

export const actionFields: readonly Field[] = [
  ...clientFields.map((field) => ({ ...field, required: field.name === 'clientId', hint: field.name === 'clientId' ? 'Of the client whose tokens are to be revoked: another one than the client that reads.' : field.hint })),
  { ...tokensField, label: 'Tokens that may be revoked', required: true, hint: 'One a line. Nothing else can be revoked through this source. Sealed at rest, never shown again.' },
] // prettier-ignore

const resourcesObject = 'OAuth resource servers'
const triedObject = 'OAuth bindings that were tried'

/** Tokens and clients are asked for by giving them, which is no setting: a run that was given none tells of none. */
export function notAsked({ resources, tries }: Settings): NotAsked {
  return {
    ...(resources.length === 0 && { [resourcesObject]: { whole: true, says: 'The settings name none.' } }),
    ...(tries === undefined && { [triedObject]: { whole: true, says: 'The settings do not allow it.' } }),
  }
}

export const coverage: readonly Coverage[] = [
  { object: 'OAuth server metadata', state: 'read', issuers: ['oauth.server'], says: 'What the server can bind, introspect and revoke (RFC 8414, OpenID Connect Discovery); its issuer has to match.' },
  { object: 'OAuth server keys', state: 'read', says: 'Which keys sign, and that no secret part is published beside them (RFC 7517).' },
  { object: resourcesObject, state: 'read', optional: true, says: 'Those that the settings name, by what they publish of themselves (RFC 9728), which is no evidence that they do it.' },
  { object: 'OAuth tokens', state: 'read', optional: true, tokens: ['oauth.access-token', 'oauth.refresh-token', 'oauth.token'], says: 'Those that you list: by introspection (RFC 7662), signed where you ask for it (RFC 9701), and by the claims of a JWT.' },
  { object: 'OAuth tokens that their server calls over', state: 'read', optional: true, says: 'Of those that you list. They are gone where they were known.' },
  { object: 'OAuth clients', state: 'read', optional: true, issuers: ['oauth.client'], says: 'Those whose registration token you give (RFC 7592): how they sign in and what they mint.' },
  { object: 'OAuth credentials of clients', state: 'read', optional: true, tokens: ['oauth.client-secret', 'oauth.client-key', 'oauth.registration-token'], says: 'What those clients sign in by, whether a secret ends, and the registration tokens themselves.' },
  { object: triedObject, state: 'read', optional: true, says: 'By sending a bound token without its proof or certificate, and with those of another, to an address that you name and allow; without that, a bound token counts as bearer. A server that lets in only certificates of an authority of its own cannot be tried with another one: that stays not known. One that looks at the authority beside bound tokens alone cannot be told from one that compares.' },
  { object: 'All tokens that the server has issued', state: 'not-offered', says: 'OAuth has no listing: what is not listed here is not seen, and what is taken off the list is not gone.' },
  { object: 'When a token was used', state: 'not-offered', says: 'Introspection does not tell it.' },
] // prettier-ignore

const shared = ['issuer', 'resources', 'tries']
const asking = { settings: [...shared, 'introspection', 'introspectionEndpoint', 'revocationEndpoint'], required: ['issuer'] }
const snippets = () => [{ title: policy.title, language: 'text' as const, text: policy.text }]

export const ways: readonly WayIn[] = [
  {
    id: 'public',
    label: 'What it publishes',
    about: 'Metadata, keys and resource servers, which anybody may read. No token is looked at.',
    keeps: 'nothing',
    keepsSays: 'Nothing is stored.',
    settings: shared,
    required: ['issuer'],
    credential: [],
    given: { public: 'true' },
    steps: ['Give the issuer as the server names itself, and the resource servers that take its tokens.'],
    snippets: () => [],
  },
  {
    id: 'client-key',
    label: 'A client that introspects, by a private key',
    about: 'The client signs an assertion for each call (private_key_jwt); what goes over the wire is good for a minute, at this server alone.',
    keeps: 'standing-key',
    keepsSays: 'The private key is a standing credential of our own, and so is each token that you list: both are sealed here. Take tokens off the list when they are over.',
    ...asking,
    credential: ['clientId', 'privateKey', 'keyId', 'tokens', 'clients'],
    steps: ['Register a client as in the text to copy, with the public half of a new key pair.', 'Give its ID, the private key, and the tokens to look at.'],
    snippets,
  },
  {
    id: 'client-secret',
    label: 'A client that introspects, by a secret',
    about: 'The client’s secret is sent with each call.',
    keeps: 'standing-key',
    keepsSays: 'The secret is a standing bearer privilege of our own, and so is each token that you list: both are sealed here. Prefer a private key.',
    ...asking,
    settings: [...asking.settings, 'secretIn'],
    credential: ['clientId', 'clientSecret', 'tokens', 'clients'],
    steps: ['Register a client as in the text to copy, with a secret.', 'Give its ID and secret, and the tokens to look at.'],
    snippets,
  },
  {
    id: 'tokens',
    label: 'Tokens alone',
    about: 'JWTs are read by themselves and checked by the server’s keys. Whether one was revoked, nobody is asked.',
    keeps: 'standing-key',
    keepsSays: 'Each token that you list is a standing privilege until it ends; they are sealed here. For one look that stores nothing, use standdown pull.',
    settings: shared,
    required: ['issuer'],
    credential: ['tokens', 'clients'],
    steps: ['Give the issuer and the tokens to look at, one a line.'],
    snippets: () => [],
  },
] // prettier-ignore

export const verified: Verified = {
  how: 'live-server',
  says: 'oidc-provider 9.13.3, an OpenID-certified server, over HTTP and HTTPS: metadata, keys, plain and signed introspection, bearer, DPoP- and certificate-bound tokens, registered clients, revocation. Keycloak, Auth0 and Ping were not tried.',
}
