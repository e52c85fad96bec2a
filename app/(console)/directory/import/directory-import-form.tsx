'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { ImportLines } from '@/components/directory/import-lines.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { controlLook, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { sendDirectory, type ImportAnswer } from './send-directory.ts'

const formats = ['csv', 'json', 'jsonl'] as const

/** A file, what it would do, and then the same file in earnest. */
export function DirectoryImportForm({ rows: first }: { rows: 'owners' | 'workloads' }) {
  const router = useRouter()
  const result = useRef<HTMLDivElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [rows, setRows] = useState<string>(first)
  const [sending, setSending] = useState(false)
  const [answer, setAnswer] = useState<ImportAnswer | null>(null)
  const tried = answer && 'done' in answer ? answer.done : null
  const ready = tried?.dry === true && tried.added + tried.changed > 0

  // The reader is taken to what came of it.
  useEffect(() => {
    if (answer && 'done' in answer) result.current?.focus()
  }, [answer])

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!file || sending) return
    const { submitter } = event.nativeEvent as SubmitEvent
    const dry = (submitter as HTMLButtonElement | null)?.value === 'import' ? 'no' : 'yes'
    setSending(true)
    const format = formats.find((one) => file.name.toLowerCase().endsWith(`.${one}`)) ?? 'csv'
    setAnswer(await sendDirectory(file, { rows, format, dry }))
    setSending(false)
    if (dry === 'no') router.refresh()
  }

  return (
    <form onSubmit={send} aria-label="Import owners or workloads" className="flex flex-col gap-5">
      {answer && 'refused' in answer ? <FormProblem state={answer.refused} /> : null}
      <div className="grid gap-5 sm:grid-cols-2">
        <Field id="file" label="File" hint="CSV, JSON or JSON lines in UTF-8, at most 32 MB.">
          <input
            id="file"
            type="file"
            required
            accept=".csv,.json,.jsonl"
            aria-describedby="file-hint"
            onChange={({ target }) => {
              setFile(target.files?.[0] ?? null)
              setAnswer(null)
            }}
            className={controlLook}
          />
        </Field>
        <Field id="rows" label="Its rows are" hint="Owners are people and teams.">
          <select
            id="rows"
            value={rows}
            aria-describedby="rows-hint"
            onChange={({ target }) => {
              setRows(target.value)
              setAnswer(null)
            }}
            className={controlLook}
          >
            <option value="owners">owners</option>
            <option value="workloads">workloads</option>
          </select>
        </Field>
      </div>
      <div ref={result} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        {tried ? <ImportLines done={tried} rows={rows} /> : null}
      </div>
      <div className="flex flex-wrap gap-3">
        {tried?.dry === false ? (
          <LinkButton kind="primary" href={rows === 'owners' ? '/directory' : '/directory/workloads'}>
            Show the {rows}
          </LinkButton>
        ) : (
          <>
            <Button type="submit" value="try" kind={ready ? 'quiet' : 'primary'} aria-disabled={sending}>
              {sending ? 'Reading …' : answer ? 'Try it again' : 'Try it: nothing is saved'}
            </Button>
            {ready ? (
              <Button type="submit" value="import" kind="primary" aria-disabled={sending}>
                Import {tried.added + tried.changed} {rows}
              </Button>
            ) : null}
          </>
        )}
      </div>
    </form>
  )
}
