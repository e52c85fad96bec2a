import type { TokenRow } from '@/lib/model/token-row.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Past } from '@/components/ui/time.tsx'
import { dateWords, spanWords } from '@/components/ui/time-words.ts'

/** How long the secret exists: "412 d", "at least 412 d", or that nobody says. */
export function Age({ token, now }: { token: Pick<TokenRow, 'issuedAt' | 'issuedHow'>; now: Date }) {
  if (!token.issuedAt) return <Nothing is="not reported" />
  const span = spanWords(Math.max(0, now.getTime() - token.issuedAt.getTime()) / 1_000)
  return <>{token.issuedHow === 'at-least' ? `at least ${span}` : span}</>
}

type ExpiryProps = {
  token: Pick<TokenRow, 'expiresAt' | 'expiresHow'>
  now: Date
  /** The bare day, where a heading says what it is. */ short?: boolean
}

/** When it expires, or which of the ways in which it does not. */
export function Expiry({ token, now, short }: ExpiryProps) {
  if (token.expiresHow === 'not-reported') return <Nothing is="not reported" />
  if (token.expiresHow === 'never') return <>never expires</>
  if (token.expiresHow === 'sliding') return <>renewed by use</>
  if (token.expiresHow === 'lasts' || !token.expiresAt) return <>fixed life</>
  return (
    <time dateTime={token.expiresAt.toISOString()}>
      {token.expiresAt <= now ? 'expired ' : <span className={short ? 'sr-only' : undefined}>until </span>}
      {dateWords(token.expiresAt)}
    </time>
  )
}

/** When it was last used; "never" only where the provider surely tracks use. */
export function LastUse({ token, now, inRow }: { token: Pick<TokenRow, 'lastUsedAt' | 'lastUsedHow'>; now: Date; inRow?: boolean }) {
  if (token.lastUsedHow === 'not-reported') return <Nothing is="not reported" />
  if (token.lastUsedHow === 'never' || !token.lastUsedAt) return <Nothing is="never" />
  if (token.lastUsedHow === 'not-since') return <>not since {dateWords(token.lastUsedAt)}</>
  return <Past at={token.lastUsedAt} now={now} inRow={inRow} />
}

/** Risk, or its range where not everything is known. */
export function Risk({ token }: { token: Pick<TokenRow, 'risk' | 'riskFloor'> }) {
  if (token.riskFloor >= token.risk) return <>{token.risk}</>
  return (
    <>
      <span className="sr-only">between </span>
      {token.riskFloor}–{token.risk}
    </>
  )
}
