import { controlLook, Field } from '@/components/ui/field.tsx'
import { rowKinds } from './row-kinds.ts'

type Asked = { rows: string; format: string }
type HowToReadProps = Asked & { onChoose(asked: Asked): void }

/** What the rows of a file are, what it is written in, and whether it holds all of them. */
export function HowToRead({ rows, format, onChoose }: HowToReadProps) {
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field id="rows" label="Its rows are">
          <select
            id="rows"
            name="rows"
            value={rows}
            onChange={({ target }) => onChoose({ rows: target.value, format })}
            className={controlLook}
          >
            {rowKinds.map((kind) => (
              <option key={kind.rows} value={kind.rows}>
                {kind.label}
              </option>
            ))}
          </select>
        </Field>
        <Field id="format" label="Format">
          <select
            id="format"
            name="format"
            value={format}
            onChange={({ target }) => onChoose({ rows, format: target.value })}
            className={controlLook}
          >
            <option value="csv">CSV</option>
            <option value="json">JSON list</option>
            <option value="jsonl">JSON lines</option>
          </select>
        </Field>
      </div>
      {rows === 'tokens' ? (
        <Field
          id="covers"
          label="It holds"
          hint="Where it holds all of them, a token of the last import that is missing in this one is gone."
        >
          <select id="covers" name="covers" defaultValue="part" aria-describedby="covers-hint" className={controlLook}>
            <option value="part">some of the tokens under this name</option>
            <option value="everything">all of the tokens under this name</option>
          </select>
        </Field>
      ) : null}
    </>
  )
}
