'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { findOwner, findWorkload } from '@/lib/db/directory-choices.ts'
import { NewControl, NewExposure, recordControl, recordExposure } from '@/lib/flows/record-evidence.ts'
import { stateTokens } from '@/lib/flows/state-tokens.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** States who owns the token; nothing chosen takes the statement back, and rules and hints decide again. */
export const stateOwner = action('tokens:edit', async ({ viewer, world, form }) => {
  const said = field(form, 'owner').trim()
  const id = tokenOf(form)
  await stateTokens(world, personOf(viewer), [id], { ownerId: said === '' ? null : await findOwner(world.db, said) })
  return shown(id)
})

/** States which workload uses the token; nothing chosen takes the statement back. */
export const stateWorkload = action('tokens:edit', async ({ viewer, world, form }) => {
  const said = field(form, 'workload').trim()
  const id = tokenOf(form)
  await stateTokens(world, personOf(viewer), [id], { workloadId: said === '' ? null : await findWorkload(world.db, said) })
  return shown(id)
})

/** Records a control that a person vouches for. */
export const stateControl = action('tokens:edit', async ({ viewer, world, form }) => {
  const id = tokenOf(form)
  const type = field(form, 'type')
  const minutes = field(form, 'minutes').trim()
  if (type === 'revocation' && minutes === '')
    throw wrong('minutes', 'Say how many minutes the drill took until the token no longer worked.')
  const control = NewControl.parse({
    type,
    on: { tokenId: id },
    evidence: field(form, 'evidence'),
    evidencedAt: instant('evidencedOn', field(form, 'evidencedOn'), z.iso.date()),
    ...(type === 'revocation' && { minutes: Number(minutes) }),
  })
  await recordControl(world, personOf(viewer), control)
  return shown(id)
})

/** Records a leak: the token is to be revoked from then on. */
export const stateExposure = action('tokens:edit', async ({ viewer, world, form }) => {
  const id = tokenOf(form)
  const foundAt = instant('foundAt', `${field(form, 'foundAt').slice(0, 16)}:00Z`, z.iso.datetime())
  if (foundAt > world.now) throw wrong('foundAt', 'It cannot have been found in the future. Use now or earlier.')
  const exposure = NewExposure.parse({
    tokenId: id,
    state: field(form, 'state'),
    foundIn: field(form, 'foundIn'),
    foundAt,
    stillValid: field(form, 'stillValid'),
  })
  await recordExposure(world, personOf(viewer), exposure)
  return shown(id)
})

function shown(id: string): undefined {
  revalidatePath(`/tokens/${id}`)
}

function tokenOf(form: FormData): string {
  const id = z.uuid().safeParse(field(form, 'token'))
  if (!id.success) throw new AppError('not-found', 'That token is not there.')
  return id.data
}

function instant(where: string, said: string, schema: z.ZodType<string>): Date {
  const read = schema.safeParse(said)
  if (!read.success) throw wrong(where, 'That is not a date.')
  return new Date(read.data)
}

function wrong(where: string, what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}

function personOf({ id, name }: Viewer) {
  return { kind: 'user', id, name } as const
}
