import path from 'node:path'
import e2e from './e2e.ts'

const folder = path.join(path.dirname(import.meta.dirname), 'docs', 'screens')

/**
 * `npm run screens`: every state of the console as a picture into docs/screens, in the ways that e2e/pictures.ts says; those over the demo,
 * those of an installation that is empty, not whole or broken, those of a plan on its way, and those of a programme under way.
 */
export default async function screens(args: readonly string[]): Promise<number> {
  process.env.E2E_PICTURES = folder
  return e2e(['/states.spec', '/installation-states.spec', '/retirement.spec', '/programme.spec', ...args])
}
