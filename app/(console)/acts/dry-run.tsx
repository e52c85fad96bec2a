import { consequence } from '@/components/acts/act-words.ts'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { effectOf } from '@/lib/model/act-effect.ts'
import type { ActToken, ProviderVerb } from '@/lib/model/provider-act.ts'
import { actRefusal } from '@/lib/retirement/provider-acts.ts'

/** What would be done to each of these tokens as they stand now, what would break, and what stands against it. */
export function DryRun({ verb, tokens, now }: { verb: ProviderVerb; tokens: readonly ActToken[]; now: Date }) {
  return (
    <Table caption="What would happen to each token" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Stands as</Th>
          <Th>What would happen</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {tokens.map((token) => {
          const why = actRefusal(verb, token)
          return (
            <Tr key={token.id}>
              <Td className="md:max-w-72 md:min-w-40">
                <TextLink href={`/tokens/${token.id}`} className="font-medium break-words">
                  {token.name}
                </TextLink>
                <div className="text-meta break-words text-text-3">
                  {token.kind} · {token.sourceName} · {token.ownerName ?? 'nobody owns it'}
                </div>
              </Td>
              <Td label="Stands as" className="md:min-w-28">
                {token.shown}
                {token.isExposed ? <div className="text-meta font-medium text-revoke">leaked</div> : null}
              </Td>
              <Td label="What would happen">
                {why ? (
                  <p className="max-w-[72ch] text-text-2">
                    Nothing. {why} {token.underWay ? <TextLink href={`/acts/${token.underWay.requestId}`}>See it</TextLink> : null}
                  </p>
                ) : (
                  <>
                    <p className="font-medium">
                      {effectOf(verb, token.kind).does} {token.displayId}
                    </p>
                    <p className="max-w-[72ch]">{consequence(verb, token, now)}</p>
                  </>
                )}
              </Td>
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
}
