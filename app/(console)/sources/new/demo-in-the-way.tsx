import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Db } from '@/lib/db/db.ts'
import { demoState } from '@/lib/flows/demo.ts'

/** Says, before anything is filled in, that the demo has to go first: the two are never counted together. */
export async function DemoInTheWay({ db }: { db: Db }) {
  const { here } = await demoState({ db })
  if (!here) return null
  return (
    <Notice tone="warning" title="The demo data is still here." className="mb-4">
      <p>Real sources are never counted together with a made-up company. Remove the demo first; it is one act.</p>
      <p className="mt-2">
        <LinkButton href="/demo">Remove the demo…</LinkButton>
      </p>
    </Notice>
  )
}
