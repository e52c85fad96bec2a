import { looksSecret } from './cells.ts'

const word = /^[A-Za-z]{1,20}\d{0,2}$/
const mostCharacters = 40
/** "issuedAtUtc" changes from small to capital twice; what was made by chance does so every few letters. */
const mostHumps = 3
const shown = 5

/**
 * Names of columns or fields, for a message. Only what is made of words is repeated: in a file without a header line, a cell stands where
 * a name belongs, and that cell may be a secret.
 * @param names as the file has them, with the place of each (1 for the first column)
 */
export function sayNames(names: readonly { name: string; place: number }[]): string {
  const words = names
    .slice(0, shown)
    .map(({ name, place }) => (isName(name) ? `“${name}”` : `number ${place} (its name is not repeated here: it may be a secret)`))
  return [...words, ...(names.length > shown ? [`and ${names.length - shown} more`] : [])].join(', ')
}

function isName(text: string): boolean {
  if (text.length > mostCharacters || looksSecret(text)) return false
  const humps = text.match(/[a-z][A-Z]/g)?.length ?? 0
  return humps <= mostHumps && text.split(/[ _.-]/).every((part) => word.test(part))
}
