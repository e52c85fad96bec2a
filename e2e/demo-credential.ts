import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/core'
import { cast } from './cast.ts'

/** What the make-believe company hands out to whoever would connect it. */
export async function demoDocument(): Promise<string> {
  return (await fetch(new URL('/_estate/demo', cast().github.baseUrl))).text()
}

type App = { appId: string; installationId: string; privateKey: string }

/** The App as which the demo's GitHub organisation is read. */
export async function githubApp(): Promise<App> {
  const { sources } = JSON.parse(await demoDocument()) as { sources: { kind: string; credential: Partial<App> }[] }
  const { appId, installationId, privateKey } = sources.find(({ kind }) => kind === 'github')?.credential ?? {}
  if (!appId || !installationId || !privateKey) throw new Error('The demo company hands out no App for its GitHub organisation.')
  return { appId, installationId, privateKey }
}

/** A token of an hour, which the App signs in for. */
export async function githubToken(): Promise<string> {
  const { request } = new Octokit({ baseUrl: cast().github.baseUrl })
  const { token } = await createAppAuth({ ...(await githubApp()), request })({ type: 'installation' })
  return token
}
