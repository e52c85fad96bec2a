import { ReviewCard } from '@/components/campaigns/review-card.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { ReviewRow, ReviewTask } from '@/lib/model/campaign.ts'
import { reasonWords } from '../../reason-words.ts'
import { AnswerForm } from './answer-form.tsx'

const several = 'several'

/** The tokens of a page, one workload after the other, each with its answer; and one form for those that are ticked, or for all `open` ones. */
export function Rows({ task, rows, open, now }: { task: ReviewTask; rows: readonly ReviewRow[]; open: number; now: Date }) {
  const closed = task.closedAt !== null
  const groups = [...Map.groupBy(rows, ({ workloadName }) => workloadName)]
  const answers = (row: ReviewRow) => !closed && (row.state === 'live' || row.state === 'disabled')
  return (
    <div className="flex flex-col gap-6">
      {groups.map(([workload, members]) => (
        <section key={workload ?? ''} aria-label={workload ?? 'No workload known'}>
          <h2 className="mb-2 text-section break-words">{workload ?? 'No workload known'}</h2>
          <ul className="grid gap-3 xl:grid-cols-2">
            {members.map((row) => (
              <ReviewCard key={row.tokenId} row={row} closed={closed} because={because(row.reason)} now={now} tick={answers(row) ? <Tick row={row} /> : null}>
                {answers(row) ? (
                  <details>
                    <summary className="inline-flex min-h-11 cursor-pointer items-center font-medium text-accent md:min-h-8">
                      {row.answer ? 'Change the answer' : 'Answer'}
                      <span className="sr-only">: {row.name}</span>
                    </summary>
                    <div className="mt-2">
                      <AnswerForm id={`answer-${row.tokenId}`} task={task.id} token={row.tokenId} of={row.name} answer={row.answer} says={row.says} />
                    </div>
                  </details>
                ) : null}
              </ReviewCard>
            ))}
          </ul>
        </section>
      ))}
      {rows.filter(answers).length > 1 ? <Several task={task} open={open} /> : null}
    </div>
  )
} // prettier-ignore

function because(reason: string): string {
  return Object.hasOwn(reasonWords, reason) ? reasonWords[reason as keyof typeof reasonWords] : reason
}

function Tick({ row }: { row: ReviewRow }) {
  return (
    <label className="inline-flex min-h-6 min-w-6 shrink-0 items-center justify-center pointer-coarse:min-h-11 pointer-coarse:min-w-11">
      <input type="checkbox" form={several} name="token" value={row.tokenId} className="size-4 accent-accent" />
      <span className="sr-only">Answer for {row.name} with others</span>
    </label>
  )
}

function Several({ task, open }: { task: ReviewTask; open: number }) {
  return (
    <section aria-label="Answer for several" className="rounded-panel border border-line bg-panel p-4">
      <h2 className="mb-2 text-section">Answer for several at once</h2>
      <AnswerForm id={several} task={task.id} token={null} of="several" answer={null} says={null}>
        <fieldset className="flex flex-col">
          <legend className="sr-only">Which</legend>
          <Which value="ticked" label="Those that are ticked above" on />
          {open > 0 ? <Which value="open" label={`All ${countWords(open)} that are open, also on other pages`} /> : null}
        </fieldset>
      </AnswerForm>
    </section>
  )
}

function Which({ value, label, on }: { value: string; label: string; on?: boolean }) {
  return (
    <label className="flex min-h-8 items-start gap-2 py-1 pointer-coarse:min-h-11">
      <input type="radio" name="which" value={value} defaultChecked={on} className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span className="min-w-0">{label}</span>
    </label>
  )
}
