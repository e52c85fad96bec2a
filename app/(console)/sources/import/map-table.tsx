import { Fragment } from 'react'
import { controlLook } from '@/components/ui/field.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import type { FileColumn } from '@/lib/connectors/file/file-columns.ts'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import { wordsOf } from '@/lib/connectors/file/words-of.ts'
import { fingerprint, notRead, readAs, readsOf } from './map-edits.ts'
import { ColumnMeaning } from './column-meaning.tsx'

type MapTableProps = {
  columns: readonly FileColumn[]
  map: FileMap
  rows: string
  ours: readonly string[]
  onEdit(map: FileMap): void
}

/** A row for each column of the file: its first values, and what it is read as. */
export function MapTable({ columns, map, rows, ours, onEdit }: MapTableProps) {
  const there = new Set(columns.map(({ path }) => path))
  const elsewhere = [...Object.values(map.mapping ?? {}), ...(map.secretId ? [map.secretId] : [])].filter((path) => !there.has(path))
  const all = [...columns, ...[...new Set(elsewhere)].map(nowhere)]
  return (
    <Table caption="Columns of the file" cards>
      <thead>
        <tr>
          <Th>Its column</Th>
          <Th>First values</Th>
          <Th>Is read as</Th>
        </tr>
      </thead>
      <tbody>
        {all.map((column) => (
          <Tr key={column.path}>
            <Td className="min-w-28 font-mono text-meta wrap-anywhere md:pt-3">
              <span translate="no">{column.path}</span>
            </Td>
            <Td label="First values" className="min-w-40 wrap-anywhere md:pt-2.5">
              {there.has(column.path) ? <FirstValues column={column} /> : <span className="text-text-3">not in the first rows</span>}
            </Td>
            <Td label="Is read as" className="min-w-52">
              <div className="flex flex-col gap-2">
                {(readsOf(map, column.path).length > 0 ? readsOf(map, column.path) : [notRead]).map((read) => (
                  <div key={read} className="flex flex-col gap-1.5">
                    <ReadAs column={column} read={read} rows={rows} ours={ours} onRead={(after) => onEdit(readAs(map, column, read, after))} />
                    <ColumnMeaning column={column} read={read} rows={rows} map={map} onEdit={onEdit} />
                  </div>
                ))}
              </div>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

function FirstValues({ column: { examples, hides, holds } }: { column: FileColumn }) {
  if (hides === 'secret') return <span className="text-standing">not shown: it holds the secret itself</span>
  if (hides === 'some' && examples.length === 0) return <span className="text-text-3">not shown: ids or secrets, by their looks</span>
  if (holds === 'nothing') return <Nothing is="none" />
  return (
    <>
      <span translate="no">
        {examples.map((one, place) => (
          <Fragment key={one}>
            {place > 0 ? ' · ' : null}
            <span className="inline-block">{one}</span>
          </Fragment>
        ))}
      </span>
      {hides === 'some' ? <span className="text-text-3"> · others not shown</span> : null}
    </>
  )
}

type ReadAsProps = { column: FileColumn; read: string; rows: string; ours: readonly string[]; onRead(after: string): void }

function ReadAs({ column, read, rows, ours, onRead }: ReadAsProps) {
  const columns = ours.filter((one) => one !== 'tags')
  const tag = `tags.${wordsOf(column.path).join(' ').slice(0, 100)}`
  const tags = read.startsWith('tags') && read !== tag ? [read, tag] : [tag]
  const secret = column.hides === 'secret'
  return (
    <select
      aria-label={`${column.path} is read as`}
      value={read}
      onChange={({ target }) => onRead(target.value)}
      className={`${controlLook} ${read === notRead ? 'text-text-2' : ''}`}
    >
      <option value={notRead}>not read</option>
      {rows === 'tokens' ? <option value={fingerprint}>the id, by its fingerprint</option> : null}
      {secret && !columns.includes(read) && !read.startsWith('tags') ? null : (
        <>
          <optgroup label="Our columns">
            {(secret ? [read] : columns).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </optgroup>
          {rows === 'tokens' && !secret ? (
            <optgroup label="A tag">
              {tags.map((one) => (
                <option key={one} value={one}>
                  {one === 'tags' ? one : `tag “${one.slice('tags.'.length)}”`}
                </option>
              ))}
            </optgroup>
          ) : null}
        </>
      )}
    </select>
  )
} // prettier-ignore

/** A column that a map names and the first rows do not have. */
function nowhere(path: string): FileColumn {
  return { path, examples: [], hides: 'nothing', words: null, holds: 'nothing', gaps: true, fingerprinted: false }
}
