import { TakenOver, type JobGround } from './task.ts'
import { untilDone } from './until-done.ts'

/**
 * Does the parts of a job one after the other, each whatever became of those before it. What failed is logged by its name, and thrown
 * once all were tried, so that the queue does the job again; a part that is done twice does nothing.
 */
export async function eachPart(ground: JobGround, parts: Readonly<Record<string, (signal: AbortSignal) => Promise<void>>>): Promise<void> {
  const failures: unknown[] = []
  for (const [part, work] of Object.entries(parts)) {
    try {
      await untilDone(ground, work)
    } catch (error) {
      // Told to stop, or no longer ours: nothing more is begun.
      if (ground.signal.aborted || error instanceof TakenOver) throw error
      ground.log.error({ err: error, part }, 'a part of a job failed; the others go on, and it is tried again')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
