import type { ClashShown } from '@/components/directory/clash-notice.tsx'
import { pastWords, spanWords } from '@/components/ui/time-words.ts'
import type { Edited, Editor } from '@/lib/model/directory-edit.ts'

type Clashed<Fields> = Extract<Edited<Fields>, { did: 'clash' }>

/** A clash as a form shows it: who changed what how long ago, and both values in words. */
export function clashWords<Fields>(
  clash: Clashed<Fields>,
  now: Date,
  labels: Readonly<Record<keyof Fields, string>>,
  say: (field: keyof Fields, value: unknown) => string,
): ClashShown {
  const fields = clash.clashes.map(({ field }) => labels[field].toLowerCase())
  const what = fields.length > 1 ? `${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}` : (fields[0] ?? '')
  return {
    version: clash.version,
    title: `${whoWords(clash.by)} changed the ${what}${clash.by ? ` ${agoWords(clash.by.at, now)}` : ''}.`,
    who: clash.by?.name ?? 'theirs',
    clashes: clash.clashes.map(({ field, theirs, mine }) => ({
      field: String(field),
      label: labels[field],
      theirs: say(field, theirs),
      mine: say(field, mine),
    })),
  }
}

/** Who changed it: a person, or whatever writes the directory without one. */
export function whoWords(by: Editor): string {
  return by ? by.name : 'An import'
}

function agoWords(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1_000
  return seconds >= 1 && seconds < 60 ? `${spanWords(seconds)} ago` : pastWords(at, now)
}
