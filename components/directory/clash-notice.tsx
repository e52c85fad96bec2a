import { Notice } from '@/components/ui/notice.tsx'

/** Two people changed the same field: what stands there now, and what was typed. */
export type ClashLine = { field: string; label: string; theirs: string; mine: string }
export type ClashShown = { version: number; title: string; who: string; clashes: readonly ClashLine[] }

/** Which of the two to keep, field by field. Nothing is saved until it is sent again. */
export function ClashNotice({ clash: { title, who, clashes } }: { clash: ClashShown }) {
  return (
    <Notice tone="warning" role="alert" title={title}>
      <p>Nothing of yours was saved yet, and nothing is lost. Choose which to keep, then save again.</p>
      {clashes.map(({ field, label, theirs, mine }) => (
        <fieldset key={field} className="mt-2 flex flex-col gap-1">
          <legend className="font-medium">{label}</legend>
          <Keep name={`keep.${field}`} value="theirs" label={`Keep ${who}: ${theirs}`} />
          <Keep name={`keep.${field}`} value="mine" label={`Use mine: ${mine}`} />
        </fieldset>
      ))}
    </Notice>
  )
}

function Keep({ name, value, label }: { name: string; value: string; label: string }) {
  return (
    <label className="flex min-h-7 items-center gap-2 pointer-coarse:min-h-11">
      <input type="radio" name={name} value={value} required className="size-4 shrink-0 accent-accent" />
      <span className="min-w-0 break-words">{label}</span>
    </label>
  )
}
