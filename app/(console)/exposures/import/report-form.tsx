'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { MatchList } from './match-list.tsx'
import { outcomeWords, titleWords } from './report-words.ts'
import { sendReport, type ReportAnswer } from './send-report.ts'

const mostBytes = 512 * 2 ** 20

/** One report: a dry run says what would match, and what was seen is then recorded. Another file begins anew. */
export function ReportForm() {
  const router = useRouter()
  const result = useRef<HTMLDivElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [sending, setSending] = useState(false)
  const [answer, setAnswer] = useState<ReportAnswer | null>(null)
  const tooLarge = file !== null && file.size > mostBytes ? 'Is larger than 512 MB. Scan in parts.' : undefined
  const outcome = answer && 'outcome' in answer ? answer.outcome : null

  useEffect(() => {
    if (outcome) result.current?.focus()
  }, [outcome])

  async function send(dry: boolean) {
    if (!file || sending || tooLarge) return
    setSending(true)
    setAnswer(await sendReport(file, dry))
    setSending(false)
    if (!dry) router.refresh()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void send(true)
  }

  return (
    <form onSubmit={submit} aria-label="Upload a report" className="flex max-w-[40rem] flex-col gap-5">
      {answer && 'refused' in answer ? <FormProblem state={answer.refused} labels={{}} /> : null}
      <Field id="file" label="Report" hint="As the scanner wrote it, in UTF-8." error={tooLarge}>
        <input
          id="file"
          name="file"
          type="file"
          required
          accept=".json,.jsonl,.ndjson,.sarif,.log,.txt"
          onChange={({ target }) => {
            setFile(target.files?.[0] ?? null)
            setAnswer(null)
          }}
          aria-invalid={tooLarge ? true : undefined}
          aria-describedby={describedBy('file', { hint: true, error: tooLarge })}
          className={controlLook}
        />
      </Field>
      <div ref={result} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        {outcome ? (
          <Notice tone={outcome.dryRun ? 'info' : 'success'} role="status" title={titleWords(outcome)}>
            <ul className="list-disc pl-4">
              {outcomeWords(outcome).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <MatchList matches={outcome.matches} leaks={outcome.leaks} />
            {outcome.dryRun ? null : <TextLink href="/exposures">Show the exposures</TextLink>}
          </Notice>
        ) : null}
        {sending ? (
          <p role="status" className="text-text-2">
            Sending and reading …
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind={outcome?.dryRun ? 'quiet' : 'primary'} disabled={tooLarge !== undefined} aria-disabled={sending}>
          Look what would match
        </Button>
        {outcome?.dryRun && outcome.leaks > 0 ? (
          <Button kind="primary" aria-disabled={sending} onClick={() => void send(false)}>
            {outcome.leaks === 1 ? 'Record this leak' : `Record these ${outcome.leaks} leaks`}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
