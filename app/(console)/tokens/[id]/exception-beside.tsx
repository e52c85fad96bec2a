import { besideVerdict } from '@/components/exceptions/exception-words.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exceptionOfToken } from '@/lib/db/list-exceptions.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { kindsFor } from '@/lib/retirement/exceptions.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** What stands beside a token's verdict and does not change it: until when it is accepted, by whom; or the way to ask for that. */
export async function ExceptionBeside({ token, viewer }: { token: TokenDetail; viewer: Viewer }) {
  const { db, now } = await webWorld()
  const exception = await exceptionOfToken(db, viewer.scope, token.id)
  const says = exception && besideVerdict(exception, now)
  if (says)
    return (
      <Line>
        {says} <TextLink href={`/exceptions/${exception.id}`}>See the exception</TextLink>
      </Line>
    )
  return mayAsk(token, viewer) ? (
    <Line>
      <TextLink href={`/exceptions/new?${new URLSearchParams({ token: token.id })}`}>Ask for an exception</TextLink>
    </Line>
  ) : null
}

function Line({ children }: { children: React.ReactNode }) {
  return <p className="mt-1 max-w-[72ch] pl-6 text-table">{children}</p>
}

function mayAsk({ id, name, verdict, reason, exposure, owner, state }: TokenDetail, viewer: Viewer): boolean {
  if (!may(viewer.role, 'exceptions:request') || (state !== 'live' && state !== 'disabled')) return false
  return kindsFor({ id, name, verdict, reason, isExposed: exposure !== 'none', ownerId: owner?.id ?? null }).length > 0
}
