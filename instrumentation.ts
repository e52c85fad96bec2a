/** Next calls this once, before it serves. A web server with settings that cannot be used ends here, and says which. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { settings } = await import('./lib/server/env.ts')
  const { notePeer } = await import('./lib/server/web/note-peer.ts')
  notePeer({ https: settings().publicUrl.startsWith('https:') })
}
