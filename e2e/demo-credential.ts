import { cast } from './cast.ts'

/** What the made-up company hands out to whoever would connect it. */
export async function demoDocument(): Promise<string> {
  return (await fetch(new URL('/_estate/demo', cast().github.baseUrl))).text()
}

/** The token with which the demo's GitHub organisation is read. */
export async function githubCredential(): Promise<string> {
  const { sources } = JSON.parse(await demoDocument()) as { sources: { kind: string; credential: { token?: string } }[] }
  const token = sources.find(({ kind }) => kind === 'github')?.credential.token
  if (!token) throw new Error('The demo company hands out no token for its GitHub organisation.')
  return token
}
