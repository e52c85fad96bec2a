import { Button } from '@/components/ui/button.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { KeptFilters } from './kept-filters.tsx'
import { reports, writeReport, type ReportAsked } from '@/lib/model/report.ts'
import { Verdict } from '@/lib/model/score.ts'
import { tokenStates } from '@/lib/model/token.ts'

type ReportFormProps = { asked: ReportAsked; sources: readonly { id: string; name: string }[]; now: Date }

const any = { value: '', label: 'any' }
const states = [{ value: 'any', label: 'any' }, ...tokenStates.map((state) => ({ value: state, label: state }))]
const verdicts = [any, ...Verdict.options.map((verdict) => ({ value: verdict, label: verdict.replaceAll('-', ' ') }))]

/** Which report, as of when, of which tokens: a plain form whose answer is an address. Filters that it has no field for stay as they are, and are said. */
export function ReportForm({ asked, sources, now }: ReportFormProps) {
  const { report, search, asOf } = asked
  const { verdict, state, source } = search.filters
  // A field says one value; where several are asked for, all of them stay.
  const fields = { state, verdict, source }
  const isField = (name: string) => name in fields && (fields[name as keyof typeof fields]?.length ?? 0) <= 1
  const others = [...writeReport(asked)].filter(([name]) => name !== 'as-of' && !isField(name))
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10)
  const offered = [any, ...sources.map(({ id, name }) => ({ value: id, label: name }))]
  return (
    <form action="/reports/take" aria-label="What to take" className="mb-6 flex flex-wrap items-end gap-3">
      <SelectField name="report" label="Report" defaultValue={report.id} options={reports.map(({ id, title }) => ({ value: id, label: title }))} />
      {report.past ? <InputField type="date" name="as-of" label="As of the end of (UTC)" max={yesterday} defaultValue={asOf?.toISOString().slice(0, 10) ?? ''} /> : null}
      {isField('state') ? <SelectField name="state" label="State" defaultValue={state?.[0] ?? 'any'} options={states} /> : null}
      {isField('verdict') ? <SelectField name="verdict" label="Verdict" defaultValue={verdict?.[0] ?? ''} options={verdicts} /> : null}
      {isField('source') ? <SelectField name="source" label="Source" defaultValue={source?.[0] ?? ''} options={offered} /> : null}
      {others.map(([name, value], n) => (
        <input key={n} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">Show</Button>
      <KeptFilters of={others} href={`/reports/take?report=${report.id}${asOf ? `&as-of=${asOf.toISOString().slice(0, 10)}` : ''}`} />
    </form>
  )
} // prettier-ignore
