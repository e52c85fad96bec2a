/** Which place an address belongs to. Apart from the list of places, whose roles and permissions no browser has to load. */
export function isAt({ href }: { href: string }, path: string): boolean {
  return [href, ...(within[href] ?? [])].some((one) => path === one || path.startsWith(`${one}/`))
}

/** What belongs to a place and has an address of its own. */
const within: Readonly<Record<string, readonly string[]>> = { '/plans': ['/campaigns'] }
