import { GrantsTable } from '@/components/tokens/detail/grants-table.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { tokenGrants } from '@/lib/db/token-grants.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

const shownAtFirst = 5

/** What it can do: the five widest grants, the rest on demand. */
export async function GrantsPart({ token }: { token: TokenDetail }) {
  const viewer = await pageViewer('tokens:read')
  const grants = token.permissionHash ? await tokenGrants((await webWorld()).db, viewer.scope, token.id) : []
  const [first, rest] = [grants.slice(0, shownAtFirst), grants.slice(shownAtFirst)]
  return (
    <Part id="grants" title="What it can do" says={grantsSay(token, grants.length)}>
      {first.length > 0 ? <GrantsTable grants={first} caption="The widest grants" /> : null}
      {rest.length > 0 ? (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer py-1 text-table text-text-2">
            {countWords(rest.length)} more
            {token.grantCount > grants.length ? `, of ${countWords(token.grantCount)} in all` : ''}
          </summary>
          <div className="mt-2">
            <GrantsTable grants={rest} caption="Further grants" />
          </div>
        </details>
      ) : null}
      {token.scopeNotes.length > 0 ? (
        <ul className="mt-2 list-disc pl-4 text-table text-text-2">
          {token.scopeNotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </Part>
  )
}

function grantsSay({ level, grantCount, sourceKind }: TokenDetail, read: number): string {
  if (level === null)
    return `${sourceKind === 'file' ? 'Its file does not tell' : 'Its provider does not report'} what it may do. It is scored as the worst until we know; it may be harmless.`
  if (read === 0) return 'Its breadth is known, but no single grant behind it.'
  return grantCount === 1 ? 'One grant.' : `${countWords(grantCount)} grants, the widest first.`
}
