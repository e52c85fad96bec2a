'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import { HowToRead } from './how-to-read.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { MapPanel, type KnownMap } from './map-panel.tsx'
import { PreviewOutcome } from './preview-outcome.tsx'
import { sendFile, type Outcome } from './send-file.ts'
import { usePreview } from './use-preview.ts'

const formats = ['csv', 'json', 'jsonl'] as const
const mostBytes = 2 ** 30

type ImportFormProps = {
  /** Why nothing can be imported here, though a file can be looked at. */
  refused: string | null
  /** What rows of each kind are made of. */
  columns: Readonly<Record<string, readonly string[]>>
  known: readonly KnownMap[]
}

/** One file, how to read it, how far it is, and what came of it. */
export function ImportForm({ refused, columns, known }: ImportFormProps) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const result = useRef<HTMLDivElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [rows, setRows] = useState<string>('tokens')
  const [format, setFormat] = useState<string>('csv')
  const { looked, look, edit, forget, stop } = usePreview()
  const { preview, map, edited } = looked
  const tooLarge =
    file !== null && file.size > mostBytes ? 'Is larger than 1 GB. Split it and import the parts one after another.' : undefined
  const sending = sent !== null
  const unsaid = map && preview ? unsaidIn(map, preview.needed) : []
  const notYet = refused ?? (unsaid.length > 0 ? `Not yet: nothing says its ${unsaid.join(' and its ')}.` : null)

  // The reader is taken to what came of it.
  useEffect(() => {
    if (outcome && 'run' in outcome) result.current?.focus()
  }, [outcome])

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = target.files?.[0] ?? null
    setFile(chosen)
    setOutcome(null)
    forget()
    const { name } = (form.current?.elements ?? {}) as Record<string, HTMLInputElement | undefined>
    if (!chosen || !name) return
    if (!name.value) name.value = chosen.name.slice(0, 100)
    const guess = formats.find((one) => chosen.name.toLowerCase().endsWith(`.${one}`)) ?? format
    setFormat(guess)
    void look(chosen, { format: guess, rows }, null)
  }

  /** It is another file to us, when it is read otherwise. */
  function lookAgain(asked: { format: string; rows: string }) {
    setRows(asked.rows)
    setFormat(asked.format)
    setOutcome(null)
    if (file) void look(file, asked, null)
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!file || sending || tooLarge || notYet) return
    stop()
    const filled = new FormData(event.currentTarget)
    const said = (field: string) => String(filled.get(field) ?? '')
    setOutcome(null)
    setSent(0)
    const asked = { name: said('name'), format: said('format'), rows: said('rows'), covers: rows === 'tokens' ? said('covers') : 'part' }
    setOutcome(await sendFile(file, asked, map, setSent))
    setSent(null)
    router.refresh()
  }

  return (
    <form ref={form} onSubmit={send} aria-label="Import a file" className="flex flex-col gap-5">
      {outcome && 'refused' in outcome ? <FormProblem state={outcome.refused} labels={{ name: 'Name' }} /> : null}
      {looked.refused && !preview && !outcome ? <FormProblem state={looked.refused} /> : null}
      <Field id="file" label="File" hint="CSV, JSON or JSON lines in UTF-8, at most 1 GB (a JSON list: 64 MB)." error={tooLarge}>
        <input
          id="file"
          name="file"
          type="file"
          required
          accept=".csv,.json,.jsonl"
          onChange={choose}
          aria-invalid={tooLarge ? true : undefined}
          aria-describedby={describedBy('file', { hint: true, error: tooLarge })}
          className={controlLook}
        />
      </Field>
      <Field id="name" label="Name" hint="Of the source that the file becomes. Import its next version under the same name.">
        <input id="name" name="name" required maxLength={100} aria-describedby="name-hint" className={controlLook} />
      </Field>
      <HowToRead rows={rows} format={format} onChoose={lookAgain} />
      {looked.reading && !preview ? (
        <p role="status" className="text-text-2">
          Reading its columns …
        </p>
      ) : null}
      {file && preview && map ? (
        <MapPanel
          preview={preview}
          map={map}
          rows={rows}
          ours={columns[rows] ?? []}
          // Maps of answers that are no list themselves fit JSON alone.
          known={known.filter((one) => format === 'json' || one.map.list === undefined)}
          name={file.name.replace(/\.\w+$/, '')}
          busy={looked.reading}
          unsaid={unsaid}
          refused={looked.refused}
          onEdit={(changed) => {
            setOutcome(null)
            edit(changed)
          }}
          onTry={(other) => {
            setOutcome(null)
            void look(file, { format, rows }, other)
          }}
        />
      ) : null}
      {preview?.tried && !edited && !outcome && !sending ? <PreviewOutcome tried={preview.tried} fits={map === null} /> : null}
      <div ref={result} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        {outcome && 'run' in outcome ? <ImportOutcome run={outcome.run} rows={rows} /> : null}
        {sending && file ? <Progress sent={sent} of={file.size} /> : null}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          kind="primary"
          disabled={notYet !== null || tooLarge !== undefined}
          aria-disabled={sending}
          aria-describedby={notYet ? 'refused' : undefined}
        >
          {sending ? 'Importing …' : 'Import file'}
        </Button>
        {notYet ? (
          <p id="refused" className="text-table text-text-2">
            {notYet}
          </p>
        ) : null}
      </div>
    </form>
  )
}

/** What each row must say and no column or constant of the map does. */
function unsaidIn({ mapping = {}, constants = {}, secretId }: FileMap, needed: readonly string[]): string[] {
  return needed.filter((column) => !(column in mapping || constants[column] || (column === 'external_id' && secretId)))
}

/** The file is read while it is sent, so that when all is sent only the comparing is left. */
function Progress({ sent, of }: { sent: number; of: number }) {
  const whole = sent >= of
  return (
    <>
      <p role="status" className="text-text-2">
        {whole ? 'Sent and read. Comparing with what is here, and scoring …' : 'Sending and reading …'}
      </p>
      <progress aria-label="Progress of the import" className="h-2 w-full accent-accent" {...(whole ? {} : { value: sent, max: of })} />
    </>
  )
}
