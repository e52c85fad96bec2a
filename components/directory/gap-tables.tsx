import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { OwnerLink } from './owner-table.tsx'
import { NoCount, TokenCount } from './token-count.tsx'
import { WorkloadLink } from './workload-table.tsx'

type OwnerlessLine = { sourceId: string; sourceName: string; provider: string; kind: string; tokens: number; suggested: number }

/** Live tokens that have no owner, by source and kind. */
export function OwnerlessTable({ groups, atLeast }: { groups: readonly OwnerlessLine[]; atLeast: boolean }) {
  return (
    <Table caption="Tokens with no owner" cards className="max-w-[60rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Source</Th>
          <Th>Kind</Th>
          <Th className="text-right">Live tokens</Th>
          <Th className="text-right">With a suggestion</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {groups.map(({ sourceId, sourceName, kind, tokens, suggested }) => (
          <Tr key={`${sourceId} ${kind}`}>
            <Td className="break-words max-md:font-medium">{sourceName}</Td>
            <Td label="Kind" className="break-words">
              {kind}
            </Td>
            <Td label="Live tokens" className="text-right">
              <TextLink
                href={`/tokens?${new URLSearchParams({ owner: 'none', kind, source: sourceId })}`}
                aria-label={`${leastWords(tokens, atLeast)} ${tokens === 1 ? 'token' : 'tokens'} of kind ${kind} in ${sourceName} without an owner`}
              >
                {leastWords(tokens, atLeast)}
              </TextLink>
            </Td>
            <Td label="With a suggestion" className="text-right">
              <Suggested count={suggested} atLeast={atLeast} of={{ kind, source: sourceId }} label={`${kind} in ${sourceName}`} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** How many of them have a suggestion, as a link to those. */
function Suggested({ count, atLeast, of, label }: { count: number; atLeast: boolean; of: Record<string, string>; label: string }) {
  if (count === 0) return <NoCount atLeast={atLeast} />
  const words = leastWords(count, atLeast)
  return (
    <TextLink href={`/directory/suggestions?${new URLSearchParams(of)}`} aria-label={`${words} suggestions for ${label}`}>
      {words}
    </TextLink>
  )
}

type DepartedLine = { id: string; name: string; teamName: string | null; tokens: number; suggested: number }

/** Owners who left, with what is still theirs. */
export function DepartedTable({ owners, atLeast }: { owners: readonly DepartedLine[]; atLeast: boolean }) {
  return (
    <Table caption="Owners who left and still have live tokens" cards className="max-w-[60rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Owner</Th>
          <Th>Team</Th>
          <Th className="text-right">Live tokens</Th>
          <Th className="text-right">With a suggestion</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {owners.map(({ id, name, teamName, tokens, suggested }) => (
          <Tr key={id}>
            <Td>
              <OwnerLink id={id} name={name} />
            </Td>
            <Td label="Team">{teamName ?? <Nothing is="none" />}</Td>
            <Td label="Live tokens" className="text-right">
              <TokenCount facet="owner" id={id} of={name} count={tokens} atLeast={atLeast} />
            </Td>
            <Td label="With a suggestion" className="text-right">
              <Suggested count={suggested} atLeast={atLeast} of={{ departed: id }} label={name} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

type UnknownLine = { how: 'email' | 'handle' | 'name' | 'workload'; value: string; tokens: number; example: string }
const howWord = { email: 'e-mail address', handle: 'provider’s handle', name: 'name', workload: 'workload' } as const

type UnknownNamesProps = { names: readonly UnknownLine[]; atLeast: boolean; mayEdit: boolean }

/** Names that tokens carry and nobody here has, each with a way to add it. */
export function UnknownNamesTable({ names, atLeast, mayEdit }: UnknownNamesProps) {
  return (
    <Table caption="Names that tokens carry and the directory does not know" cards className="max-w-[60rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Name</Th>
          <Th>Is a</Th>
          <Th className="text-right">Live tokens</Th>
          {mayEdit ? (
            <Th>
              <span className="sr-only">Add it</span>
            </Th>
          ) : null}
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {names.map(({ how, value, tokens }) => (
          <Tr key={`${how} ${value}`}>
            <Td className="min-w-40 wrap-anywhere">{value}</Td>
            <Td label="Is a" className="min-w-28">
              {howWord[how]}
            </Td>
            <Td label="Live tokens" className="text-right">
              <TextLink href={`/directory/gaps?${new URLSearchParams({ how, value })}`} aria-label={`${leastWords(tokens, atLeast)} ${tokens === 1 ? 'token that names' : 'tokens that name'} ${value}`}>
                {leastWords(tokens, atLeast)}
              </TextLink>
            </Td>
            {mayEdit ? (
              <Td className="text-right max-md:mt-1">
                <TextLink
                  href={`/directory/${how === 'workload' ? 'workloads' : 'owners'}/new?${new URLSearchParams({ how, value })}`}
                  aria-label={`Add as ${how === 'workload' ? 'workload' : 'owner'}: ${value}`}
                >
                  Add as {how === 'workload' ? 'workload' : 'owner'}
                </TextLink>
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

/** Workloads that nobody has rated. */
export function UnratedTable({
  workloads,
  atLeast,
}: {
  workloads: readonly { id: string; name: string; tokens: number }[]
  atLeast: boolean
}) {
  return (
    <Table caption="Workloads of unknown sensitivity" cards className="max-w-[40rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Workload</Th>
          <Th className="text-right">Live tokens</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {workloads.map(({ id, name, tokens }) => (
          <Tr key={id}>
            <Td>
              <WorkloadLink id={id} name={name} />
            </Td>
            <Td label="Live tokens" className="text-right">
              <TokenCount facet="workload" id={id} of={name} count={tokens} atLeast={atLeast} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
