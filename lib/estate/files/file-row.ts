/** A row of a file, in the columns of the file import. */
export type FileRow = Record<string, string | number | boolean | undefined>

/** An instant as the files write it: whole seconds. */
export function fileTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
