import { Notice } from '@/components/ui/notice.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'

/** What an edit did, from the address that it led to: `saved` or `merged` tokens, and what somebody else changed meanwhile. */
export function SavedNotice({ query, labels }: { query: RawQuery; labels: Readonly<Record<string, string>> }) {
  const [saved, merged] = [count(query.saved), count(query.merged)]
  if (merged !== null) return <Notice tone="success" role="status" className="mb-4" title={`Merged. ${tokensWords(merged)} changed hands.`} />
  if (saved === null) return null
  const also = String(query.also ?? '').split(' ').flatMap((name) => labels[name]?.toLowerCase() ?? []) // prettier-ignore
  const by = String(query.by ?? '').slice(0, 100)
  return (
    <Notice tone="success" role="status" className="mb-4" title={saved === 0 ? 'Saved. No token changed by it.' : `Saved. ${tokensWords(saved)} changed by it.`}>
      {also.length > 0 ? (
        <p>
          {by} changed the {also.join(' and the ')} meanwhile; both changes are kept.
        </p>
      ) : null}
    </Notice>
  )
} // prettier-ignore

function tokensWords(tokens: number): string {
  return tokens === 1 ? 'One token' : `${countWords(tokens)} tokens`
}

function count(said: RawQuery[string]): number | null {
  return typeof said === 'string' && /^\d{1,9}$/.test(said) ? Number(said) : null
}
