/** Which place an address belongs to. Apart from the list of places, whose roles and permissions no browser has to load. */
export function isAt({ href }: { href: string }, path: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}
