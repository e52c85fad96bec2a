import { policyNames, type PolicyName } from '@/lib/model/policy-fields.ts'

/** Values as somebody typed them, by field: whole numbers, and NaN where it is none. What is wrong with them the policy says. */
export function readValues(said: (name: PolicyName) => string): Record<PolicyName, number> {
  return Object.fromEntries(
    policyNames.map((name) => {
      const text = said(name).trim()
      return [name, /^\d{1,5}$/.test(text) ? Number(text) : NaN]
    }),
  ) as Record<PolicyName, number>
}
