import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import { exceptionKinds, type ExceptedToken, type ExceptionKind } from '@/lib/model/exception.ts'
import type { ControlType } from '@/lib/model/sighting.ts'
import { controlsRequired, refusalOf } from '@/lib/retirement/exceptions.ts'
import type { Start } from './request-form.tsx'

type OnRecord = { id: string; type: ControlType; evidence: string; evidencedAt: Date; expiresAt: Date }

/** Why each kind cannot be asked for, a sentence a token; a token that can have it says nothing. */
export function refusalsByKind(tokens: readonly ExceptedToken[]): Readonly<Record<ExceptionKind, readonly string[]>> {
  const of = (kind: ExceptionKind) =>
    tokens.flatMap((token) => {
      const refusal = refusalOf(kind, token)
      return refusal ? [`${token.name}: ${refusal}`] : []
    })
  return { ordinary: of('ordinary'), 'break-glass': of('break-glass'), seasonal: of('seasonal') }
}

/**
 * What a request begins with: what the exception that it renews said, and the evidence on record that counts for every one of its
 * tokens (`records`: the controls of each), the newest first. The kind is the first that its tokens can have.
 */
export function startOf(
  renews: ExceptionLine | null,
  refusals: Readonly<Record<ExceptionKind, readonly string[]>>,
  records: readonly (readonly OnRecord[])[],
  now: Date,
): Start {
  const possible = exceptionKinds.find((kind) => refusals[kind].length === 0)
  const types = [...new Set(Object.values(controlsRequired).flat())]
  const controls = types.flatMap((type) => {
    const shown = onAll(type, records, now) ?? renews?.controls.find((control) => control.type === type && control.expiresAt > now)
    return shown ? [[type, { evidence: shown.evidence, on: shown.evidencedAt.toISOString().slice(0, 10) }] as const] : []
  })
  return {
    kind: renews?.kind ?? possible ?? 'ordinary',
    reason: renews?.reason ?? '',
    need: renews?.need ?? '',
    retirementAt: renews && renews.retirementAt > now ? renews.retirementAt.toISOString().slice(0, 10) : '',
    controls: Object.fromEntries(controls),
  }
}

function onAll(type: ControlType, records: readonly (readonly OnRecord[])[], now: Date): OnRecord | undefined {
  const [first = [], ...others] = records
  return first
    .filter((control) => control.type === type && control.expiresAt > now && control.evidencedAt <= now)
    .toSorted((one, other) => other.evidencedAt.getTime() - one.evidencedAt.getTime())
    .find(({ id }) => others.every((controls) => controls.some((control) => control.id === id)))
}
