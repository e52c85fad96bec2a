import type { ReasonCode } from '@/lib/model/score.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import { hrefOf } from '../token-hrefs.ts'
import { reasonLine, type ReasonFacts } from './reason-line.ts'

/** A control that a reason speaks to. */
export type ShownReference = { framework: string; id: string; says: string; fits: 'states' | 'maps to' }

export type ShownReason = { code: ReasonCode; label: string; references: readonly ShownReference[] }

/** Why, the deciding reason first: this token's value, the rule it meets, and where the rule comes from, each in one line. */
export function Reasons({ reasons, about }: { reasons: readonly ShownReason[]; about: ReasonFacts }) {
  return (
    <ol className="flex flex-col gap-2.5">
      {reasons.map((reason, place) => (
        <Reason key={reason.code} reason={reason} about={about} deciding={place === 0} />
      ))}
    </ol>
  )
}

function Reason({ reason: { code, label, references }, about, deciding }: { reason: ShownReason; about: ReasonFacts; deciding: boolean }) {
  const { value, rule } = reasonLine(code, about)
  return (
    <li className={deciding ? 'border-l-2 border-text pl-3' : 'border-l-2 border-line pl-3'}>
      <p>
        <strong className="font-semibold">{label}</strong>
        {deciding ? <span className="text-text-3"> · decides</span> : <AlsoOf code={code} label={label} />}
      </p>
      <p className="text-table text-text-2">
        <span className="text-text">{value}</span> <Arrow /> {rule}
        {references.length === 0 ? '.' : null}
      </p>
      {references.length > 0 ? <References references={references} /> : null}
    </li>
  )
}

/** Leads to the tokens that it speaks against as well. */
function AlsoOf({ code, label }: Pick<ShownReason, 'code' | 'label'>) {
  return (
    <span className="text-meta text-text-3">
      {' · '}
      <TextLink href={hrefOf(readTokenSearch({ because: code }))}>
        tokens with it<span className="sr-only">: {label}</span>
      </TextLink>
    </span>
  )
}

function References({ references }: { references: readonly ShownReference[] }) {
  const [first, ...others] = references
  if (!first) return null
  return (
    <details className="text-table text-text-2">
      <summary className="w-fit cursor-pointer rounded-control py-0.5 hover:text-text">
        {first.fits === 'maps to' ? 'maps to ' : ''}
        {shortName(first)}
        {others.length > 0 ? ` · ${others.length} more` : ''}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 pl-4">
        {references.map(({ framework, id, says, fits }) => (
          <li key={`${framework} ${id}`}>
            {framework} <span className="font-medium text-text">{id}</span> ({fits === 'states' ? 'speaks of it' : 'maps to it'}): {says}.
          </li>
        ))}
      </ul>
    </details>
  )
}

function Arrow() {
  return (
    <>
      <span aria-hidden className="text-text-3">
        →
      </span>
      <span className="sr-only">, which meets the rule:</span>
    </>
  )
}

/** "OWASP NHI7:2025", "RFC 9700 section 2.2.1", "CIS AWS 2.12": as people cite it. */
function shortName({ framework, id }: ShownReference): string {
  const body = framework
    .replace(/^IETF RFC$/, '')
    .replace(/^OWASP NHI Top 10 2025$/, 'OWASP')
    .replace(/ (?:Foundations|SP|TSC)\b/, '')
    .trim()
  return body ? `${body} ${id}` : id
}
