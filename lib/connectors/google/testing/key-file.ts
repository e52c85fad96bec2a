import { generateKeyPairSync } from 'node:crypto'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const testKey = { public: publicKey, email: 'standdown@acme-tools.iam.gserviceaccount.com', id: 'c0ffee' }

/** A key file as Google gives it out, with an address for tokens that is never to be called. */
export function keyFile(more: object = {}): string {
  return JSON.stringify({
    type: 'service_account',
    project_id: 'acme-tools',
    private_key_id: testKey.id,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: testKey.email,
    token_uri: 'https://elsewhere.example/token',
    ...more,
  })
}
