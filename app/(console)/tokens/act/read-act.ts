import { z } from 'zod'
import { findOwner, findWorkload } from '@/lib/db/directory-choices.ts'
import type { Db } from '@/lib/db/db.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { StatedFact, type StatedFactName } from '@/lib/model/stated-fact.ts'
import { ControlEvidence, TokenAct } from '@/lib/model/token-act.ts'
import { field } from '@/lib/server/web/action.ts'

/** Reads what a form asks to be done. Throws AppError 'bad-input' naming the field that cannot be used. */
export async function readAct(db: Db, form: FormData): Promise<TokenAct> {
  const act = TokenAct.safeParse(await asked(db, form))
  if (act.success) return act.data
  const issues = act.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'act'), what: message }))
  throw new AppError('bad-input', 'Some of this cannot be used.', issues)
}

async function asked(db: Db, form: FormData): Promise<unknown> {
  const said = (name: string) => field(form, name).trim()
  switch (said('act')) {
    case 'owner':
      return { do: 'owner', ownerId: said('owner') === '' ? null : await findOwner(db, said('owner')) }
    case 'workload':
      return { do: 'workload', workloadId: said('workload') === '' ? null : await findWorkload(db, said('workload')) }
    case 'fact':
      return { do: 'fact', stated: statedIn(form), note: said('note'), reviewAt: instant('reviewAt', said('reviewAt'), z.iso.date()) }
    case 'withdraw':
      return { do: 'withdraw', fact: said('fact') }
    case 'control':
      return { do: 'control', control: controlIn(said) }
    case 'exposure': {
      const foundAt = instant('foundAt', `${said('foundAt').slice(0, 16)}:00Z`, z.iso.datetime())
      return { do: 'exposure', leak: { state: said('state'), foundIn: said('foundIn'), foundAt, stillValid: said('stillValid') } }
    }
    default:
      throw new AppError('bad-input', 'This form asks for nothing that can be done. Load the page again.')
  }
}

/** Reads a control with what shows it. Throws AppError 'bad-input' naming the field that cannot be used. */
export function readControl(form: FormData): ControlEvidence {
  const read = ControlEvidence.safeParse(controlIn((name) => field(form, name).trim()))
  if (read.success) return read.data
  const issues = read.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'type'), what: message }))
  throw new AppError('bad-input', 'Some of this cannot be used.', issues)
}

function controlIn(said: (name: string) => string) {
  const [type, minutes] = [said('type'), said('minutes')]
  if (type === 'revocation' && minutes === '')
    throw wrong('minutes', 'Say how many minutes the drill took until the token no longer worked.')
  const evidencedAt = instant('evidencedAt', said('evidencedAt'), z.iso.date())
  return { type, evidence: said('evidence'), evidencedAt, ...(type === 'revocation' && { minutes: Number(minutes) }) }
}

/** The fact and its value, each fact from the fields it has. Throws AppError 'bad-input' at field `value`. */
function statedIn(form: FormData): StatedFact {
  const said = (name: string) => field(form, name).trim()
  const values: Partial<Record<StatedFactName, unknown>> = {
    popVerified: said('value') === 'yes' ? true : said('value') === 'no' ? false : undefined,
    scope: { level: Number(said('level')), reach: Number(said('reach')) },
    sensitivity: Number(said('value') || Number.NaN),
    consumers: said('value').split('\n').map((name) => name.trim()).filter(Boolean),
  } // prettier-ignore
  const fact = said('fact') as StatedFactName
  const never = (fact === 'expires' || fact === 'lastUsed') && form.get('never') === 'yes'
  const read = StatedFact.safeParse({ fact, value: never ? 'never' : Object.hasOwn(values, fact) ? values[fact] : said('value') })
  if (!read.success) throw wrong('value', `Say what it is. ${hints[fact] ?? ''}`.trim())
  return read.data
}

const hints: Partial<Record<StatedFactName, string>> = {
  issuedAt: 'Use a day.',
  expires: 'Use a day, or tick “never”.',
  lastUsed: 'Use a day, or tick “never”.',
  thirdParty: 'Use the vendor’s or App’s name.',
  consumers: 'One name a line.',
}

function instant(where: string, said: string, schema: z.ZodType<string>): Date {
  const read = schema.safeParse(said)
  if (!read.success) throw wrong(where, 'That is not a date.')
  return new Date(read.data)
}

function wrong(where: string, what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}
