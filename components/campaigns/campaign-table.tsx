import { DueDate } from '@/components/plans/plan-state.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, dateWords } from '@/components/ui/time-words.ts'
import { reviewed, type CampaignLine } from '@/lib/model/campaign.ts'

/** The reviews there are and were, the newest first. */
export function CampaignTable({ campaigns, now }: { campaigns: readonly CampaignLine[]; now: Date }) {
  return (
    <Table caption="Reviews" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Review</Th>
          <Th>State</Th>
          <Th>Due</Th>
          <Th className="text-right">Owners</Th>
          <Th className="text-right">Tokens</Th>
          <Th className="text-right">Reviewed</Th>
          <Th className="text-right">Gone</Th>
          <Th className="text-right">Left</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {campaigns.map((campaign) => (
          <Tr key={campaign.id} data-key-row>
            <Td className="md:max-w-80 md:min-w-48">
              <TextLink
                href={`/campaigns/${campaign.id}`}
                data-key-open
                className="inline-flex min-h-11 items-center font-medium break-words md:inline md:min-h-0"
              >
                {campaign.name}
              </TextLink>
              <div className="text-meta break-words text-text-3">
                {dateWords(campaign.startedAt)} · {campaign.startedBy}
              </div>
            </Td>
            <Td label="State">
              <span>
                {campaign.closedAt ? 'Closed' : campaign.dueAt < now ? <span className="text-revoke">Late</span> : 'Open'}
                {campaign.nextAt ? <span className="block text-meta text-text-3">next {dateWords(campaign.nextAt)}</span> : null}
              </span>
            </Td>
            <Td label="Due">
              <DueDate plan={{ ...campaign, proposedDueAt: null }} now={now} />
            </Td>
            <Count label="Owners" count={campaign.owners} />
            <Count label="Tokens" count={campaign.tokens} />
            <Count label="Reviewed" count={reviewed(campaign)} />
            <Count label="Gone" count={campaign.gone} />
            <Count label={campaign.closedAt ? 'Unanswered' : 'Left'} count={campaign.open} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** A count in its column. */
export function Count({ label, count }: { label: string; count: number }) {
  return (
    <Td label={label} className="tabular-nums md:text-right">
      <span>{countWords(count)}</span>
    </Td>
  )
}
