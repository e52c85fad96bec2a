/** Who tells of a token: its provider, as its source asks it, or a file, and when the one was imported that told of it as it is; null where that is not known. */
export type ToldBy = { by: 'provider' } | { by: 'file'; importedAt: Date | null }

/** The part of a row that says who told of its token. */
export type Told = { sourceKind: string; importedAt: Date | null }

/** What stands in a file is not what its provider shows: nobody asked it. */
export function toldBy({ sourceKind, importedAt }: Told): ToldBy {
  return sourceKind === 'file' ? { by: 'file', importedAt } : { by: 'provider' }
}

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** Who tells of it, within a sentence: "its provider", "the file imported on 27 Nov 2026". */
export function tellerWords(told: ToldBy): string {
  if (told.by === 'provider') return 'its provider'
  return told.importedAt ? `the file imported on ${date.format(told.importedAt)}` : 'an imported file'
}

/** The same at the beginning of a sentence. */
export function tellerOpens(told: ToldBy): string {
  const words = tellerWords(told)
  return words[0]!.toUpperCase() + words.slice(1)
}

/** "its provider shows it live", "the file imported on 27 Nov 2026 lists it as live"; `how`: "live", "off", "revoked". */
export function shownAs(told: ToldBy, how: string): string {
  return `${tellerWords(told)} ${told.by === 'file' ? 'lists it as' : 'shows it'} ${how}`
}
