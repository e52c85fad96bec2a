/** The title of a list of the directory: its name, then what it is narrowed to, as "Owners · Departed · “ana” · Directory". */
export function listTitle(name: string, narrowed: { show: string | null; text: string | null }): string {
  return [name, narrowed.show, narrowed.text === null ? null : `“${narrowed.text}”`, 'Directory'].filter(Boolean).join(' · ')
}
