/** What somebody gave for a token: the page of it here, or words (a name, an id, what lists show of it). */
export type TokenSaid = { id: string; words: null } | { id: null; words: string }

const page = /(?:^|\/)tokens\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#].*)?$/i
const bare = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads it. What three dots stand for is what lists show as one character. */
export function tokenSaid(said: string): TokenSaid {
  const text = said.trim()
  const id = page.exec(text)?.[1] ?? (bare.test(text) ? text : null)
  return id ? { id: id.toLowerCase(), words: null } : { id: null, words: text.replaceAll('...', '…') }
}

/** The last four characters, where what was said may be how a token ends: four to eight of them, with or without what stands for the rest. */
export function endingSaid(words: string): string | null {
  return /^(?:[\w-]{0,8}…)?([\w.~+/=-]{4,8})$/.exec(words)?.[1]?.slice(-4) ?? null
}
