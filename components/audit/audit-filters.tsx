import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { Button } from '@/components/ui/button.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Link } from '@/components/ui/link.tsx'
import type { AuditSearch } from '@/lib/model/audit-search.ts'
import { actWord } from './act-words.ts'

/** Which entries to show: by whom, what, when, and about what. */
export function AuditFilters({ search, acts }: { search: AuditSearch; acts: readonly string[] }) {
  const { who, act, target, from, until } = search
  const options = [
    { value: '', label: 'anything' },
    ...acts.map((value) => ({ value, label: actWord(value) })).sort((one, other) => one.label.localeCompare(other.label)),
  ]
  return (
    <FilterForm action="/audit" label="Filter the audit">
      <div key={JSON.stringify(search)} className="flex flex-wrap items-end gap-3">
        {target ? (
          <p className="flex min-h-8 items-center gap-2 rounded-control border border-line bg-panel px-2 text-table">
            <input type="hidden" name="target" value={target} />
            About one thing
            <Link href="/audit" className="text-accent underline underline-offset-2">
              Show all
            </Link>
          </p>
        ) : null}
        <InputField
          name="who"
          label="Who"
          data-key-search
          className="w-44 max-sm:w-full"
          maxLength={200}
          defaultValue={who ?? ''}
          autoComplete="off"
        />
        <SelectField name="act" label="Did" className="w-56 max-sm:w-full" defaultValue={act ?? ''} options={options} />
        <InputField name="from" label="From day" type="date" className="w-40 max-sm:w-[calc(50%-0.375rem)]" defaultValue={from ?? ''} />
        <InputField name="until" label="To day" type="date" className="w-40 max-sm:w-[calc(50%-0.375rem)]" defaultValue={until ?? ''} />
        <Button type="submit">Filter</Button>
      </div>
    </FilterForm>
  )
}
