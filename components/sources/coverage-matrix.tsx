import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { CoverageMark } from './coverage-mark.tsx'
import type { CoverageLine } from './coverage-table.tsx'

/** The sources of one kind, each with its lines by object. */
export type CoverageGroup = {
  kind: string
  label: string
  sources: readonly { id: string; name: string; lines: readonly CoverageLine[] }[]
}

/** One kind's objects against its sources. On a phone the sources stand one below another. */
export function CoverageMatrix({ group: { label, sources } }: { group: CoverageGroup }) {
  const objects = [...new Map(sources.flatMap(({ lines }) => lines.map((line) => [line.object, line] as const))).keys()]
  const lineOf = (source: CoverageGroup['sources'][number], object: string) => source.lines.find((line) => line.object === object)
  return (
    <>
      <div className="hidden md:block">
        <Table caption={`Coverage of ${label}`}>
          <thead>
            <tr>
              <Th>Object</Th>
              {sources.map(({ id, name }) => (
                <Th key={id}>
                  <TextLink href={`/sources/${id}`}>{name}</TextLink>
                </Th>
              ))}
              {sources.length <= 2 ? <Th>What that means</Th> : null}
            </tr>
          </thead>
          <tbody>
            {objects.map((object) => (
              <Tr key={object}>
                <th scope="row" className="max-w-72 min-w-48 py-1.5 pr-2 pl-3 text-left align-top font-normal">
                  {object}
                </th>
                {sources.map((source) => (
                  <Td key={source.id} className="min-w-40">
                    <Cell line={lineOf(source, object)} source={source} withSays={sources.length > 2} />
                  </Td>
                ))}
                {sources.length <= 2 ? (
                  <Td className="min-w-60 text-text-2">
                    <Says lines={sources.flatMap((source) => lineOf(source, object) ?? [])} />
                  </Td>
                ) : null}
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <div className="flex flex-col gap-4 md:hidden">
        {sources.map((source) => (
          <section key={source.id} aria-label={source.name} className="rounded-panel border border-line p-4">
            <h3 className="font-medium">
              <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink>
            </h3>
            <ul className="mt-2 flex flex-col gap-3 text-table">
              {source.lines.map((line) => (
                <li key={line.object}>
                  <span className="block">{line.object}</span>
                  <CoverageMark line={line} />
                  <Fix line={line} source={source} />
                  <span className="block text-meta text-text-2">{line.says}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}

type Named = { id: string; name: string }

function Cell({ line, source, withSays }: { line: CoverageLine | undefined; source: Named; withSays: boolean }) {
  if (!line) return <span className="text-text-3">not applicable</span>
  const telling = line.state === 'not-permitted' || line.state === 'incomplete'
  return (
    <>
      <CoverageMark line={line} />
      <Fix line={line} source={source} />
      {withSays && telling ? <span className="block text-meta text-text-2">{line.says}</span> : null}
    </>
  )
}

/** What is not permitted can be: the source's page says by what, and tries it again. */
function Fix({ line: { state, object }, source: { id, name } }: { line: CoverageLine; source: Named }) {
  if (state !== 'not-permitted') return null
  return (
    <TextLink
      href={`/sources/${id}#not-seen`}
      aria-label={`How to fix: ${object} of ${name}`}
      className="ml-5.5 flex min-h-6 w-fit items-center text-table"
    >
      How to fix
    </TextLink>
  )
}

/** Sources of one kind mostly mean the same by the same word. */
function Says({ lines }: { lines: readonly CoverageLine[] }) {
  return [...new Set(lines.map(({ says }) => says))].map((says) => (
    <p key={says} className="max-w-[72ch]">
      {says}
    </p>
  ))
}
