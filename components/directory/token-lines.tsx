import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'

/** A few tokens by name, each leading to its page. */
export function TokenLines({ caption, tokens }: { caption: string; tokens: readonly { id: string; name: string; kind: string }[] }) {
  return (
    <Table caption={caption} className="max-w-[48rem]">
      <thead>
        <tr>
          <Th>Token</Th>
          <Th>Kind</Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ id, name, kind }) => (
          <Tr key={id}>
            <Td className="break-words">
              <TextLink href={`/tokens/${id}`}>{name}</TextLink>
            </Td>
            <Td>{kind}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
