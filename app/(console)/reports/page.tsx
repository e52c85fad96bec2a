import type { Metadata } from 'next'
import { TakenTable } from '@/components/reports/taken-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { listTaken } from '@/lib/db/taken.ts'
import { frameworks } from '@/lib/model/frameworks/all.ts'
import { coverageOf, type Framework } from '@/lib/model/requirement.ts'
import { plainReports } from '@/lib/model/report.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Reports' }

const mostListed = 50
const mostShown = 10

/** Is the list complete, who says so, and can it be taken away? */
export default async function ReportsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('reports:read')
  const { db } = await webWorld()
  const every = (await searchParams).taken === 'all'
  const files = await listTaken(db, every ? mostListed : mostShown + 1)
  const taken = every ? files : files.slice(0, mostShown)
  return (
    <>
      <PageHead
        title="Reports"
        action={<LinkButton href="/reports/sample">Draw a sample</LinkButton>}
        says={`What the tokens show of ${frameworks.length} frameworks, and what was done about them; each to be looked at, and taken away as a file that is known again by its checksum.`}
      />
      <Section title="Frameworks" says="How many of the requirements listed here are tested on tokens: the text is about such credentials. “Maps to”: it is written for something else and applied by analogy; nothing fails it.">
        <Table caption="Frameworks" cards>
          <thead role="rowgroup">
            <Tr>
              <Th>Framework</Th>
              <Th className="text-right">Tested on tokens</Th>
              <Th className="text-right">Maps to tokens</Th>
              <Th className="text-right">Cannot be told</Th>
              <Th>Rows</Th>
            </Tr>
          </thead>
          <tbody role="rowgroup">
            {frameworks.map((framework) => (
              <FrameworkRow key={framework.id} framework={framework} />
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Tokens, and what was done">
        <Table caption="Other reports" cards>
          <thead role="rowgroup">
            <Tr>
              <Th>Report</Th>
              <Th>Past days</Th>
            </Tr>
          </thead>
          <tbody role="rowgroup">
            {plainReports.map(({ id, title, row, past }) => (
              <Tr key={id}>
                <Td className="md:min-w-72">
                  <TwoLines first={<TextLink href={`/reports/take?report=${id}`}>{title}</TextLink>} second={row} />
                </Td>
                <Td label="Past days">{past ? 'any day since the first sync' : 'the present; each row says when things were done'}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Besides" says="Nothing of these is saved or sent.">
        <ul className="list-disc pl-5">
          <li>
            <TextLink href="/reports/what-if">What if</TextLink>: what a change of the whole fleet would do to verdicts and risk.
          </li>
          <li>
            <TextLink href="/reports/agents">AI agents</TextLink>: their tokens, who answers for them, and when their kill switch was tried.
          </li>
        </ul>
      </Section>
      <Section title="Files that were taken" says={`${taken.length >= mostListed ? `The newest ${mostListed}; the audit has all.` : files.length > taken.length ? `The newest ${mostShown}.` : 'The newest first.'} Taken is in real time, as the audit is; “as of” is by the estate’s clock. “standdown verify FILE” says whether a file is one of these.`}>
        {taken.length > 0 ? <TakenTable files={taken} /> : <p className="text-text-2">Nobody has taken a report yet.</p>}
        {files.length > taken.length ? (
          <p className="mt-2">
            <TextLink href="/reports?taken=all">Show the files before these</TextLink>
          </p>
        ) : null}
      </Section>
    </>
  )
} // prettier-ignore

/** How far a framework speaks of tokens: what is tested on them stands apart from what only maps to them. */
function FrameworkRow({ framework }: { framework: Framework }) {
  const { id, name, about } = framework
  const { tested, mapped, untold } = coverageOf(framework)
  const counts = [['Tested on tokens', tested], ['Maps to tokens', mapped], ['Cannot be told', untold]] as const // prettier-ignore
  return (
    <Tr>
      <Td className="md:min-w-72">
        <TwoLines first={<TextLink href={`/reports/${id}`}>{name}</TextLink>} second={about} />
      </Td>
      {counts.map(([label, count]) => (
        <Td key={label} label={label} className="md:text-right">
          {count === 0 ? <Nothing is="none" /> : count}
        </Td>
      ))}
      <Td label="Rows" className="whitespace-nowrap">
        <TextLink href={`/reports/take?report=${id}`}>Look and take</TextLink>
      </Td>
    </Tr>
  )
}
