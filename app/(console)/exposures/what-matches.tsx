import { Section } from '@/components/ui/section.tsx'

const lines: readonly (readonly [term: string, says: string])[] = [
  [
    'Certain',
    'The provider’s own id stands in what leaked: AWS access key ids; of a token from a file, the id that the file gives. Or it is the same secret, by a keyed hash: as in a leak that was certain, or of a token that is known by such a hash alone.',
  ],
  [
    'Likely',
    'The last eight characters are those of one token, where its provider lists them: classic, OAuth and App user tokens of GitHub that are authorised for single sign-on.',
  ],
  [
    'Possible',
    'Kind and last four characters, or a deploy key’s repository, fit one living token. It is proposed, and counts for nothing until a person says so.',
  ],
  [
    'No match',
    'GitHub’s alerts are read without their secrets, so most say no more than kind and place; fine-grained tokens show nothing of themselves in a list. A person who knows can match them.',
  ],
]

/** What can be matched and what cannot, so that "no match" is not read as "not ours". */
export function WhatMatches() {
  return (
    <Section
      title="How leaks are matched"
      className="mt-8"
      says="A token of which a leak is certain, likely or stated is to be revoked at once. No secret is kept: it is hashed with a key as it is read, and dropped."
    >
      <dl className="grid max-w-[72ch] gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        {lines.map(([term, says]) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="text-table text-text-2">{says}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
