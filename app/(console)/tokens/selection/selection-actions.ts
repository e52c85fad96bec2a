'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { assigneeName } from '@/lib/db/assignee-name.ts'
import { ownerChoices, workloadChoices } from '@/lib/db/directory-choices.ts'
import { actOnTokens, previewAct, type Doer } from '@/lib/flows/act-on-tokens.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { mostNamed, mostUntyped } from '@/lib/model/act-limits.ts'
import type { ActPreview, ChosenTokens, TokenAct } from '@/lib/model/token-act.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { actWords } from '../act/act-words.ts'
import { readAct } from '../act/read-act.ts'
import { readMark } from '../act/read-mark.ts'

/** What an act would do, to be confirmed; or that it was done. `was` is the number that was seen before, where it is another now. */
export type ActAnswer =
  | { step: 'confirm'; says: string; verb: string; preview: ActPreview; was: number | null; now: Date }
  | { step: 'done'; says: string; href: string; link: string }

/** Owners and workloads to choose from, and what day it is in the estate. */
export const beginAct = action('tokens:edit', async ({ world }) => {
  const [owners, workloads] = await Promise.all([ownerChoices(world.db), workloadChoices(world.db)])
  return { owners, workloads, now: world.now.toISOString() }
})

/** Looks at what an act on the selection would do, or does it once that was seen; where it has changed since, it looks again. */
export const actOnSelection = action('tokens:edit', async ({ viewer, world, form }): Promise<ActAnswer> => {
  const mark = readMark(field(form, 'mark'))
  const asked = { act: await readAct(world.db, form), chosen: chosenIn(form) }
  const who = await whoOf(asked.act)
  const doer = doerOf(viewer)
  const confirm = (preview: ActPreview, was: number): ActAnswer => {
    const { says, verb } = actWords(asked.act, preview.count, who)
    return { step: 'confirm', says, verb, preview, was: was === preview.count ? null : was, now: world.now }
  }
  const count = wholeOf(field(form, 'count'))
  if (field(form, 'intent') !== 'act') return confirm(await previewAct(world, doer, asked, mark), count)
  if (count > mostUntyped && wholeOf(field(form, 'typed')) !== count)
    throw new AppError('bad-input', 'Nothing was changed.', [{ where: 'typed', what: `Type ${count} to confirm.` }])
  const acted = await actOnTokens(world, doer, asked, { count, mark })
  if (!acted.done) return confirm(acted.now, count)
  revalidatePath('/tokens')
  const { done, seen } = actWords(asked.act, acted.count, who)
  const only = asked.chosen.by === 'ids' && asked.chosen.ids.length === 1 ? asked.chosen.ids[0] : undefined
  const list = asked.chosen.by === 'search' ? field(form, 'filters') : null
  const href = only ? `/tokens/${only}` : seen !== null ? `/tokens?${seen}` : list !== null ? `/tokens?${list}` : '/audit'
  return { step: 'done', says: done, href, link: only ? 'Show it' : seen === null && list === null ? 'Show it in the audit' : 'Show them' }

  async function whoOf(act: TokenAct): Promise<string | null> {
    if (act.do === 'owner') return assigneeName(world.db, 'owner', act.ownerId)
    return act.do === 'workload' ? assigneeName(world.db, 'workload', act.workloadId) : null
  }
})

function chosenIn(form: FormData): ChosenTokens {
  if (field(form, 'all') === 'yes') return { by: 'search', search: readTokenSearch(rawQuery(new URLSearchParams(field(form, 'filters')))) }
  const ids = z
    .array(z.uuid())
    .min(1)
    .max(mostNamed)
    .safeParse([...new Set(field(form, 'ids').split(' '))])
  if (!ids.success) throw new AppError('bad-input', `Choose between 1 and ${mostNamed} tokens, or all that match.`)
  return { by: 'ids', ids: ids.data }
}

/** A number as somebody types it: "3,412" is 3412. */
function wholeOf(text: string): number {
  const digits = text.replace(/[\s,.’']/gu, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : -1
}

function doerOf({ id, name, scope }: Viewer): Doer {
  return { id, name, scope }
}
