import { z } from 'zod'
import { Binding } from '@/lib/model/facts.ts'
import { Level, Reach } from '@/lib/model/grant.ts'
import type { Json } from '@/lib/model/json.ts'
import { Verdict } from '@/lib/model/score.ts'
import { StatedFact, statedFactNames, type StatedFactName } from '@/lib/model/stated-fact.ts'
import { bindingWord, levelWord, reachWord } from '../fact-words.ts'
import { statedFactWord, statedWords } from '../selection/stated-words.ts'
import { verdictWord } from '../verdict-words.ts'
import { counted } from './text-time.ts'

export type ShownEvent = { id: string; kind: string; at: Date; detail: Json }

const day = 10
const Width = z.object({ level: Level.nullable(), reach: Reach.nullable() })
const FactName = z.enum(statedFactNames)
const Facts = z.object({ facts: z.array(FactName) })

/** An event as a sentence. Its detail was written by another version, perhaps: what does not fit is left out, never an error. */
export function eventWords({ kind, detail }: Pick<ShownEvent, 'kind' | 'detail'>): string {
  const said = Object.hasOwn(words, kind) ? words[kind]?.(detail) : undefined
  return said ?? plain[kind] ?? kind
}

const plain: Readonly<Record<string, string>> = {
  'first-seen': 'First seen.',
  returned: 'Seen again after it was gone.',
  gone: 'Gone: a complete sync did not find it.',
  rotated: 'Rotated: a new secret took the place of the old.',
  used: 'Used.',
  disabled: 'Disabled; it can be switched back on.',
  enabled: 'Switched on again.',
  renewed: 'Its expiry was moved; it lives again.',
  revoked: 'Revoked.',
  expired: 'Expired.',
  renamed: 'Renamed.',
  'scope-widened': 'Can do more than before.',
  'scope-narrowed': 'Can do less than before.',
  'permissions-changed': 'Its permissions changed, but not how far they go.',
  'expiry-changed': 'Its expiry changed.',
  'binding-changed': 'Its binding changed.',
  'owner-changed': 'Its owner changed.',
  'workload-changed': 'Its workload changed.',
  exposed: 'Exposed.',
  'exposure-closed': 'Its exposure was closed.',
  'verdict-changed': 'Its verdict changed.',
  'fact-stated': 'A person stated a fact of it.',
  'fact-withdrawn': 'What a person stated of it was taken back.',
  'fact-lapsed': 'What a person stated of it no longer counts: its review has come.',
  'fact-reported': 'Its provider reports now what a person had stated.',
}

const words: Readonly<Record<string, (detail: Json) => string | undefined>> = {
  'first-seen': (detail) => read(z.object({ verdict: Verdict }), detail, ({ verdict }) => `First seen, as “${verdictWord[verdict]}”.`),
  'verdict-changed': (detail) =>
    read(
      z.object({ from: Verdict, to: Verdict }),
      detail,
      ({ from, to }) => `Verdict went from “${verdictWord[from]}” to “${verdictWord[to]}”.`,
    ),
  rotated: (detail) =>
    read(z.object({ to: z.string() }), detail, ({ to }) => `Rotated: the present secret was issued on ${to.slice(0, day)}.`),
  used: (detail) =>
    read(
      z.object({ at: z.string(), service: z.string().nullish(), afterDays: z.number().optional() }),
      detail,
      ({ at, service, afterDays }) =>
        `Used on ${at.slice(0, day)}${service ? ` (${service})` : ''}${afterDays ? `, after ${counted(Number(afterDays), 'day')} of silence` : ''}.`,
    ),
  renamed: (detail) => read(z.object({ from: z.string(), to: z.string() }), detail, ({ from, to }) => `Renamed from “${from}” to “${to}”.`),
  'binding-changed': (detail) =>
    read(
      z.object({ from: Binding, to: Binding }),
      detail,
      ({ from, to }) => `Binding went from “${bindingWord[from]}” to “${bindingWord[to]}”.`,
    ),
  'scope-widened': (detail) =>
    read(z.object({ from: Width, to: Width }), detail, ({ from, to }) => `Can do more: ${width(from)} → ${width(to)}.`),
  'scope-narrowed': (detail) =>
    read(z.object({ from: Width, to: Width }), detail, ({ from, to }) => `Can do less: ${width(from)} → ${width(to)}.`),
  'fact-stated': (detail) => {
    const said = StatedFact.safeParse(read(z.object({ fact: z.string(), value: z.unknown() }), detail, (stated) => stated))
    const by = read(z.object({ by: z.string(), reviewAt: z.string() }), detail, (who) => who)
    if (!said.success || !by) return undefined
    const { fact, value } = statedWords(said.data)
    return `${by.by} stated “${fact}: ${value}”, until its review on ${by.reviewAt.slice(0, day)}.`
  },
  'fact-withdrawn': (detail) =>
    read(
      z.object({ fact: FactName, by: z.string() }),
      detail,
      ({ fact, by }) => `${by} took back what was stated of “${statedFactWord[fact]}”.`,
    ),
  'fact-lapsed': (detail) =>
    read(Facts, detail, ({ facts }) => `What a person stated of ${factsIn(facts)} no longer counts: its day has come.`),
  'fact-reported': (detail) =>
    read(Facts, detail, ({ facts }) => `Its provider reports ${factsIn(facts)} now, which stands above what a person stated.`),
}

function factsIn(facts: readonly StatedFactName[]): string {
  return facts.map((fact) => `“${statedFactWord[fact]}”`).join(', ')
}

function read<T, Said = string>(schema: z.ZodType<T>, detail: Json, say: (value: T) => Said): Said | undefined {
  const value = schema.safeParse(detail)
  return value.success ? say(value.data) : undefined
}

function width({ level, reach }: z.infer<typeof Width>): string {
  return level && reach ? `${levelWord[level]} · ${reachWord[reach]}` : 'not reported'
}
