import type { TokenSearch } from '@/lib/model/token-search.ts'

const idleDays = [30, 90, 180, 365]
const dueDays = [1, 7, 30, 90]

/** Filters that are a span of days rather than a choice of values. */
export function PeriodFields({ search: { idle, due } }: { search: Pick<TokenSearch, 'idle' | 'due'> }) {
  return (
    <>
      <Period
        name="idle"
        label="Unused for"
        chosen={idle}
        options={withChosen(idleDays, idle).map((days) => ({ value: String(days), label: `${days} d or longer` }))}
      />
      <Period
        name="due"
        label="Act by"
        chosen={due}
        options={[
          { value: 'overdue', label: 'is past' },
          ...withChosen(dueDays, due).map((days) => ({ value: String(days), label: `is past or within ${days} d` })),
        ]}
      />
    </>
  )
}

type PeriodProps = {
  name: string
  label: string
  chosen: string | number | null
  options: readonly { value: string; label: string }[]
}

function Period({ name, label, chosen, options }: PeriodProps) {
  return (
    <label key={chosen} className="flex min-h-10 items-center justify-between gap-2 px-2 text-table font-medium">
      {label}
      <select
        name={name}
        defaultValue={chosen ?? ''}
        className="min-h-8 rounded-control border border-control bg-bg px-2 text-table font-normal text-text pointer-coarse:min-h-11"
      >
        <option value="">any</option>
        {options.map(({ value, label: says }) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The usual spans, and the one that the address asks for. */
function withChosen(usual: readonly number[], chosen: number | string | null): number[] {
  return [...new Set([...usual, ...(typeof chosen === 'number' ? [chosen] : [])])].sort((one, other) => one - other)
}
