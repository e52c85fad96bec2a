'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import type { CampaignPreview } from '@/lib/db/write-campaigns.ts'
import { closeCampaign, endSeries, moveCampaignDate, startCampaign } from '@/lib/flows/campaigns.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { CampaignMove, CampaignTerms } from '@/lib/model/campaign-terms.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { endOfDay } from '../day-in.ts'

/** Starts the review that was shown; where it would be another by now, answers with what it would be. */
export const startTheCampaign = action<CampaignPreview>('plans:edit', async ({ viewer, world, form }) => {
  const search = readTokenSearch(rawQuery(new URLSearchParams(field(form, 'search'))))
  const terms = CampaignTerms.safeParse({
    name: field(form, 'name'),
    dueAt: endOfDay('dueAt', field(form, 'dueAt').trim(), null),
    quarterly: field(form, 'quarterly') === 'yes',
    carries: field(form, 'carries') === 'yes',
  })
  if (!terms.success) {
    const issues = terms.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'name'), what: message }))
    throw new AppError('bad-input', 'Some of this cannot be used.', issues)
  }
  const seen = { tokens: Number(field(form, 'tokens')), owners: Number(field(form, 'owners')) }
  const ground = { search, previousId: field(form, 'carry') || null }
  const started = await startCampaign(world, viewer, { ground, terms: terms.data }, seen)
  if (!started.done) return started.now
  changed()
  redirect(`/campaigns/${started.id}?did=started`)
})

/** Closes a review: no answer is taken any more. */
export const closeTheCampaign = action('plans:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  await closeCampaign(world, viewer, { id, version: Number(field(form, 'version')) })
  changed()
  redirect(`/campaigns/${id}?did=closed`)
})

/** Its date is another, for a reason. */
export const moveTheDate = action('plans:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  const move = CampaignMove.safeParse({ dueAt: endOfDay('dueAt', field(form, 'dueAt').trim(), null), says: field(form, 'says') })
  if (!move.success) {
    const issues = move.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'says'), what: message }))
    throw new AppError('bad-input', 'Some of this cannot be used.', issues)
  }
  await moveCampaignDate(world, viewer, { id, version: Number(field(form, 'version')) }, move.data)
  changed()
  redirect(`/campaigns/${id}?did=moved`)
})

/** No further review of the series opens by itself. */
export const endTheSeries = action('plans:edit', async ({ viewer, world, form }) => {
  const id = field(form, 'id')
  await endSeries(world, viewer, { id, version: Number(field(form, 'version')) })
  changed()
  redirect(`/campaigns/${id}?did=ended`)
})

function changed(): void {
  revalidatePath('/campaigns', 'layout')
  revalidatePath('/tasks', 'layout')
}
