import { Button } from '@/components/ui/button.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { KeptFilters } from './kept-filters.tsx'
import type { SampleAsked } from '@/lib/model/sample.ts'
import { Verdict } from '@/lib/model/score.ts'
import { writeTokenSearch } from '@/lib/model/token-search.ts'

const verdicts = [
  { value: '', label: 'any' },
  ...Verdict.options.map((verdict) => ({ value: verdict, label: verdict.replaceAll('-', ' ') })),
]

/** How many, by which seed, of which tokens: a plain form whose answer is an address. */
export function SampleForm({ asked: { search, seed, size } }: { asked: SampleAsked }) {
  // The field says one verdict; where several are asked for, all of them stay.
  const one = (search.filters.verdict?.length ?? 0) <= 1
  const others = [...writeTokenSearch({ ...search, limit: 50 })].filter(([name]) => name !== 'verdict' || !one)
  return (
    <form action="/reports/sample" aria-label="What to draw" className="mb-6 flex flex-wrap items-end gap-3">
      <InputField type="number" name="size" label="How many" min={1} max={200} defaultValue={size} />
      <InputField name="seed" label="Seed" maxLength={100} defaultValue={seed} autoComplete="off" />
      {one ? <SelectField name="verdict" label="Verdict" defaultValue={search.filters.verdict?.[0] ?? ''} options={verdicts} /> : null}
      {others.map(([name, value], n) => (
        <input key={n} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">Draw</Button>
      <KeptFilters of={others} href={`/reports/sample?${new URLSearchParams({ size: String(size), seed })}`} />
    </form>
  )
}
