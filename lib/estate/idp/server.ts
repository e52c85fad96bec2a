import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { isStill, taken } from '../further/rows.ts'
import { day } from '../habit.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'
import { keyOf, opened, publicJwk, signed, thumbprintOf } from './signing.ts'

const kind = 'idp.tokens'
const missing = json(404, { error: 'not_found' })
const refused = json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="login"' })
const signedType = 'application/token-introspection+jwt'

/** The company's own authorization server, with three APIs that take its tokens: one never looks at what they are bound to. */
export const idp: FurtherProvider = {
  name: 'idp',
  source: (seed, url, { epoch }) => {
    const listed = (some: readonly rows.TokenRow[]) => some.map((one) => `${one.label} ${rows.tokenOf(seed, url, epoch, one)}`).join('\n')
    return {
      kind: 'oauth',
      name: `Sign-in of ${company.name}`,
      settings: {
        issuer: url,
        introspection: 'signed',
        tries: 'allowed',
        resources: [
          `${rows.apiId(url, 'parcels')} try=${rows.apiId(url, 'parcels')}/recent`,
          `${rows.apiId(url, 'rates')} try=${rows.apiId(url, 'rates')}/today`,
          rows.apiId(url, 'manifests'),
        ],
      },
      credential: {
        clientId: rows.reading,
        privateKey: String(keyOf(seed, rows.reading).export({ type: 'pkcs8', format: 'pem' })),
        tokens: listed(rows.tokenRows),
        clients: rows.clientRows.map(({ id }) => `${url}/register/${id} ${rows.registrationToken(seed, id)}`).join('\n'),
      },
      action: {
        clientId: rows.acting,
        clientSecret: rows.actingSecret(seed),
        tokens: listed(rows.tokenRows.filter(({ client }) => client === rows.acting)),
      },
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    const { path, method, base } = asked
    if (method === 'POST') return path === '/introspect' ? introspected(view, asked) : path === '/revoke' ? revoked(view, asked) : missing
    if (path === '/.well-known/oauth-authorization-server') return json(200, metadata(base))
    if (path === '/jwks') return json(200, { keys: [{ ...publicJwk(keyOf(view.seed, 'server')), kid: rows.signingKid, use: 'sig', alg: 'EdDSA' }] }) // prettier-ignore
    const [, ofApi] = /^\/\.well-known\/oauth-protected-resource\/api\/(\w+)$/.exec(path) ?? []
    if (ofApi) return resource(base, ofApi)
    const [, registered] = /^\/register\/([\w-]+)$/.exec(path) ?? []
    if (registered) return registration(view, asked, registered)
    const [, api] = /^\/api\/(\w+)\/\w+$/.exec(path) ?? []
    return api ? called(view, asked, api) : missing
  },
}

function metadata(base: string) {
  return {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    introspection_endpoint: `${base}/introspect`,
    revocation_endpoint: `${base}/revoke`,
    registration_endpoint: `${base}/register`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    introspection_signing_alg_values_supported: ['EdDSA'],
    dpop_signing_alg_values_supported: ['ES256', 'EdDSA'],
    tls_client_certificate_bound_access_tokens: true,
  }
}

function resource(base: string, api: string): Changed {
  const name = rows.apis.find((one) => one === api)
  if (!name || name === 'manifests') return missing
  const said = { authorization_servers: [base], bearer_methods_supported: name === 'parcels' ? ['header', 'query'] : ['header'] }
  // It says so, and does not do it.
  return json(200, { resource: rows.apiId(base, name), ...said, dpop_bound_access_tokens_required: true })
}

/** RFC 7662, and RFC 9701 where it is asked for. */
function introspected(view: View, asked: Asked): Changed {
  const client = clientOf(view, asked)
  if (client !== rows.reading) return refused
  const row = rowOf(view, asked, formOf(asked).get('token') ?? '')
  const claims = row && rows.claimsOf(view.seed, asked.base, view.epoch, row)
  const isLive = row !== null && isActive(view, row)
  const type = row?.type ? { typ: row.type } : { token_type: row?.bound === 'dpop' ? 'DPoP' : 'Bearer' }
  const said = isLive ? { active: true, ...claims, ...type } : { active: false }
  if (asked.headers.accept !== signedType) return json(200, said)
  const answer = { iss: asked.base, aud: client, iat: Math.floor(view.now / 1_000), token_introspection: said }
  const jwt = signed(keyOf(view.seed, 'server'), { typ: 'token-introspection+jwt', kid: rows.signingKid }, answer)
  return { status: 200, headers: { 'content-type': signedType }, body: jwt }
}

/** RFC 7009: of the client that asks, or nothing. */
function revoked(view: View, asked: Asked): Changed {
  const client = clientOf(view, asked)
  if (client === null) return refused
  const row = rowOf(view, asked, formOf(asked).get('token') ?? '')
  if (!row) return json(200, '')
  if (row.client !== client) return json(400, { error: 'invalid_request', error_description: canary(view.seed, 'idp-error', row.row) })
  return { ...json(200, ''), next: taken(view.state, kind, row.row) }
}

function registration(view: View, asked: Asked, id: string): Changed {
  const row = rows.clientRows.find((one) => one.id === id)
  if (!row || !isSame(bearer(asked), rows.registrationToken(view.seed, id))) return json(401, { error: 'invalid_token' })
  const { name, method, age, scope, dpop, contact } = row
  const secret = method !== 'private_key_jwt' && { client_secret: canary(view.seed, 'idp-client-secret', id), client_secret_expires_at: 0 }
  return json(200, {
    client_id: id,
    client_name: name,
    client_id_issued_at: Math.floor((view.epoch - age * day) / 1_000),
    ...secret,
    ...(!secret && { jwks: { keys: [{ ...publicJwk(keyOf(view.seed, id)), kid: `${id}-1`, use: 'sig' }] } }),
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: method,
    scope,
    contacts: [contact],
    dpop_bound_access_tokens: dpop,
    registration_client_uri: `${asked.base}/register/${id}`,
    registration_access_token: rows.registrationToken(view.seed, id),
  })
}

/** APIs that never look at what a token is bound to. */
const careless = new Set(['parcels'])

const wrongProof = json(401, { error: 'invalid_dpop_proof' }, { 'www-authenticate': 'DPoP algs="ES256", error="invalid_dpop_proof"' })

/** An API of the company. "parcels" asks the server about what is opaque, checks of a JWT the signature alone, and never looks at cnf. */
function called(view: View, asked: Asked, api: string): Changed {
  const [, scheme = '', token = ''] = /^(Bearer|DPoP) (.+)$/i.exec(asked.headers.authorization ?? '') ?? []
  const row = rowOf(view, asked, token)
  // Proofs are looked at before the token is, by whoever looks at them.
  const prover = /^dpop$/i.test(scheme) && asked.headers.dpop ? { key: thumbprintOf(asked.headers.dpop) } : null
  if (prover && prover.key === null && !careless.has(api)) return wrongProof
  const refusal = json(401, { error: 'invalid_token' }, { 'www-authenticate': 'DPoP algs="ES256", error="invalid_token"' })
  if (!row || (row.form === 'opaque' && !isActive(view, row)) || isEnded(view, row)) return refusal
  if (!row.api.some((one) => one === api)) return refusal
  if (careless.has(api)) return json(200, { items: [] })
  const { cnf } = rows.claimsOf(view.seed, asked.base, view.epoch, row)
  if (!cnf) return json(200, { items: [] })
  // Nobody here has the right key.
  if (!prover || !('jkt' in cnf)) return refusal
  return isSame(prover.key ?? '', cnf.jkt ?? '') ? json(200, { items: [] }) : wrongProof
}

function rowOf(view: View, { base }: Asked, token: string): rows.TokenRow | null {
  return rows.tokenRows.find((row) => isSame(token, rows.tokenOf(view.seed, base, view.epoch, row))) ?? null
}

function isActive(view: View, row: rows.TokenRow): boolean {
  return !row.isOver && !isEnded(view, row) && isStill(view, kind, row.row)
}

function isEnded({ epoch, now }: View, { age, life }: rows.TokenRow): boolean {
  return life !== null && now >= epoch + (life - age) * day
}

/** Who asks: by a private key (RFC 7523), or by a secret. Null where it is nobody. */
function clientOf({ seed }: View, asked: Asked): string | null {
  const form = formOf(asked)
  const claims = opened(form.get('client_assertion') ?? '', keyOf(seed, rows.reading))
  const isNow = typeof claims?.exp === 'number' && claims.exp > Date.now() / 1_000 && claims.exp < Date.now() / 1_000 + 600
  if (claims) return claims.iss === rows.reading && claims.sub === rows.reading && claims.aud === asked.base && isNow ? rows.reading : null
  const [, basic = ''] = /^Basic (.+)$/i.exec(asked.headers.authorization ?? '') ?? []
  const [id, secret] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
  return id === rows.acting && isSame(secret, rows.actingSecret(seed)) ? id : null
}

const formOf = ({ body }: Asked) => new URLSearchParams(body.toString('utf8'))
