const expansions: Readonly<Record<string, string>> = {
  DPoP: 'Demonstrating Proof of Possession',
  mTLS: 'mutual TLS',
}

const known = /\b(DPoP|mTLS)\b/

/** Words in which the first of our abbreviations is spelled out: on hover, and for who hears the page. */
export function Abbreviated({ children }: { children: string }) {
  const [before = '', short, ...after] = children.split(known)
  if (!short) return <>{children}</>
  return (
    <>
      {before}
      <abbr title={expansions[short]}>{short}</abbr>
      {after.join('')}
    </>
  )
}
