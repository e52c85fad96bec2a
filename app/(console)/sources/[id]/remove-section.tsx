import { counted } from '@/components/tokens/detail/text-time.ts'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { SourceDetail } from '@/lib/db/source-detail.ts'
import { sourceLosses } from '@/lib/db/source-losses.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { RemoveSource } from './acts.tsx'

/** What removing ends, and what can no longer be proved, in numbers, before the name is typed. */
export async function RemoveSection({ source, isFile }: { source: SourceDetail; isFile: boolean }) {
  const { db } = await webWorld()
  const { tokens, issuers, unproved, exposed } = await sourceLosses(db, source.id)
  const says = [
    ...(unproved > 0
      ? [`${countWords(unproved)} seen to be gone once can no longer be proved gone: that takes a second complete sync.`]
      : []),
    ...(exposed > 0 ? [`${countWords(exposed)} with an open leak: whether it still works can no longer be seen here.`] : []),
    ...(issuers > 0 ? [`${counted(issuers, 'issuer')} of short-lived tokens ${issuers === 1 ? 'is' : 'are'} no longer watched.`] : []),
    isFile
      ? 'Imported again under this name, its rows begin anew: nothing brings these back.'
      : 'Its credential is destroyed here. Revoke it at the provider too. Added again, the source takes up these tokens and their history where it left them.',
  ]
  return (
    <Section title="Remove">
      <details>
        <summary className="w-fit cursor-pointer py-1 text-accent">Remove this source…</summary>
        <div className="mt-3 flex max-w-[72ch] flex-col gap-3">
          <p>
            {tokens > 0 ? (
              <TextLink href={hrefOf(readTokenSearch({ source: source.id, state: ['live', 'disabled'] }))}>
                {countWords(tokens)} {tokens === 1 ? 'token stays' : 'tokens stay'}
              </TextLink>
            ) : (
              'No token stays'
            )}{' '}
            with {tokens === 1 ? 'its' : 'their'} history, marked <em>no longer watched</em> since now. Nothing about{' '}
            {tokens === 1 ? 'it' : 'them'} can be proved from then on.
          </p>
          <ul className="list-disc pl-4 text-text-2">
            {says.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <RemoveSource id={source.id} name={source.name} />
        </div>
      </details>
    </Section>
  )
}
