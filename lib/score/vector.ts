import { AppError } from '../model/app-error.ts'
import { Agent, Binding, ExposureState, Facts, Lifecycle } from '../model/facts.ts'
import type { Breadth } from '../model/grant.ts'
import { isShared } from './dimensions/hygiene.ts'
import { grantsOf } from './dimensions/scope.ts'
import { model } from './nps-1.0.0.ts'

/**
 * The vector names every fact that a score rests on, as the step it falls in and not as the day's number: two vectors
 * are equal exactly when nothing that matters differs, so a token's vector stands still until its score may move.
 *
 *   nps-1.0.0/B:keyed-hmac/T:never/A:365d/I:45d/S:3.2/D:3/O:assigned/M:scanning
 *
 * B T A I S D O are always there, the others only where they say something; docs/scoring.md has the whole grammar. Where one line is
 * drawn at a day and another past it, that day is a step of its own: `45d` ends before the 45th day, which is `=45d`.
 */
export function vectorOf(facts: Facts): string {
  const { binding, controls } = facts
  let vector = `${model.id}/B:${binding}`
  if (binding === 'pop-app' || binding === 'pop-mtls' || binding === 'pop-attested') vector += `/P:${checkOf(facts.popVerified)}`
  vector += `/T:${lifeOf(facts.ttlSeconds)}`
  if (facts.rotationEnforcedSeconds) vector += `/R:${labelOf(lives, facts.rotationEnforcedSeconds)}`
  vector += `/A:${facts.ageDays === 'not-reported' ? '?' : labelOf(ages, Math.floor(facts.ageDays))}`
  vector += `/I:${idleOf(facts.idleDays)}`
  vector += `/S:${scopeOf(facts)}`
  vector += `/D:${facts.sensitivity === 'not-reported' ? '?' : facts.sensitivity}`
  vector += `/O:${facts.owner}`
  if (facts.lifecycle !== 'active') vector += `/L:${facts.lifecycle}`
  if (facts.exposure !== 'none') vector += `/X:${facts.exposure}`
  if (facts.revoked) vector += '/G:revoked'
  if (facts.replaced) vector += '/Y:replaced'
  if (facts.workload !== 'active') vector += `/W:${facts.workload}`
  if (facts.consumers === 'not-reported') vector += '/C:?'
  else if (isShared(facts)) vector += '/C:shared'
  if (facts.thirdParty) vector += '/H:third-party'
  if (facts.agent !== 'none') vector += `/N:${facts.agent}`
  if (facts.storage !== 'not-reported') vector += `/K:${facts.storage}`
  if (facts.prohibited) vector += '/Z:prohibited'
  const evidenced = controlsOf(controls)
  return evidenced === '' ? vector : `${vector}/M:${evidenced}`
}

/**
 * Facts that score as the vector's did. Numbers are the far end of their step, so they are fit for scoring and for
 * what-ifs, not for telling anybody how old a token is. Throws AppError 'bad-input' for anything that is not a vector of this model.
 */
