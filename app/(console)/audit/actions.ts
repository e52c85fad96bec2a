'use server'

import { revalidatePath } from 'next/cache'
import { checkAudit as check, type AuditChecked } from '@/lib/flows/check-audit.ts'
import { action } from '@/lib/server/web/action.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Walks the whole chain now and says what it found. */
export const checkAudit = action<AuditChecked>('audit:read', async () => {
  const found = await check(await webWorld({ clock: 'system' }))
  revalidatePath('/audit')
  return found
})
