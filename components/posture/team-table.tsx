import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastWords } from '@/components/ui/time-words.ts'
import type { TeamPosture } from '@/lib/model/posture.ts'
import { retirementsHref } from '@/lib/model/retirement-search.ts'

/** The query of live standing privileges. */
export const standingQuery = 'verdict=revoke-now&verdict=standing-privilege'

/** The number stays with its unit, on a card's narrow column too. */
const provedLabel = 'Proved gone, 30\u00a0d'

/** Standing privileges by team; what nobody owns is a row of its own. `since` is the day from which retirements are counted. */
export function TeamPostureTable({ rows, since, atLeast }: { rows: readonly TeamPosture[]; since: string; atLeast: boolean }) {
  return (
    <Table caption="Standing privileges by team" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Team</Th>
          <Th className="text-right">Standing</Th>
          <Th className="text-right">In no plan</Th>
          <Th className="text-right">Late plans</Th>
          <Th className="text-right">{provedLabel}</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ id, name, standing, unplanned, latePlans, retired }) => {
          const whose = id ? `&team=${id}` : '&owner=none'
          return (
            <Tr key={id ?? 'nobody'} data-key-row>
              <Td className="md:min-w-40">
                {id ? (
                  <TextLink href={`/directory/owners/${id}`} className="font-medium wrap-break-word">{name}</TextLink>
                ) : (
                  <TextLink href="/tokens?view=no-owner" className="font-medium">No owner</TextLink>
                )}
              </Td>
              <Td label="Standing" className="md:text-right">
                <Count of={standing} href={`/tokens?${standingQuery}${whose}`} atLeast={atLeast} />
              </Td>
              <Td label="In no plan" className="md:text-right">
                <Count of={unplanned} href={`/tokens?${standingQuery}${whose}&plan=none`} atLeast={atLeast} />
              </Td>
              <Td label="Late plans" className="md:text-right">
                <Count of={latePlans} href={id ? `/plans?show=late&owner=${id}` : null} />
              </Td>
              <Td label={provedLabel} className="md:text-right">
                <Count of={retired} href={id ? retirementsHref({ show: 'proved', owner: id, since }) : null} />
              </Td>
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
} // prettier-ignore

function Count({ of, href, atLeast = false }: { of: number; href: string | null; atLeast?: boolean }) {
  if (of === 0) return <Nothing is={atLeast ? 'none seen' : 'none'} />
  // No list is of what nobody owns among plans alone.
  return href ? <TextLink href={href}>{leastWords(of, atLeast)}</TextLink> : <span>{countWords(of)}</span>
}
