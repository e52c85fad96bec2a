import type { IssuerRow } from '@/lib/model/token-row.ts'
import { Abbreviated } from '@/components/ui/abbreviated.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { countWords, spanWords } from '@/components/ui/time-words.ts'
import { BindingLadder } from './binding-ladder.tsx'
import { bindingWord, levelWord, reachWord } from './fact-words.ts'
import { Verdict } from './verdict.tsx'

/** What mints short-lived tokens, how long those live, and who may ask for one; `linked` for those who may open its source. */
export function IssuerTable({ issuers, linked }: { issuers: readonly IssuerRow[]; linked: boolean }) {
  return (
    <Table caption="Issuers" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Issuer</Th>
          <Th>Mints</Th>
          <Th className="text-right">Longest life</Th>
          <Th>Who may ask</Th>
          <Th>Can do</Th>
          <Th>Verdict of what it mints</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {issuers.map((issuer) => (
          <IssuerLine key={issuer.id} issuer={issuer} linked={linked} />
        ))}
      </tbody>
    </Table>
  )
}

const second = 'text-meta text-text-3'

function IssuerLine({ issuer, linked }: { issuer: IssuerRow; linked: boolean }) {
  const { name, kind, sourceId, sourceName, mints, mintedBinding, maxLifeSeconds, level, reach, verdict, risk } = issuer
  return (
    <Tr data-key-row>
      <Td className="min-w-44 md:max-w-72">
        <div className="font-medium wrap-anywhere">{name}</div>
        <div className={second}>
          {kind} ·{' '}
          {linked ? (
            <TextLink href={`/sources/${sourceId}`} data-key-open>
              {sourceName}
            </TextLink>
          ) : (
            sourceName
          )}
        </div>
      </Td>
      <Td label="Mints" className="min-w-40">
        {mints}
        <div className={`${second} flex items-center gap-1.5`}>
          <BindingLadder binding={mintedBinding} />
          {mintedBinding === 'not-reported' ? 'binding not reported' : <Abbreviated>{bindingWord[mintedBinding]}</Abbreviated>}
        </div>
      </Td>
      <Td label="Longest life" className="whitespace-nowrap md:text-right">
        {maxLifeSeconds === null ? <Nothing is="not reported" /> : spanWords(maxLifeSeconds)}
      </Td>
      <Td label="Who may ask" className="md:max-w-md md:min-w-64 xl:min-w-88">
        <Askers names={issuer.trusts} />
      </Td>
      <Td label="Can do" className="md:min-w-36">
        {level && reach ? (
          <>
            {levelWord[level]}
            <div className={second}>{reachWord[reach]}</div>
          </>
        ) : (
          <Nothing is="not reported" />
        )}
      </Td>
      <Td label="Verdict of what it mints">
        <Verdict verdict={verdict} wraps className="align-top" />
        <div className={second}>risk {risk}</div>
      </Td>
    </Tr>
  )
}

const mostNamed = 2

/** Who may ask for a token: the first few by name, the others on demand. */
function Askers({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <Nothing is="not reported" />
  const others = names.slice(mostNamed)
  return (
    <div translate="no" className="wrap-anywhere">
      {names.slice(0, mostNamed).map((name) => (
        <div key={name}>{name}</div>
      ))}
      {others.length > 0 ? (
        <details>
          <summary className="min-h-6 cursor-pointer text-text-2 pointer-coarse:min-h-11">{countWords(others.length)} more</summary>
          {others.map((name) => (
            <div key={name}>{name}</div>
          ))}
        </details>
      ) : null}
    </div>
  )
}
