export type Rail = 'narrow' | 'wide'

const name = 'rail'

/** What was chosen on this browser, or null where nothing was. */
export function readRail(cookie: string | undefined): Rail | null {
  return cookie === 'narrow' || cookie === 'wide' ? cookie : null
}

/** Remembers it for a year. The server reads it, so that the page comes at its right width. */
export function rememberRail(rail: Rail): void {
  document.cookie = `${name}=${rail}; path=/; max-age=31536000; samesite=lax`
}
