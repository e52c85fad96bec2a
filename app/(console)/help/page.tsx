import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { KeyList } from '@/components/shell/key-list.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { ownPlaces, placesOf } from '@/components/shell/places.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Section } from '@/components/ui/section.tsx'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Help' }

/** What the console's words mean, and its keys. In the same place from every page. */
export default async function HelpPage() {
  const { role } = await pageViewer()
  return (
    <>
      <PageHead title="Help" says="What the words on these pages mean, and the keys." />
      <Section title="Verdicts" says="Whether a token is acceptable. What exists of it (live, disabled, deleted, gone) is said apart, as its state.">
        <Terms>
          <Term of={<Verdict verdict="revoke-now" />}>It must stop working now: leaked, unused for long, left by somebody who departed, or of a kind that is not allowed.</Term>
          <Term of={<Verdict verdict="standing-privilege" />}>
            It works for whoever holds it, for long, with rights that matter. It is to be retired by its act-by date.
          </Term>
          <Term of={<Verdict verdict="acceptable-with-controls" />}>Acceptable as long as the named controls hold. Each needs evidence, and evidence ends.</Term>
          <Term of={<Verdict verdict="acceptable" />}>Short-lived or bound, with rights that fit its work.</Term>
          <Term of={<Verdict verdict="retired" />}>It no longer works. “Disabled” can be switched back on; “gone” is proved by two complete syncs without it.</Term>
          <Term of="Accepted until">An exception: somebody asked, and somebody else accepted it for 90 days at most. The verdict does not change; its plan waits. A leak voids it at once.</Term>
        </Terms>
      </Section>
      <Section title="What is not there" says="Four nothings that are never mixed up.">
        <Terms>
          <Term of={<Nothing is="never" />}>It did not happen, and we would know.</Term>
          <Term of={<Nothing is="none" />}>There is none.</Term>
          <Term of={<Nothing is="not reported" />}>The provider does not say. It counts as the worst until somebody finds out.</Term>
          <Term of={<Nothing is="not applicable" />}>The question does not arise.</Term>
        </Terms>
      </Section>
      <Section title="Reports">
        <Terms>
          <Term of="meets · fails">What the facts of a token show of a requirement that is written about such credentials.</Term>
          <Term of="maps to">The requirement is written for passwords, accounts, keys or processes, and applied to tokens by analogy. No token fails it.</Term>
          <Term of="speaks against">What “fails” is for a requirement that maps to tokens, or that an auditor attests: a fact that somebody has to explain.</Term>
          <Term of="unknown">A fact that the requirement asks about is not reported. It is counted apart, and is neither met nor failed.</Term>
          <Term of="excepted">It fails, or speaks against it, and an exception accepts that for a time.</Term>
        </Terms>
      </Section>
      <Section title="Figures">
        <Terms>
          <Term of="60–94">The risk with the unknown facts at their best, and at their worst. One number where everything that counts is known.</Term>
          <Term of="at least 412">
            A source behind the figure was not read wholly, or not lately. The sources page says which, and why. Where the count would be 0,
            it reads “none seen”.
          </Term>
          <Term of="at least 412 d">
            An age of which only the least is known: since it was approved, or first seen. It counts as an age that is not reported, and
            decides no verdict: never used and “at least” so old is not “Unused over 90 days”.
          </Term>
          <Term of="Act by">When the verdict wants something done: an hour for a leak, up to 180 days for a standing privilege.</Term>
        </Terms>
      </Section>
      <Section title="Keys" says="They do nothing while you type, and the single ones can be turned off.">
        <KeyList places={[...placesOf(role), ...ownPlaces()]} />
        <p className="mt-3">
          <Button data-opens-keys>Turn single keys on or off</Button>
        </p>
      </Section>
      <Section title="More">
        <p className="max-w-[72ch] text-text-2">
          How tokens are scored, what each source needs and how to run Standdown are described in the <code className="font-mono">docs</code> folder that came with it. Whoever runs your installation has it, and its log explains any request number that an error shows.
        </p>
      </Section>
    </>
  )
} // prettier-ignore

function Terms({ children }: { children: ReactNode }) {
  return <dl className="grid max-w-[60rem] gap-x-6 gap-y-1 sm:gap-y-3 sm:grid-cols-[14rem_1fr]">{children}</dl>
}

function Term({ of, children }: { of: ReactNode; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="font-medium">{of}</dt>
      <dd className="max-w-[72ch] text-text-2 max-sm:mb-2">{children}</dd>
    </div>
  )
}
