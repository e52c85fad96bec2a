'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { recordControl } from '@/lib/flows/record-evidence.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { readControl } from '../tokens/act/read-act.ts'

/** Records a control that protects everything of a workload or a source, and answers with how many tokens it changed. */
export const recordControlOn = action<{ changed: number }>('tokens:edit', async ({ viewer, world, form }) => {
  const [what, id] = [field(form, 'on'), z.uuid().safeParse(field(form, 'id'))]
  if (!id.success || (what !== 'workload' && what !== 'source'))
    throw new AppError('not-found', 'What this is about is not there any more. Load the page again.')
  const on = what === 'workload' ? { workloadId: id.data } : { sourceId: id.data }
  const done = await recordControl(world, { kind: 'user', id: viewer.id, name: viewer.name }, { ...readControl(form), on })
  revalidatePath(what === 'workload' ? `/directory/workloads/${id.data}` : `/sources/${id.data}`)
  return done
})
