import { readiness } from '@/lib/server/web/health.ts'

/** Whether requests should be sent here. What is missing is named, and nothing else: this page is for anybody. */
export const GET = async (): Promise<Response> => {
  const checks = await readiness()
  const ready = Object.values(checks).every(Boolean)
  return Response.json({ ready, ...checks }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
