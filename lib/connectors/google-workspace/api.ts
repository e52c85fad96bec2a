import type { ConnectorWorld } from '../contract.ts'
import { openService } from '../google/api.ts'
import { openSignIn } from '../google/sign-in.ts'
import type { Api } from '../rest/api.ts'
import type { Credential, Settings } from './settings.ts'

/** Each part is signed in for its own scope: where one was not delegated, the others are read all the same. */
export type Workspace = { users: Api; security: Api; reports: Api }

const auth = 'https://www.googleapis.com/auth/'
/** Google has no scope that only reads grants and app passwords: this one also takes them away. */
export const securityScope = `${auth}admin.directory.user.security`
export const scopesOf = {
  users: `${auth}admin.directory.user.readonly`,
  security: securityScope,
  reports: `${auth}admin.reports.audit.readonly`,
} as const

type Who = Pick<Settings, 'address' | 'provider' | 'serviceAccount'> & { admin: string }

export function openPart(part: keyof Workspace, { address, provider, serviceAccount, admin }: Who, credential: Credential, world: ConnectorWorld): Api {
  const signIn = openSignIn({ address, credential, provider, serviceAccount, scopes: [scopesOf[part]], subject: admin }, world)
  return openService(address, 'admin', { signIn, world })
} // prettier-ignore

/** The administration interfaces of Google Workspace, in an administrator's name. */
export function openWorkspace(who: Who, credential: Credential, world: ConnectorWorld): Workspace {
  const part = (name: keyof Workspace) => openPart(name, who, credential, world)
  return { users: part('users'), security: part('security'), reports: part('reports') }
}
