import type { Snippet, WayIn } from '../contract.ts'
import { policy } from './words.ts'

const places = ['trustDomain', 'server', 'bundleUrl', 'bundleProfile', 'endpointId', 'defaultX509Life', 'defaultJwtLife'] as const
const withBundle = [...places, 'knownBundle'] as const
const required = ['trustDomain', 'server'] as const

const narrow = 'Better: narrow it to reading by an authorization policy of the server, as in the text to copy, and leave -admin away.'

/** What is renewed by itself stands first; what is kept here is a certificate that ends within the day, or a standing key. */
export const ways: readonly WayIn[] = [
  {
    id: 'workload-api',
    label: 'The SPIFFE Workload API',
    about: 'Standdown runs beside a SPIRE agent, and has an identity of its own that the agent renews. Each run asks for it anew.',
    keeps: 'nothing',
    keepsSays: 'Nothing is stored. The key is held in memory while a run lasts. The socket is one that only the environment may name.',
    settings: places,
    required,
    credential: [],
    given: { workloadApi: 'true' },
    steps: [
      'Register an entry for Standdown’s worker and web server, as in the text to copy, with a life of an hour at most.',
      narrow,
      'Start Standdown’s web server and worker with SPIFFE_ENDPOINT_SOCKET, like unix:///run/spire/agent-sockets/spire-agent.sock.',
    ],
    snippets: (filled) => [entry(filled), permissions],
  },
  {
    id: 'files',
    label: 'Files that a SPIFFE helper renews',
    about:
      'spiffe-helper (or anything like it) keeps Standdown’s X509-SVID, its key and the trust bundle in a folder. Each run reads them anew.',
    keeps: 'nothing',
    keepsSays: 'Nothing is stored here. Whoever reads the folder has the identity until it ends: let nobody else.',
    settings: places,
    required,
    credential: [],
    given: { files: 'true' },
    steps: [
      'Register an entry for Standdown’s worker and web server, as in the text to copy, with a life of an hour at most.',
      narrow,
      'Run spiffe-helper beside both, writing svid.pem, svid_key.pem and svid_bundle.pem into one folder.',
      'Start Standdown’s web server and worker with STANDDOWN_SPIFFE_DIR, which names that folder.',
    ],
    snippets: (filled) => [entry(filled), helper, permissions],
  },
  {
    id: 'bundle-only',
    label: 'The trust bundle alone',
    about: 'Reads the trust domain’s public keys at its bundle endpoint. It shows that the domain is there, and no identity in it.',
    keeps: 'nothing',
    keepsSays: 'Nothing is stored: the endpoint asks nobody who they are.',
    settings: ['trustDomain', 'bundleUrl', 'bundleProfile', 'endpointId', 'knownBundle'],
    required: ['trustDomain', 'bundleUrl'],
    credential: [],
    given: { bundleOnly: 'true' },
    steps: ['Name the endpoint that federation.bundle_endpoint of server.conf opens.'],
    snippets: () => [],
  },
  {
    id: 'svid',
    label: 'An X509-SVID that is pasted',
    about: 'For a first look: an X509-SVID is minted by hand, and ends by itself.',
    keeps: 'standing-key',
    keepsSays:
      'The private key rests here, sealed, until its certificate ends. One that lives longer than a day is a standing credential of our own, and it may administer SPIRE.',
    settings: withBundle,
    required,
    credential: ['certificate', 'privateKey'],
    steps: [
      'Add the id to admin_ids in server.conf, or, better, to an authorization policy of the server that lets it read alone.',
      'Mint an X509-SVID of a day, as in the text to copy, and paste both parts.',
      'Paste the bundle too, where no endpoint tells it.',
    ],
    snippets: (filled) => [mint(filled), permissions],
  },
]

const permissions: Snippet = { title: policy.title, language: 'text', text: policy.text }

function domainOf({ trustDomain = '' }: Readonly<Record<string, string>>): string {
  const bare = trustDomain.replace(/^spiffe:\/\//, '')
  return /^[a-z0-9._-]{1,255}$/.test(bare) ? bare : '<trust domain>'
}

function entry(filled: Readonly<Record<string, string>>): Snippet {
  const domain = domainOf(filled)
  return {
    title: 'The entry',
    language: 'text',
    text: `spire-server entry create \\
  -spiffeID spiffe://${domain}/standdown \\
  -parentID spiffe://${domain}/<agent or node> \\
  -selector k8s:ns:standdown -selector k8s:sa:standdown \\
  -x509SVIDTTL 3600 -admin
`,
  }
}

const helper: Snippet = {
  title: 'spiffe-helper’s configuration',
  language: 'text',
  text: `agent_address = "/run/spire/agent-sockets/spire-agent.sock"
cert_dir = "/run/standdown-spiffe"
svid_file_name = "svid.pem"
svid_key_file_name = "svid_key.pem"
svid_bundle_file_name = "svid_bundle.pem"
daemon_mode = true
`,
}

function mint(filled: Readonly<Record<string, string>>): Snippet {
  return {
    title: 'An X509-SVID of a day',
    language: 'text',
    text: `spire-server x509 mint -spiffeID spiffe://${domainOf(filled)}/standdown -ttl 24h -write .
# svid.pem and key.pem are what to paste; bundle.pem is the known bundle
`,
  }
}
