import { z } from 'zod'

/** Where a killed run resumes. What comes before 'users' (report, policies) is small, needed in memory, and read again. */
export const Cursor = z.object({
  phase: z.enum(['users', 'roles', 'oidc', 'regions']),
  marker: z.string().max(10_000).nullable(),
  page: z.number().int().min(0),
  seen: z.number().int().min(0),
  refused: z.boolean(),
})
export type Cursor = z.infer<typeof Cursor>

export const start: Cursor = { phase: 'users', marker: null, page: 0, seen: 0, refused: false }
