import 'server-only'
import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { unstable_rethrow as rethrowNext } from 'next/navigation'
import type { World } from '../../flows/world.ts'
import type { Issue } from '../../model/app-error.ts'
import type { Permission, Viewer } from '../../model/viewer.ts'
import { settings } from '../env.ts'
import { ground, webWorld } from './ground.ts'
import { tellable } from './problem.ts'
import { refuseForeignOrigin } from './same-origin.ts'
import { requireViewer } from './viewer.ts'

/** What a form shows after it was sent: null before that. `issues` name the fields. */
export type FormState<Done = undefined> =
  null | { done: true; value: Done } | { done: false; message: string; issues: readonly Issue[]; requestId?: string }

/**
 * Wraps a server action of a signed-in viewer: same origin, who is asking, then the flow, then what the form shows. The
 * permission is checked here and nowhere earlier. A redirect inside goes through.
 */
export function action<Done = undefined>(
  permission: Permission,
  run: (asked: { viewer: Viewer; world: World; form: FormData }) => Promise<Done>,
): (before: FormState<Done>, form: FormData) => Promise<FormState<Done>> {
  return openAction(async (form) => {
    const viewer = await requireViewer(permission)
    return run({ viewer, world: await webWorld(), form })
  })
}

/**
 * The same for what anybody signed in may do to their own account. Accounts live by the real clock, whatever the demo's says.
 */
export function ownAction<Done = undefined>(
  run: (asked: { viewer: Viewer; world: World; form: FormData }) => Promise<Done>,
): (before: FormState<Done>, form: FormData) => Promise<FormState<Done>> {
  return openAction(async (form) => {
    const viewer = await requireViewer()
    return run({ viewer, world: await webWorld({ clock: 'system' }), form })
  })
}

/** The same for the few acts that nobody need be signed in for: signing in and out, and the welcome. */
export function openAction<Done = undefined>(
  run: (form: FormData) => Promise<Done>,
): (before: FormState<Done>, form: FormData) => Promise<FormState<Done>> {
  return async (_before, form) => {
    try {
      refuseForeignOrigin(await headers(), settings().publicUrl)
      return { done: true, value: await run(form) }
    } catch (error) {
      rethrowNext(error)
      const { code, message, issues } = tellable(error)
      if (code !== 'internal') return { done: false, message, issues }
      const requestId = randomUUID()
      await ground().then(
        ({ log }) => log.error({ requestId, err: error }, 'an action failed'),
        () => undefined,
      )
      return { done: false, message, issues, requestId }
    }
  }
}

/** One text field of a form; a file or a missing field is an empty text. */
export function field(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
