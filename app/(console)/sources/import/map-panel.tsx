import { useState, type ChangeEvent } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import type { ImportPreview } from '@/lib/flows/preview-import.ts'
import { forEveryRow } from './map-choices.ts'
import { forConstant, readsOf } from './map-edits.ts'
import { MapTable } from './map-table.tsx'
import type { Problem } from './send-preview.ts'
import { takeDown } from './take-down.ts'

export type KnownMap = { name: string; label: string; map: FileMap }

type MapPanelProps = {
  preview: ImportPreview
  map: FileMap
  rows: string
  /** The names of our columns for such rows. */
  ours: readonly string[]
  known: readonly KnownMap[]
  /** What the map's file is called. */
  name: string
  busy: boolean
  /** What each row must say and the map does not. */
  unsaid: readonly string[]
  /** Why the map that was tried last cannot be used at all. */
  refused: Problem | null
  onEdit(map: FileMap): void
  /** Reads the file by another map; null: by a suggested one. */
  onTry(map: FileMap | null): void
}

/** Which column of a file is which of ours: suggested, from a map that is there, or by hand. */
export function MapPanel({ preview, map, rows, ours, known, name, busy, unsaid, refused, onEdit, onTry }: MapPanelProps) {
  const [wrong, setWrong] = useState<string>()
  const constants = (forEveryRow[rows] ?? []).filter((column) => map.mapping?.[column] === undefined)
  const others = Object.entries(map.constants ?? {}).filter(([column]) => !constants.includes(column))

  async function takeUp({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0]
    if (!file) return
    const map = await file.text().then(mapIn, () => null)
    setWrong(map ? undefined : 'Is not a map: one JSON object.')
    if (map) onTry(map)
  }

  function choose(chosen: string) {
    onTry(known.find((one) => one.name === chosen)?.map ?? null)
  }

  return (
    <section aria-labelledby="map" className="flex flex-col gap-4 border-t border-line pt-5">
      <div>
        <h2 id="map" className="text-section">
          Which of its columns is which
        </h2>
        <p role="status" className="max-w-[72ch] text-text-2">
          {saysOf(preview, map)}
        </p>
        {preview.untold > 0 ? <p className="max-w-[72ch] text-text-2">{untoldWords(preview.untold)}</p> : null}
      </div>
      {refused ? <FormProblem state={refused} /> : null}
      <div className="grid gap-5 sm:grid-cols-2">
        {rows === 'tokens' && known.length > 0 ? (
          <SelectField
            name="from"
            label="Begin with"
            hint="Replaces what is chosen below."
            value={chosenOf(preview, known)}
            onChange={({ target }) => choose(target.value)}
            options={[
              { value: 'names', label: 'what is suggested' },
              ...known.map((one) => ({ value: one.name, label: one.label })),
              ...(chosenOf(preview, known) === 'given' ? [{ value: 'given', label: 'a map of yours' }] : []),
            ]}
          />
        ) : null}
        <Field id="map-file" label="A map file" hint="JSON: one that was downloaded here, or made by hand." error={wrong}>
          <input
            id="map-file"
            type="file"
            accept=".json"
            onChange={takeUp}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={describedBy('map-file', { hint: true, error: wrong })}
            className={controlLook}
          />
        </Field>
      </div>
      <MapTable columns={preview.columns} map={map} rows={rows} ours={ours} onEdit={onEdit} />
      {constants.length > 0 ? (
        <div className="grid gap-5 sm:grid-cols-2">
          {constants.map((column) => (
            <InputField
              key={column}
              name={`every-${column}`}
              label={`For every row: ${column}`}
              hint={column === 'kind' ? 'provider.kind, such as unleash.api-token' : 'One value for all of them.'}
              value={map.constants?.[column] ?? ''}
              maxLength={column === 'kind' ? 100 : 1_000}
              onChange={({ target }) => onEdit(forConstant(map, column, target.value))}
            />
          ))}
        </div>
      ) : null}
      {others.length > 0 ? (
        <p className="text-table text-text-2">Besides, for every row: {others.map(([column, value]) => `${column} is ${value}`).join('; ')}.</p>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => onTry(map)} disabled={unsaid.length > 0} aria-disabled={busy} aria-describedby={unsaid.length > 0 ? 'unsaid' : undefined}>
          {busy ? 'Reading …' : 'Try it: nothing is saved'}
        </Button>
        {unsaid.length > 0 ? (
          <p id="unsaid" className="text-table text-text-2">
            Say its {unsaid.join(' and its ')} first.
          </p>
        ) : null}
        <Button kind="bare" onClick={() => takeDown(`${name || 'import'}.map.json`, map)}>
          Download the map
        </Button>
        <p className="text-table text-text-2">
          Next time, or from a job: <code className="font-mono">standdown import FILE <span className="whitespace-nowrap">--map MAP.json{rows === 'tokens' ? '' : ` --rows ${rows}`}</span></code>
        </p>
      </div>
    </section>
  )
} // prettier-ignore

/** Where the map comes from, and how much of the file it reads. */
function saysOf({ by, columns, untold }: ImportPreview, map: FileMap): string {
  const read = columns.filter(({ path }) => readsOf(map, path).length > 0).length
  const count = columns.length + untold
  const share = `${countWords(read)} of ${countWords(count)} ${count === 1 ? 'column is' : 'columns are'} read`
  if (by === 'given') return `By this map ${share}. What is not read is not kept.`
  if (typeof by === 'object') return `The file looks like ${by.known}, so that map is suggested: ${share}. What is not read is not kept.`
  if (read === 0) return 'None of its columns is called as one of ours. Say which is which; what is not read is not kept.'
  return `Suggested, by their names: ${share}. Look it over; what is not read is not kept.`
}

function untoldWords(untold: number): string {
  if (untold === 1) return 'One more is not shown: its name looks like a secret, or there are too many.'
  return `${countWords(untold)} more are not shown: their names look like secrets, or there are too many.`
}

function chosenOf({ by, map }: ImportPreview, known: readonly KnownMap[]): string {
  if (typeof by === 'object') return known.find(({ label }) => label === by.known)?.name ?? 'names'
  if (by !== 'given') return 'names'
  return known.find((one) => JSON.stringify(sorted(one.map)) === JSON.stringify(sorted(map ?? {})))?.name ?? 'given'
}

const sorted = (map: FileMap) => Object.entries(map).toSorted(([one], [other]) => (one < other ? -1 : 1))

function mapIn(text: string): FileMap | null {
  try {
    const map = JSON.parse(text) as unknown
    return typeof map === 'object' && map !== null && !Array.isArray(map) ? map : null
  } catch {
    return null
  }
}
