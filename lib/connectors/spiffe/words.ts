import type { Coverage, Field, NotAsked, Verified } from '../contract.ts'
import type { Settings } from './settings.ts'

export const fields: readonly Field[] = [
  {
    name: 'trustDomain',
    label: 'Trust domain',
    hint: 'Its name, as SPIFFE ids of it begin.',
    kind: 'text',
    required: true,
    example: 'example.org',
  },
  {
    name: 'server',
    label: 'SPIRE server',
    hint: 'Host and port of its API. Left empty, only the trust bundle is read, and no entries.',
    kind: 'text',
    required: false,
    example: 'spire-server.spire:8081',
  },
  {
    name: 'bundleUrl',
    label: 'Trust bundle endpoint',
    hint: 'Its address. It also tells by whom the SPIRE server’s certificate has to be signed.',
    kind: 'url',
    required: false,
    example: 'https://spire.example.org:8443',
  },
  {
    name: 'bundleProfile',
    label: 'How the endpoint shows who it is',
    hint: 'https_web: by a certificate of the web. https_spiffe: by its SPIFFE id, which takes a bundle that is known beforehand.',
    kind: 'choice',
    required: false,
    choices: ['https_web', 'https_spiffe'],
  },
  {
    name: 'endpointId',
    label: 'SPIFFE id of the endpoint',
    hint: 'For https_spiffe; the SPIRE server’s own where it is left empty.',
    kind: 'text',
    required: false,
    example: 'spiffe://example.org/spire/server',
  },
  {
    name: 'knownBundle',
    label: 'Known bundle',
    hint: 'Certificates of the trust domain’s authorities, as “spire-server bundle show” prints them. They are no secret, and end when the authorities are rotated. Not needed by the Workload API or files, which bring their own.',
    kind: 'text',
    required: false,
  },
  {
    name: 'defaultX509Life',
    label: 'Default life of X.509-SVIDs',
    hint: 'default_x509_svid_ttl of server.conf; SPIRE’s own is 1h. No call tells it: left empty, the life that most entries have is unknown and counts as the worst.',
    kind: 'text',
    required: false,
    example: '1h',
  },
  {
    name: 'defaultJwtLife',
    label: 'Default life of JWT-SVIDs',
    hint: 'default_jwt_svid_ttl of server.conf; SPIRE’s own is 5m. Left empty, it is unknown as well.',
    kind: 'text',
    required: false,
    example: '5m',
  },
  {
    name: 'certificate',
    label: 'X509-SVID',
    hint: 'PEM, with the certificates between it and its authority, if any.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'privateKey',
    label: 'Its private key',
    hint: 'PEM, without a passphrase. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
]

export const policy = {
  title: 'What the identity may do at SPIRE',
  language: 'text' as const,
  text: `SPIRE lists entries to administrators alone: an identity whose entry has admin set, or one of admin_ids in server.conf.
An administrator may also make entries. SPIRE has no role that only reads, so narrow it to these calls with an
authorization policy of the server (auth_opa_policy_engine, which SPIRE calls experimental), and give no entry admin:

/spire.api.server.entry.v1.Entry/ListEntries
/spire.api.server.trustdomain.v1.TrustDomain/ListFederationRelationships
/spire.api.server.bundle.v1.Bundle/GetBundle   (anybody may call it)

Added to SPIRE's own policy.rego:

allow = true if {
    input.caller == "spiffe://example.org/standdown"
    input.full_method == data.read_only[_]
}

and to policy_data.json:

"read_only": [
    "/spire.api.server.entry.v1.Entry/ListEntries",
    "/spire.api.server.trustdomain.v1.TrustDomain/ListFederationRelationships"
]
`,
}

const entriesObject = 'SPIRE registration entries'
const federationObject = 'SPIFFE federation'

export function notAsked({ server }: Settings): NotAsked {
  const left = { whole: true, says: 'The settings name no SPIRE server.' }
  return server === undefined ? { [entriesObject]: left, [federationObject]: left } : {}
}

export const coverage: readonly Coverage[] = [
  {
    object: 'SPIFFE trust bundle',
    state: 'read',
    issuers: ['spiffe.trust-domain'],
    says: 'The keys that sign X.509-SVIDs and JWT-SVIDs, with sequence and refresh hint.',
  },
  {
    object: entriesObject,
    state: 'read',
    optional: true,
    issuers: ['spiffe.x509-svid', 'spiffe.jwt-svid'],
    says: 'Where a SPIRE server is named: each identity with its selectors, parent and lives, and those that administer SPIRE or sign for it. Entries that only group nodes mint nothing.',
  },
  {
    object: federationObject,
    state: 'read',
    optional: true,
    issuers: ['spiffe.federated-domain'],
    says: 'Where a SPIRE server is named: other trust domains and how their bundles are read.',
  },
  {
    object: 'administrators of server.conf (admin_ids)',
    state: 'not-offered',
    says: 'SPIRE’s API does not tell them, nor the lives that server.conf sets: say those in the settings.',
  },
  { object: 'use of SVIDs', state: 'not-offered', says: 'SPIRE does not tell when an SVID was asked for last. Its audit log does.' },
  { object: 'join tokens', state: 'not-offered', says: 'SPIRE lists none: a join token is told once, when it is made.' },
  { object: 'SPIRE agents', state: 'not-built', says: 'Nodes, and how each was attested: not read yet.' },
]

export const verified: Verified = {
  how: 'live-server',
  says: 'SPIRE 1.13.3, a real server and agent: entries by pages, federation, bundle over its API and by https_spiffe, refusals, the policy that only reads, the Workload API. Never tried: a bundle endpoint with a certificate of the web, an upstream authority, more than 20 entries.',
}
