import type { Db } from './db.ts'

/**
 * Ends every sync of a demo source that is under way: whoever reads it finds at its next write that the run is not its own any more, and
 * writes nothing. What one of them is just writing is waited for.
 */
export async function endDemoRuns({ prisma }: Db, now: Date): Promise<void> {
  await prisma.run.updateMany({
    where: { state: 'running', source: { demo: true } },
    data: { state: 'cancelled', finishedAt: now, problem: 'The demo data was removed.' },
  })
}
