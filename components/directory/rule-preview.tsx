import { Verdict } from '@/components/tokens/verdict.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'

type Move = { from: string | null; to: string | null }
export type PreviewLine = {
  id: string
  name: string
  kind: string
  owner: Move
  workload: Move
  verdict: { from: VerdictName; to: VerdictName }
}
type RulePreviewProps = {
  preview: {
    matches: number
    live: number
    changes: number
    stated: number
    taken: number
    looked: number
    candidates: number
    verdicts: readonly { from: VerdictName; to: VerdictName; count: number }[]
    examples: readonly PreviewLine[]
  }
}

/** What a change of the rules would do, in the order of what a person asks: how much it fits, what changes, which verdicts, why not the rest. */
export function RulePreview({ preview }: RulePreviewProps) {
  const { matches, live, changes, stated, taken, looked, candidates, verdicts, examples } = preview
  const capped = looked < candidates
  return (
    <section aria-label="Preview" className="flex flex-col gap-3">
      <Notice
        tone={changes > 0 ? 'info' : 'warning'}
        role="status"
        title={`It would match ${tokensWords(matches)} (${countWords(live)} live); ${capped ? `of the first ${countWords(looked)}, ` : ''}${countWords(changes)} ${changes === 1 ? 'changes' : 'change'}.`}
      >
        {capped ? <p>{countWords(candidates)} tokens may change; only the first {countWords(looked)} were scored for this preview. Saving changes all of them.</p> : null}
        {stated > 0 ? <p>{countWords(stated)} {stated === 1 ? 'keeps' : 'keep'} what a person stated.</p> : null}
        {taken > 0 ? <p>{countWords(taken)} {taken === 1 ? 'is' : 'are'} taken by a rule before it.</p> : null}
        <p className="text-text-2">These are counts of what is not saved, so that no list has them yet. Once it is saved, the rule’s page lists what it assigns.</p>
      </Notice>
      {verdicts.length > 0 ? (
        <div>
          <h2 className="font-semibold">Verdicts that change</h2>
          <ul aria-label="Verdicts that change" className="mt-1 flex flex-col gap-1">
            {verdicts.map(({ from, to, count }) => (
              <li key={`${from} ${to}`} className="flex flex-wrap items-center gap-x-2">
                <span className="min-w-8 text-right font-semibold">{countWords(count)}</span>
                <Verdict verdict={from} /> <span aria-hidden>→</span>
                <span className="sr-only">become</span> <Verdict verdict={to} />
              </li>
            ))}
          </ul>
        </div>
      ) : changes > 0 ? (
        <p className="text-text-2">No verdict changes.</p>
      ) : null}
      {examples.length > 0 ? <Examples examples={examples} changes={changes} /> : null}
    </section>
  )
} // prettier-ignore

function Examples({ examples, changes }: { examples: readonly PreviewLine[]; changes: number }) {
  return (
    <div>
      <h2 className="mb-1 font-semibold">
        {examples.length < changes ? `The first ${examples.length} of ${countWords(changes)}` : 'The tokens that change'}
      </h2>
      <Table caption="Tokens that change">
        <thead>
          <tr>
            <Th>Token</Th>
            <Th>Owner</Th>
            <Th>Workload</Th>
            <Th>Verdict</Th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ id, name, kind, owner, workload, verdict }) => (
            <Tr key={id}>
              <Td className="max-w-64 min-w-40">
                <TwoLines first={<TextLink href={`/tokens/${id}`}>{name}</TextLink>} second={kind} />
              </Td>
              <Td className="min-w-36">
                <Moved move={owner} />
              </Td>
              <Td className="min-w-36">
                <Moved move={workload} />
              </Td>
              <Td className="min-w-44">
                {verdict.from === verdict.to ? (
                  <span className="text-text-3">as it is</span>
                ) : (
                  <span className="flex flex-col">
                    <Verdict verdict={verdict.from} />
                    <span className="flex items-center gap-1">
                      <span aria-hidden>→</span> <Verdict verdict={verdict.to} />
                    </span>
                  </span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Moved({ move: { from, to } }: { move: Move }) {
  if (from === to) return from === null ? <Nothing is="none" /> : <span className="text-text-3">{from}</span>
  return (
    <>
      <span className="text-text-3 line-through">{from ?? 'none'}</span> <span aria-hidden>→</span> {to ?? 'none'}
    </>
  )
}

function tokensWords(count: number): string {
  return count === 1 ? '1 token' : `${countWords(count)} tokens`
}
