import 'server-only'
import { cache } from 'react'
import { presentSources } from '../../db/present-sources.ts'
import { demoState } from '../../flows/demo.ts'
import type { Role } from '../../model/viewer.ts'
import { ground } from './ground.ts'

/** The address at which a signed-in person begins, as it is in the end: an owner's are their tasks, for the others it is the posture. */
export function homePath(role: Role | null): '/' | '/tasks' {
  return role === 'owner' ? '/tasks' : '/'
}

/** Whether there is nothing to show yet: no source is connected, or the demo is still being set up. Asked once a request. */
export const isBeginning = cache(async (): Promise<boolean> => {
  const { db } = await ground()
  const [sources, demo] = await Promise.all([presentSources(db), demoState({ db })])
  return sources.length === 0 || demo.asked
})
