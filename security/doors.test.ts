import { describe, expect, test } from 'vitest'
import { may, Permission, Role } from '../lib/model/viewer.ts'
import { doors, holders } from './doors.ts'
import { addressOf, doorsOf, doorsThereAre } from './doors-there-are.ts'

describe('the table of doors', () => {
  test('has a line for every door, and no line without one', () => {
    const there = doorsThereAre()
    const missing = there.filter((door) => !(door in doors)).map((door) => `  '${door}': 'signed-in',`)
    expect(missing, 'Add these lines to security/doors.ts, with what they ask for').toEqual([])
    expect(
      Object.keys(doors).filter((door) => !there.includes(door)),
      'Take these out of security/doors.ts: there is no such door',
    ).toEqual([])
    expect(there.length).toBeGreaterThan(40)
  })

  test('says of each permission who has it, as the model does', () => {
    const said = Object.fromEntries(Permission.options.map((one) => [one, [...(holders[one] ?? [])].toSorted()]))
    const model = Object.fromEntries(Permission.options.map((one) => [one, Role.options.filter((role) => may(role, one)).toSorted()]))
    expect(said).toEqual(model)
  })

  test('fills every bracket of an address', () => {
    for (const [door, line] of Object.entries(doors).filter(([name]) => /\/(?:page|route)\.tsx?/.test(name))) {
      const { row, at = {} } = typeof line === 'string' ? {} : line
      expect(addressOf(door, { ...(row && { id: 'x' }), ...at }), door).not.toMatch(/in-the-table|[[\]]/)
    }
  })
})

test.each([
  ['(console)/x/page.tsx', 'export default async function X() {}', ['(console)/x/page.tsx']],
  ['api/x/route.ts', 'export const GET = door(a)\nexport async function DELETE() {}\nexport const dynamic = 1', ['api/x/route.ts GET', 'api/x/route.ts DELETE']],
  ['api/x/route.ts', 'const a = 1\nexport { a as POST }', ['api/x/route.ts POST']],
  ['x/actions.ts', `'use server'\nexport const a = action('x')\nexport async function b() {}\nexport type C = 1`, ['x/actions.ts a', 'x/actions.ts b']],
  ['x/plain.ts', 'export const a = 1', []],
])('the doors in %s: %s', (name, text, found) => expect(doorsOf(name, text)).toEqual(found)) // prettier-ignore

test.each([
  ['(console)/page.tsx', '/'],
  ['(console)/tokens/[id]/page.tsx', '/tokens/7'],
  ['(console)/@drawer/(.)tokens/[id]/page.tsx', '/tokens/7'],
  ['api/auth/[...nextauth]/route.ts GET', '/api/auth/csrf'],
])('the address of %s is %s', (door, address) => expect(addressOf(door, { id: '7', nextauth: 'csrf' })).toBe(address))
