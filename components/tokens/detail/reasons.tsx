/** A control that a reason speaks to. */
export type ShownReference = { framework: string; id: string; says: string; fits: 'states' | 'maps to' }

export type ShownReason = { code: string; label: string; says: string; references: readonly ShownReference[] }

/** Why, the deciding reason first: this token's value, the rule it meets, and where the rule comes from. */
export function Reasons({ reasons }: { reasons: readonly ShownReason[] }) {
  return (
    <ol className="flex flex-col gap-3">
      {reasons.map(({ code, label, says, references }) => (
        <li key={code} className="border-l-2 border-line pl-3">
          <p>
            <strong className="font-semibold">{label}.</strong> {says}
          </p>
          {references.length > 0 ? (
            <details className="text-table text-text-2">
              <summary className="w-fit cursor-pointer py-0.5">
                {references
                  .slice(0, 2)
                  .map(({ framework, id, fits }) => `${fits === 'maps to' ? 'maps to ' : ''}${shortName(framework)} ${id}`)
                  .join(' · ')}
                {references.length > 2 ? ` · ${references.length - 2} more` : ''}
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5 pl-4">
                {references.map(({ framework, id, says: text, fits }) => (
                  <li key={`${framework} ${id}`}>
                    {framework} <span className="font-medium text-text">{id}</span> ({fits === 'states' ? 'speaks of it' : 'maps to it'}):{' '}
                    {text}.
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

/** "OWASP NHI Top 10 2025" as its ids already carry it. */
function shortName(framework: string): string {
  return framework
    .replace(/^(?:OWASP NHI Top 10 2025|IETF RFC)$/, '')
    .replace(/ (?:Foundations|SP|TSC)\b/, '')
    .trim()
}
