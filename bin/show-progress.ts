import type { Db } from '../lib/db/db.ts'

const everyMs = 1_000

/**
 * Says once a second how far the running sync of a source is, for as long as `work` takes. On a terminal the line renews itself;
 * elsewhere a line is said only when something moved.
 */
export async function showProgress<T>(db: Db, sourceId: string, name: string, work: Promise<T>): Promise<T> {
  let last = ''
  const timer = setInterval(() => void say().catch(() => undefined), everyMs)
  async function say() {
    const run = await db.prisma.run.findFirst({
      where: { sourceId, state: 'running' },
      select: { phase: true, staged: true, merged: true, expected: true },
    })
    if (!run) return
    const line = `${name}: ${run.phase}, ${run.staged}${run.expected ? ` of about ${run.expected}` : ''} read, ${run.merged} written`
    if (line === last) return
    last = line
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
  }
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (last && process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
  }
}
