import path from 'node:path'
import type { Role } from '../lib/model/viewer.ts'

/** Somebody with an account in the product under test, one a role. The accounts live as long as the run. */
export type Person = { role: Role; name: string; email: string; password: string }

export const people: Readonly<Record<Role, Person>> = {
  admin: { role: 'admin', name: 'Ada Moreno', email: 'ada.moreno@example.com', password: 'copper lantern drifts 41' },
  analyst: { role: 'analyst', name: 'Noor Lindqvist', email: 'noor.lindqvist@example.com', password: 'quiet harbour sings 72' },
  owner: { role: 'owner', name: 'Tomas Okafor', email: 'tomas.okafor@example.com', password: 'seven velvet anchors 18' },
  auditor: { role: 'auditor', name: 'Ines Farkas', email: 'ines.farkas@example.com', password: 'marble orchard hums 56' },
}

/** Somebody whose sign-in asks for a second factor. */
export const factored: Person = { role: 'analyst', name: 'Vera Stone', email: 'vera.stone@example.com', password: 'silent beacon turns 94' }

/** Where a role's signed-in browser state is kept during the run. */
export function sessionFile(role: Role): string {
  const data = process.env.E2E_DATA
  if (!data) throw new Error('The browser tests are started by: npm run test:e2e')
  return path.join(data, 'sessions', `${role}.json`)
}
