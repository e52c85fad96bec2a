import type { Snippet, WayIn } from '../contract.ts'
import { issuedTokenFields } from '../issued-token-fields.ts'
import { policy } from './words.ts'

const addresses = ['tenant', 'clientId', 'loginUrl', 'graphUrl', 'armUrl'] as const
const required = ['tenant', 'clientId'] as const

const register = 'In Entra ID, open App registrations and register an application of this tenant only, without a redirect address.'
const consent = 'Under API permissions, add the application permissions to copy, and grant admin consent. Take User.Read away.'
const azure =
  'To see roles in Azure as well: in Azure, give the application Reader at the root management group, and fill in Azure’s address.'

/** Federation keeps nothing here; a certificate never leaves; a secret is what this product is there to retire. */
export const ways: readonly WayIn[] = [
  {
    id: 'federated',
    label: 'A federated credential',
    about:
      'Standdown runs in Kubernetes, or wherever else its machine has an OIDC token in a file. Entra ID takes that token for the application’s.',
    keeps: 'nothing',
    keepsSays:
      'No secret is stored. The token is made anew by its issuer, and lives in a file that only the environment may name, with the address that it is sent to.',
    settings: addresses,
    required,
    credential: [],
    given: { federated: 'true' },
    forSnippets: issuedTokenFields('https://oidc.prod-aks.azure.com/…'),
    steps: [
      register,
      consent,
      azure,
      'Under Certificates & secrets, Federated credentials, add the issuer and the one subject under which Standdown runs.',
      'Start Standdown’s web server and worker with AZURE_FEDERATED_TOKEN_FILE, and in a national cloud with AZURE_AUTHORITY_HOST: the token is sent to that address alone. Workload identity in AKS sets both.',
    ],
    snippets: (filled) => [permissions, terraform(filled)],
  },
  {
    id: 'certificate',
    label: 'A certificate',
    about: 'The application signs a statement of five minutes with its private key, and gets an access token of about an hour for it.',
    keeps: 'standing-key',
    keepsSays:
      'The private key is a standing credential of our own, until its certificate ends. It is sealed here, never sent, and shows up in your inventory.',
    settings: addresses,
    required,
    credential: ['certificate', 'privateKey'],
    steps: [
      register,
      consent,
      azure,
      'Make a certificate of at most 90 days with an RSA key, as in the text to copy.',
      'Upload standdown.crt under Certificates & secrets, Certificates.',
    ],
    snippets: () => [
      permissions,
      {
        title: 'A certificate of 90 days',
        language: 'text',
        text: 'openssl req -x509 -newkey rsa:3072 -nodes -days 90 -subj /CN=standdown -keyout standdown.key -out standdown.crt\n',
      },
    ],
  },
  {
    id: 'client-secret',
    label: 'A client secret',
    about: 'The last resort: a password that is sent at every sign-in. Whoever copies it reads the whole directory.',
    keeps: 'standing-key',
    keepsSays:
      'The secret is a standing privilege of our own, the very thing this inventory is about. It is sealed here, and shows up in your inventory with its verdict.',
    settings: addresses,
    required,
    credential: ['clientSecret'],
    steps: [
      register,
      consent,
      azure,
      'Under Certificates & secrets, Client secrets, make one that ends within 90 days, and copy its value.',
    ],
    snippets: () => [permissions],
  },
]

const permissions: Snippet = { title: policy.title, language: 'text', text: policy.text }

function terraform({ issuer = '', tokenSubject = '', clientId = '' }: Readonly<Record<string, string>>): Snippet {
  const quoted = (text: string, otherwise: string) => JSON.stringify(text || otherwise).replaceAll('${', '$${')
  return {
    title: 'The federated credential in Terraform',
    language: 'hcl',
    text: `data "azuread_application" "standdown" {
  client_id = ${quoted(clientId, '<application id>')}
}

resource "azuread_application_federated_identity_credential" "standdown" {
  application_id = data.azuread_application.standdown.id
  display_name   = "standdown"
  issuer         = ${quoted(issuer, '<issuer>')}
  subject        = ${quoted(tokenSubject, '<subject>')}
  audiences      = ["api://AzureADTokenExchange"]
}
`,
  }
}
