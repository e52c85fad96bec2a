import { groundFrom } from '../bin/ground.ts'
import { secrets } from '../bin/secrets.ts'
import type { World } from '../lib/flows/world.ts'
import { worldFrom } from '../lib/server/world.ts'

/**
 * By the same flows as the pages use, in the database of a product under test. `data` is its folder, which holds its secrets.
 * `clock`: its own, or where it has a demo company that company's.
 */
export async function inWorld<T>(
  { data, databaseUrl }: { data: string; databaseUrl: string },
  clock: 'system' | 'estate',
  act: (world: World) => Promise<T>,
): Promise<T> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, ...secrets(data, {} as NodeJS.ProcessEnv) }
  const ground = await groundFrom(env, 'standdown e2e', new AbortController().signal)
  try {
    return await act(await worldFrom(ground, { clock }))
  } finally {
    await ground.close()
  }
}
