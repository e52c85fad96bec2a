import type { ConnectorWorld } from '../contract.ts'
import { openService } from '../google/api.ts'
import { openSignIn } from '../google/sign-in.ts'
import type { Api } from '../rest/api.ts'
import type { Credential, Settings } from './settings.ts'

export type Gcp = { iam: Api; assets: Api; keys: Api; activity: Api }

/** The only scope that all of these take: what may really be done is decided by roles alone. */
export const scopes = ['https://www.googleapis.com/auth/cloud-platform']

/** Google Cloud's interfaces as one service account. */
export function openGcp(
  { address, provider, serviceAccount }: Pick<Settings, 'address' | 'provider' | 'serviceAccount'>,
  credential: Credential,
  world: ConnectorWorld,
): Gcp {
  const signIn = openSignIn({ address, credential, provider, serviceAccount, scopes }, world)
  const service = (name: string) => openService(address, name, { signIn, world })
  return { iam: service('iam'), assets: service('cloudasset'), keys: service('apikeys'), activity: service('policyanalyzer') }
}
