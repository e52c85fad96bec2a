import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { coverageOf, type Framework, type Outcome, type Requirement } from '@/lib/model/requirement.ts'
import { OutcomeBar, type Counts } from './outcome-bar.tsx'

type FrameworkTableProps = {
  framework: Framework
  counts: ReadonlyMap<string, Counts>
  /** The list of the tokens that make this of a requirement; null where no list shows them, as of a day that is over. */
  hrefOf: ((requirement: string, outcome: Outcome) => string) | null
  atLeast: boolean
}

const columns = ['meets', 'fails', 'unknown', 'excepted', 'not-applicable'] as const

/** Requirement by requirement: what is asked, and how many tokens make what of it. What is only mapped to never wears the colour of a failure. */
export function FrameworkTable({ framework, counts, hrefOf, atLeast }: FrameworkTableProps) {
  const against = againstWords(framework)
  const meets = coverageOf(framework).attested > 0 ? metWord['evidence-for'] : metWord.test
  return (
    <Table caption={`Requirements of ${framework.name}`} cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Requirement</Th>
          <Th>Wording, and what is looked at</Th>
          <Th>Evidence</Th>
          <Th className="text-right">{meets}</Th>
          <Th className="text-right">{against}</Th>
          <Th className="text-right">{labels.unknown}</Th>
          <Th className="text-right">{labels.excepted}</Th>
          <Th className="text-right">{labels['not-applicable']}</Th>
          <Th className="w-36">Share</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {framework.requirements.map((requirement) => {
          const counted = counts.get(requirement.id)
          return (
            <Tr key={requirement.id}>
              <Td className="md:min-w-36">
                <TwoLines first={<RequirementId of={requirement} />} second={requirement.title} />
              </Td>
              <Td label="Wording" className="md:min-w-72">
                <TwoLines first={requirement.says} second={requirement.tests} />
              </Td>
              <Td label="Evidence" className="whitespace-nowrap">
                {requirement.rule ? evidenceWords[requirement.evidence] : <span className="text-text-3">cannot be told</span>}
              </Td>
              {counted ? (
                <>
                  {columns.map((outcome) => (
                    <Td key={outcome} label={labelOf(outcome, requirement.evidence)} className="md:text-right">
                      <Count
                        count={counted[outcome]}
                        href={hrefOf?.(requirement.id, outcome) ?? null}
                        atLeast={atLeast}
                        strong={outcome === 'fails' && requirement.evidence === 'test'}
                      />
                    </Td>
                  ))}
                  <Td className="max-md:hidden">
                    <OutcomeBar counts={counted} evidence={requirement.evidence} />
                  </Td>
                </>
              ) : (
                <Td colSpan={6} label="Tokens">
                  <Nothing is="not applicable" />
                </Td>
              )}
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
}

const labels = { unknown: 'Unknown', excepted: 'Excepted', 'not-applicable': 'Not applicable' } as const
const metWord = { test: 'Meets', 'maps-to': 'Meets', 'evidence-for': 'Evidence for' } as const
const againstWord = { test: 'Fails', 'maps-to': 'Speaks against', 'evidence-for': 'Evidence against' } as const
const evidenceWords = { test: 'test', 'maps-to': 'maps to', 'evidence-for': 'evidence for' } as const

function labelOf(outcome: (typeof columns)[number], evidence: Requirement['evidence']): string {
  if (outcome === 'meets') return metWord[evidence]
  return outcome === 'fails' ? againstWord[evidence] : labels[outcome]
}

/** What the column is called: nothing fails what only maps to tokens, nor what an auditor attests. */
function againstWords(framework: Framework): string {
  const { tested, mapped, attested } = coverageOf(framework)
  if (attested > 0) return againstWord['evidence-for']
  if (mapped === 0) return againstWord.test
  return tested === 0 ? againstWord['maps-to'] : 'Fails or speaks against'
}

function RequirementId({ of: { id, article } }: { of: Requirement }) {
  return (
    <span translate="no">
      <span className="font-mono font-medium">{id}</span>
      {article ? (
        <span className="text-meta text-text-2">
          {' '}
          · <span className="whitespace-nowrap">article: {article}</span>
        </span>
      ) : null}
    </span>
  )
}

function Count({ count, href, atLeast, strong }: { count: number; href: string | null; atLeast: boolean; strong: boolean }) {
  if (count === 0) return <Nothing is={atLeast ? 'none seen' : 'none'} />
  const says = countWords(count)
  return (
    <span className={strong ? 'font-medium text-standing' : undefined}>
      {atLeast ? 'at least ' : ''}
      {href ? <TextLink href={href}>{says}</TextLink> : says}
    </span>
  )
}
