import { TextLink } from '@/components/ui/text-link.tsx'

const mostSaid = 300

/** The filters of an address that a form has no field for: they go on with it, so it says which, and how to be rid of them. */
export function KeptFilters({ of, href }: { of: readonly (readonly [string, string])[]; href: string }) {
  if (of.length === 0) return null
  const says = of.map(([name, value]) => `${name}=${value}`).join(' ')
  return (
    <p className="w-full max-w-[72ch] text-meta text-text-2">
      Narrowed as well by <code className="font-mono break-all">{says.length > mostSaid ? `${says.slice(0, mostSaid)}…` : says}</code>.{' '}
      <TextLink href={href}>Leave that out</TextLink>
    </p>
  )
}
