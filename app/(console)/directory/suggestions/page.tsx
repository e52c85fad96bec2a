import type { Metadata } from 'next'
import { z } from 'zod'
import { evidenceWord } from '@/components/directory/evidence-words.ts'
import { ListFrame } from '@/components/directory/list-frame.tsx'
import { listTitle } from '@/components/directory/list-title.ts'
import { SuggestionTable } from '@/components/directory/suggestion-table.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastWords } from '@/components/ui/time-words.ts'
import { countSuggestions, listSuggestions, type SuggestionsOf } from '@/lib/db/list-suggestions.ts'
import { mostSuggestionsAtOnce } from '@/lib/flows/decide-suggestions.ts'
import { directoryHref, readDirectorySearch } from '@/lib/model/directory-search.ts'
import { evidences } from '@/lib/model/suggestion.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'
import { AcceptAllForm, TickedForm } from '../suggestion-forms.tsx'

type SuggestionsPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: SuggestionsPageProps): Promise<Metadata> {
  const { show, text } = readDirectorySearch(await searchParams, evidences)
  return { title: listTitle('Suggested owners', { show: show && evidenceWord[show], text }) }
}

const path = '/directory/suggestions'

export default async function SuggestionsPage({ searchParams }: SuggestionsPageProps) {
  const viewer = await pageViewer('directory:read')
  const query = await searchParams
  const search = readDirectorySearch(query, evidences)
  const of = narrowedTo(query)
  const mayEdit = may(viewer.role, 'directory:edit')
  const { db } = await webWorld()
  const [page, counts, { atLeast, notice }] = await Promise.all([listSuggestions(db, search, of), countSuggestions(db), whatLacks(viewer)])
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const shows = [null, ...evidences.filter((one) => counts.has(one) || one === search.show)].map((show) => ({
    label: show ? evidenceWord[show] : 'All',
    count: show ? (counts.get(show) ?? 0) : all,
    href: directoryHref(path, { text: search.text, show, from: null }),
    here: search.show === show,
  }))
  const narrowed = Object.keys(of).length > 0
  const ofKind = search.show && !search.text && !narrowed ? counts.get(search.show) : undefined
  const table = <SuggestionTable suggestions={page.rows} ticks={mayEdit} />
  return (
    <>
      <PageHead
        title="Directory"
        says={
          all === 0
            ? 'Tokens without an owner, or whose owner left, are listed here where something says who may own them.'
            : `Something says who may own ${all === 1 && !atLeast ? 'one token' : `${leastWords(all, atLeast)} ${all === 1 ? 'token' : 'tokens'}`} that nobody here owns. Nothing is assigned until a person accepts it.`
        }
      />
      <DirectoryTabs here="suggestions" />
      {notice}
      <Decided query={query} />
      {narrowed ? (
        <p className="mb-3 text-table text-text-2">
          Only {['of', ...Object.entries(of).map(([name, value]) => (name === 'kind' ? value : `one ${nounOf[name] ?? name}`))].join(' ')}.{' '}
          <TextLink href={path}>Show all</TextLink>
        </p>
      ) : null}
      {mayEdit && search.show && ofKind && ofKind <= mostSuggestionsAtOnce ? <AcceptAllForm evidence={search.show} word={evidenceWord[search.show]} count={ofKind} /> : null}
      <ListFrame path={path} of="suggestions" one="suggestion" placeholder="Token or owner" search={search} page={page} shows={narrowed ? [] : shows} empty={<NoSuggestions />}>
        {mayEdit ? <TickedForm key={`${search.show} ${page.rows[0]?.id} ${all}`} show={search.show}>{table}</TickedForm> : table}
      </ListFrame>
    </>
  )
} // prettier-ignore

const nounOf: Readonly<Record<string, string>> = { token: 'token', source: 'source', departed: 'owner who left' }
const Narrow = z.object({ token: z.uuid(), kind: z.string().max(100), source: z.uuid(), departed: z.uuid() }).partial()

/** Of one token, kind, source or departed owner, as the address says; what cannot be used is left out. */
function narrowedTo({ token, kind, source, departed }: RawQuery): SuggestionsOf {
  const said = Object.entries({ token, kind, source, departed }).filter(
    ([name, value]) => Narrow.safeParse({ [name]: value }).success && value,
  )
  return Object.fromEntries(said) as SuggestionsOf
}

/** What was just decided, from the address that it led to. */
function Decided({ query }: { query: RawQuery }) {
  const number = (said: RawQuery[string]) => (typeof said === 'string' && /^\d{1,7}$/.test(said) ? Number(said) : null)
  const [accepted, refused, left] = [number(query.accepted), number(query.refused), number(query.left)]
  const count = accepted ?? refused
  if (count === null) return null
  const tokens = count === 1 ? 'One token' : `${countWords(count)} tokens`
  const title = accepted === null ? `Refused for ${tokens.toLowerCase()}: not suggested again.` : `${tokens} ${count === 1 ? 'has its' : 'have their'} owner.`
  return (
    <Notice tone="success" role="status" className="mb-4" title={title}>
      {left ? <p>{countWords(left)} had changed since you read them, and were left alone.</p> : null}
    </Notice>
  )
} // prettier-ignore

function NoSuggestions() {
  return (
    <EmptyState title="Nobody is suggested for any token.">
      Either every live token has an owner who is here, or nothing that was read says who it may be. What tokens lack is under{' '}
      <TextLink href="/directory/gaps">Gaps</TextLink>.
    </EmptyState>
  )
}