export function factsFromVector(vector: string): Facts {
  const [id, ...metrics] = vector.split('/')
  if (id !== model.id) throw bad(`it is of model "${(id ?? '').slice(0, 40)}", and this is ${model.id}`)
  const says = new Map<string, string>()
  for (const metric of metrics) {
    const at = metric.indexOf(':')
    const name = metric.slice(0, at)
    if (at !== 1 || !known.has(name)) throw bad(`"${metric.slice(0, 40)}" is not a metric of this model`)
    if (says.has(name)) throw bad(`${name} is given twice`)
    says.set(name, metric.slice(2))
  }
  const evidenced = says.get('M')?.split('+') ?? []
  const lacking = always.find((name) => !says.has(name))
  if (lacking) throw bad(`${lacking} is missing`)
  const rotation = says.get('R')
  return {
    id: 'vector',
    lifecycle: oneOf('L', Lifecycle.options, says.get('L') ?? 'active'),
    ttlSeconds: numberOr(lives, 'T', says.get('T'), { never: 'never', '?': 'not-reported' }),
    rotationEnforcedSeconds: rotation === undefined ? null : stepFrom(lives, 'R', rotation),
    ageDays: numberOr(ages, 'A', says.get('A'), { '?': 'not-reported' }),
    idleDays: numberOr(idles, 'I', says.get('I'), { never: 'never-used', '?': 'not-reported' }),
    binding: oneOf('B', Binding.options, says.get('B')),
    popVerified: { yes: true, no: false, '?': 'not-reported' as const }[oneOf('P', ['yes', 'no', '?'] as const, says.get('P') ?? '?')],
    scope: scopeFrom(says.get('S')),
    sensitivity: sensitivityFrom(says.get('D')),
    exposure: oneOf('X', ExposureState.options, says.get('X') ?? 'none'),
    revoked: flag('G', 'revoked', says.get('G')),
    replaced: flag('Y', 'replaced', says.get('Y')),
    workload: oneOf('W', ['active', 'decommissioned', 'vendor-ended'] as const, says.get('W') ?? 'active'),
    owner: oneOf('O', ['assigned', 'none', 'departed'] as const, says.get('O')),
    consumers: consumersFrom(says.get('C')),
    thirdParty: flag('H', 'third-party', says.get('H')),
    agent: oneOf('N', Agent.options, says.get('N') ?? 'none'),
    storage: oneOf('K', ['vault', 'plaintext', 'not-reported'] as const, says.get('K') ?? 'not-reported'),
    prohibited: flag('Z', 'prohibited', says.get('Z')),
    controls: controlsFrom(evidenced),
  }
}

/** `[limit, label]`, ascending; past the last one comes `over`. */
type Labels = readonly (readonly [limit: number, label: string])[]

const always = ['B', 'T', 'A', 'I', 'S', 'D', 'O'] as const
const known: ReadonlySet<string> = new Set([...always, 'P', 'R', 'L', 'X', 'G', 'Y', 'W', 'C', 'H', 'N', 'K', 'Z', 'M'])

const lives: Labels = model.ttl.limits.map(([seconds]) => [seconds, lifeLabel(seconds)])
const { idleDays, dormantDays } = model.limits
// CIS draws its line at the 45th day and the score past it.
const idle: Labels = [[idleDays - 1, `${idleDays}d`], [idleDays, `=${idleDays}d`]] // prettier-ignore
// Never used counts by age, so age has the same two steps.
const ages = [...model.age.limits.map(([days]) => [days, `${days}d`] as const), ...idle].sort(([one], [other]) => one - other)
const idles: Labels = [...idle, [dormantDays, `${dormantDays}d`]]

function lifeLabel(seconds: number): string {
  if (seconds < 3_600) return `${seconds / 60}m`
  return seconds <= 86_400 ? `${seconds / 3_600}h` : `${seconds / 86_400}d`
}

function labelOf(labels: Labels, value: number): string {
  for (let step = 0; step < labels.length; step++) if (value <= labels[step]![0]) return labels[step]![1]
  return 'over'
}

function numberOr<Word extends string>(
  labels: Labels,
  name: string,
  label: string | undefined,
  words: Record<string, Word>,
): number | Word {
  const word = label !== undefined && Object.hasOwn(words, label) ? words[label] : undefined
  return word ?? stepFrom(labels, name, label)
}

function stepFrom(labels: Labels, name: string, label: string | undefined): number {
  if (label === 'over') return labels.at(-1)![0] + 1
  const step = labels.find(([, its]) => its === label)
  if (!step) throw bad(`${name}:${label?.slice(0, 40)} is not a step of this model`)
  return step[0]
}

function lifeOf(ttlSeconds: Facts['ttlSeconds']): string {
  if (ttlSeconds === 'not-reported') return '?'
  return ttlSeconds === 'never' || ttlSeconds === 0 ? 'never' : labelOf(lives, ttlSeconds)
}

