import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import { isWideNetwork } from '../wide-network.ts'

const Many = z.union([z.string().transform((one) => [one]), z.array(z.string()), z.boolean().transform((is) => [String(is)])])
const Statement = z.object({
  Effect: z.string(),
  Action: Many.optional(),
  Resource: Many.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Many)).optional(),
})
const Document = z.object({ Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]) })

/**
 * Whether a policy binds whoever it applies to, to known networks: it denies everything from anywhere else. A condition on an Allow does
 * not do that, since another policy may allow the same without it.
 */
export function confines(document: Json): boolean {
  const parsed = Document.safeParse(document)
  if (!parsed.success) return false
  return parsed.data.Statement.some((one) => {
    const statement = Statement.safeParse(one)
    return statement.success && deniesElsewhere(statement.data)
  })
}

function deniesElsewhere({ Effect, Action, Resource, Condition }: z.infer<typeof Statement>): boolean {
  if (Effect !== 'Deny' || !Action?.some((action) => action === '*' || action === '*:*') || !Resource?.includes('*')) return false
  const conditions = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => meaning(operator.replace(/IfExists$/, ''), key.toLowerCase(), values)),
  )
  // All conditions must hold for the denial: one that we do not know may leave a way round it.
  return conditions.includes('elsewhere') && conditions.every((one) => one !== 'unknown')
}

function meaning(operator: string, key: string, values: readonly string[]): 'elsewhere' | 'harmless' | 'unknown' {
  if (operator === 'NotIpAddress' && (key === 'aws:sourceip' || key === 'aws:vpcsourceip')) {
    return values.length > 0 && !values.some(isWideNetwork) ? 'elsewhere' : 'unknown'
  }
  if (/^StringNot(Equals|Like)$/.test(operator) && (key === 'aws:sourcevpc' || key === 'aws:sourcevpce')) {
    return values.length > 0 && !values.some((value) => value.includes('*')) ? 'elsewhere' : 'unknown'
  }
  // The usual exception: AWS services that act on the caller's behalf come from AWS's own addresses.
  if (operator === 'Bool' && key === 'aws:viaawsservice' && values.every((value) => value === 'false')) return 'harmless'
  return 'unknown'
}
