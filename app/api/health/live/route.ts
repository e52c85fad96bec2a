import { answering } from '@/lib/server/web/health.ts'

/** Whether this process gets round to answering. Says nothing of the database: restarting us would not bring that back. */
export const GET = async (): Promise<Response> => {
  const { alive, lagMs } = await answering()
  return Response.json({ alive, lagMs }, { status: alive ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
