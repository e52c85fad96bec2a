/** Where people sign in. */
export const signInPath = '/sign-in'

/** Where people sign in, and are brought back from to the page they asked for. */
export function signInHref(to: string): string {
  return to === '/' ? signInPath : `${signInPath}?${new URLSearchParams({ to })}`
}

/** The header in which the proxy tells a page its own address; a page cannot ask for it otherwise. It decides nothing. */
export const pathHeader = 'x-standdown-path'