function idleOf(idleDays: Facts['idleDays']): string {
  if (idleDays === 'not-reported') return '?'
  return idleDays === 'never-used' ? 'never' : labelOf(idles, Math.floor(idleDays))
}

function checkOf(popVerified: Facts['popVerified']): string {
  if (popVerified === 'not-reported') return '?'
  return popVerified ? 'yes' : 'no'
}

/** Only grants that no other one includes: at most four, whatever the list, and in one order. */
function scopeOf({ scope }: Pick<Facts, 'scope'>): string {
  if (scope === 'not-reported') return '?'
  if (!Array.isArray(scope)) return `${scope.level}.${scope.reach}`
  const furthest = new Map<number, number>()
  for (const { level, reach } of grantsOf({ scope })) furthest.set(level, Math.max(reach, furthest.get(level) ?? 0))
  const kept: string[] = []
  let covered = 0
  for (let level = 6; level >= 1; level--) {
    const reach = furthest.get(level) ?? 0
    if (reach > covered) kept.push(`${level}.${reach}`)
    covered = Math.max(covered, reach)
  }
  return kept.join('+')
}

function scopeFrom(value: string | undefined): Facts['scope'] {
  if (value === '?') return 'not-reported'
  const grants = (value ?? '').split('+').map((grant): Breadth => {
    const match = /^([1-6])\.([1-4])$/.exec(grant)
    if (!match) throw bad(`S:${grant.slice(0, 40)} is not a level and a reach`)
    return { level: Number(match[1]) as Breadth['level'], reach: Number(match[2]) as Breadth['reach'] }
  })
  return grants.length === 1 ? grants[0]! : grants
}

function sensitivityFrom(value: string | undefined): Facts['sensitivity'] {
  return value === '?' ? 'not-reported' : (Number(oneOf('D', ['0', '1', '2', '3', '4'] as const, value)) as 0 | 1 | 2 | 3 | 4)
}

function consumersFrom(value: string | undefined): Facts['consumers'] {
  if (value === undefined) return 1
  return oneOf('C', ['shared', '?'] as const, value) === 'shared' ? 2 : 'not-reported'
}

const drills = [
  [15, 'revocation15'],
  [60, 'revocation60'],
] as const satisfies Labels

function controlsOf({ networkConfined, revocationMinutes, monitored, secretScanning }: Facts['controls']): string {
  let list = networkConfined ? '+network' : ''
  if (revocationMinutes !== null) list += `+${drills.find(([minutes]) => revocationMinutes <= minutes)?.[1] ?? 'revocation'}`
  if (monitored) list += '+monitoring'
  if (secretScanning) list += '+scanning'
  return list.slice(1)
}

function controlsFrom(evidenced: readonly string[]): Facts['controls'] {
  const minutes = new Map<string, number>([...drills.map(([limit, label]) => [label, limit] as const), ['revocation', 61]])
  const odd = evidenced.find((control) => !minutes.has(control) && !['network', 'monitoring', 'scanning'].includes(control))
  if (odd !== undefined) throw bad(`M:${odd.slice(0, 40)} is not a control of this model`)
  return {
    networkConfined: evidenced.includes('network'),
    revocationMinutes: evidenced.map((control) => minutes.get(control)).find((value) => value !== undefined) ?? null,
    monitored: evidenced.includes('monitoring'),
    secretScanning: evidenced.includes('scanning'),
  }
}

function oneOf<Value extends string>(name: string, values: readonly Value[], value: string | undefined): Value {
  const found = values.find((candidate) => candidate === value)
  if (found === undefined) throw bad(`${name}:${value?.slice(0, 40)} is not a value of this model`)
  return found
}

function flag(name: string, word: string, value: string | undefined): boolean {
  if (value === undefined) return false
  oneOf(name, [word], value)
  return true
}

function bad(why: string): AppError {
  return new AppError('bad-input', `This is not a vector that ${model.id} can score: ${why}.`)
}
