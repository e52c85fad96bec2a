import { controlLook } from '@/components/ui/field.tsx'
import type { FileColumn } from '@/lib/connectors/file/file-columns.ts'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import { choices, mayBeNever, type Choice } from './map-choices.ts'
import { fingerprint, forAbsent, forWord, notRead } from './map-edits.ts'

type ColumnMeaningProps = { column: FileColumn; read: string; rows: string; map: FileMap; onEdit(map: FileMap): void }

/** What the values of a column mean, where its name alone does not say it: nothing, numbers, words. */
export function ColumnMeaning({ column, read, rows, map, onEdit }: ColumnMeaningProps) {
  if (read === notRead) return null
  if (read === fingerprint)
    return <p className="text-table text-text-2">A keyed hash of it becomes the id, and its last four characters are shown. It is kept nowhere.</p>
  const unit = map.dates?.[read]
  const absent = map.absent?.[read]
  return (
    <>
      {unit ? <p className="text-table text-text-2">Its numbers are {unit} since 1970.</p> : null}
      {mayBeNever.includes(read) && column.gaps ? (
        <Line says="if empty">
          <select
            aria-label={`${column.path}: empty counts as`}
            value={absent ?? ''}
            onChange={({ target }) => onEdit(forAbsent(map, read, target.value))}
            className={controlLook}
          >
            <option value="">not reported</option>
            <option value="never">never</option>
          </select>
        </Line>
      ) : absent !== undefined ? (
        <p className="text-table text-text-2">Where it is empty: {absent}.</p>
      ) : null}
      {rows === 'tokens' ? <Words column={column} read={read} map={map} onEdit={onEdit} /> : null}
    </>
  )
} // prettier-ignore

const [asItStands, otherWords] = ['#as-it-stands', '*']

/** What each word of theirs counts as, where ours are a few. A word that nobody spoke of is refused, or not reported. */
function Words({ column, read, map, onEdit }: Omit<ColumnMeaningProps, 'rows'>) {
  const ours = choices[read]
  const said = map.words?.[read]
  const theirs = column.words ?? []
  if (!ours || (!said && theirs.every((word) => isOurs(word, ours)))) return null
  const all = [...new Set([...theirs, ...Object.keys(said ?? {}).filter((word) => word !== otherWords)]), otherWords]
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-table text-text-2">What its words count as:</p>
      {all.map((word) => {
        const counts = said?.[word] ?? (word === otherWords ? asItStands : (said?.[otherWords] ?? asItStands))
        const label = word === otherWords ? `${column.path}: any other word counts as` : `${column.path}: ${word} counts as`
        return (
          <Line key={word} says={word === otherWords ? 'any other' : word}>
            <select
              aria-label={label}
              value={counts}
              onChange={({ target }) => onEdit(forWord(map, read, word, target.value === asItStands ? null : target.value))}
              className={controlLook}
            >
              <option value={asItStands}>{!said && isOurs(word, ours) ? 'as it stands' : 'refused'}</option>
              <option value="">{read === 'lifecycle' ? 'not said: active' : 'not reported'}</option>
              {withValue(ours, counts).map(({ value, label: says }) => (
                <option key={value} value={value}>
                  {says}
                </option>
              ))}
            </select>
          </Line>
        )
      })}
    </div>
  )
}

/** What is said before a control that has its whole name itself. */
function Line({ says, children }: { says: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,6rem)_minmax(0,1fr)] items-center gap-2 text-table">
      <span aria-hidden className="text-text-2 wrap-anywhere">
        {says}
      </span>
      {children}
    </div>
  )
}

const isOurs = (word: string, ours: readonly Choice[]) => ours.some(({ value }) => value === word.toLowerCase())

/** A map by hand may say a word that the list does not have. */
function withValue(ours: readonly Choice[], counts: string): readonly Choice[] {
  const offered = counts === '' || counts === asItStands || ours.some(({ value }) => value === counts)
  return offered ? ours : [{ value: counts, label: counts }, ...ours]
}
