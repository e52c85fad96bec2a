import { PageHead } from '@/components/shell/page-head.tsx'
import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Button } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { excepted } from '@/lib/db/list-exceptions.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { reasonWords } from '../../reason-words.ts'

const mostOffered = 20

/** Which tokens it is for, where the address names none: those that an exception can cover, found by name and ticked. */
export async function ChooseTokens({ viewer, text }: { viewer: Viewer; text: string }) {
  const { db, now } = await webWorld()
  const q = text.trim().slice(0, 200)
  const search = readTokenSearch({ verdict: ['standing-privilege', 'acceptable-with-controls'], ...(q && { q }) })
  const { rows } = await listTokens(db, viewer.scope, { ...search, limit: mostOffered }, now)
  const taken = await excepted(
    db,
    viewer.scope,
    rows.map(({ id }) => id),
  )
  const offered = rows.filter(({ id, exposure }) => !taken.has(id) && exposure === 'none')
  return (
    <>
      <PageHead title="Ask for an exception" says={<p>For which tokens? One exception covers those that stay and go together.</p>} />
      <div className="mb-3">
        <FilterForm action="/exceptions/new" label="tokens">
          <input
            type="search"
            name="q"
            aria-label="Search tokens"
            placeholder="Name or id"
            maxLength={200}
            defaultValue={q}
            className="min-h-8 w-64 max-w-[60vw] rounded-control border border-control bg-bg px-3 text-table placeholder:text-text-3 pointer-coarse:min-h-11"
          />
          <Button type="submit">Search</Button>
        </FilterForm>
      </div>
      {offered.length > 0 ? (
        <form action="/exceptions/new" method="get" aria-label="Choose tokens" className="flex max-w-[48rem] flex-col gap-3">
          <ul className="rounded-panel border border-line">
            {offered.map(({ id, name, kind, displayId, verdict, reason, ownerName }) => (
              <li key={id} className="border-b border-line last:border-b-0">
                <label className="flex min-h-11 cursor-pointer items-start gap-3 p-3">
                  <input type="checkbox" name="token" value={id} autoComplete="off" className="mt-1 size-4 shrink-0 accent-accent" />
                  <span className="min-w-0">
                    <span className="block font-medium break-words">{name}</span>
                    <span className="block text-meta text-text-3">
                      {kind} ·{' '}
                      <span translate="no" className="font-mono break-all">
                        {displayId}
                      </span>
                    </span>
                    <span className="flex flex-wrap items-center gap-x-3 text-table text-text-2">
                      <Verdict verdict={verdict} />
                      {reasonWords[reason]} · {ownerName ?? 'no owner'}
                    </span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" kind="primary">
              Ask for those ticked
            </Button>
            {rows.length >= mostOffered ? <p className="text-table text-text-2">The {mostOffered} that matter most; search for others.</p> : null}
          </div>
        </form>
      ) : (
        <EmptyState title={q ? `Nothing that an exception can cover matches “${q}”.` : 'There is no token that an exception can cover.'}>
          An exception covers standing privileges and what is acceptable with controls. A break-glass or seasonal token that lies unused is asked for
          on its own page. <TextLink href="/tokens">Show the tokens</TextLink>
        </EmptyState>
      )}
    </>
  )
} // prettier-ignore
