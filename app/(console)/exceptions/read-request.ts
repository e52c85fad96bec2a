import { AppError, type Issue } from '@/lib/model/app-error.ts'
import { NewException } from '@/lib/model/exception-request.ts'
import { exceptionKinds } from '@/lib/model/exception.ts'
import type { Policy } from '@/lib/model/policy.ts'
import { controlsRequired, refusalsOf } from '@/lib/retirement/exceptions.ts'
import { startOfDay } from '../day-in.ts'

/** Reads what a form asks to be accepted. Throws AppError 'bad-input' with everything that is wrong, each by its field. */
export function readRequest(form: FormData, now: Date, policy: Policy): NewException {
  const said = (name: string) => String(form.get(name) ?? '').trim()
  const issues: Issue[] = []
  const day = (name: string) => {
    const read = startOfDay(said(name))
    if (!read) issues.push({ where: name, what: said(name) === '' ? 'Choose a day.' : 'That is not a date.' })
    return read
  }
  const kind = exceptionKinds.find((each) => each === said('kind')) ?? 'ordinary'
  const [endsAt, retirementAt] = [day('endsAt'), day('retirementAt')]
  // A control without evidence is not shown; what it lacks is said with the rest.
  const controls = controlsRequired[kind]
    .filter((type) => said(`control-${type}`) !== '')
    .flatMap((type) => {
      const evidencedAt = startOfDay(said(`control-${type}-on`))
      if (!evidencedAt) issues.push({ where: `control-${type}`, what: 'Say of which day this evidence is.' })
      return evidencedAt ? [{ type, evidence: said(`control-${type}`), evidencedAt }] : []
    })
  const read = NewException.safeParse({
    kind,
    tokenIds: [...new Set(form.getAll('token').map(String))],
    reason: said('reason'),
    need: said('need'),
    endsAt: endsAt ?? now,
    retirementAt: retirementAt ?? now,
    controls,
    renewalOf: said('renewalOf') || null,
  })
  if (read.success && issues.length === 0) return read.data
  const further = read.success ? [] : read.error.issues.map(({ path, message }) => ({ where: whereOf(path, controls), what: message }))
  const rules = refusalsOf(
    { kind, endsAt: endsAt ?? now, retirementAt: retirementAt ?? now, tokens: [], controls, renewals: 0 },
    now,
    policy,
  )
  for (const issue of [...further, ...rules.filter(({ where }) => where !== 'tokens')])
    if (!issues.some(({ where }) => where === issue.where)) issues.push(issue)
  throw new AppError('bad-input', 'This exception cannot be asked for.', issues)
}

const fieldOf: Readonly<Record<string, string>> = { tokenIds: 'tokens', renewalOf: 'renewal' }

function whereOf([first, index]: readonly PropertyKey[], controls: readonly { type: string }[]): string {
  if (first === 'controls' && typeof index === 'number') return `control-${controls[index]?.type ?? ''}`
  return fieldOf[String(first)] ?? String(first)
}
