import { z } from 'zod'
import { takeTurn } from '@/lib/db/attempts.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { evaluate } from '@/lib/score/evaluation.ts'
import { readFactsLine } from '@/lib/score/facts-line.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { readSmallBody } from '@/lib/server/web/small-body.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** A scope may list 10,000 grants, which is a quarter of this. */
const mostBytes = 2 ** 20
const turns = { turns: 60, seconds: 60 }

const Asked = z.strictObject({
  asOf: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  explain: z.enum(['true', 'false']).optional(),
})

/**
 * Scores facts that nobody keeps: one JSON object a line in, one a line out, in the same order; all of them or none.
 * `?asOf=2026-11-23&explain=true`. A line that cannot be used is named, with its field.
 */
export const POST = door(async (request) => {
  const viewer = await requireViewer('tokens:read')
  const { db, now } = await webWorld()
  const wait = await takeTurn(db, `evaluate|${viewer.id}`, turns, new Date())
  if (wait > 0) throw new AppError('too-many', `At most ${turns.turns} requests a minute. Wait ${wait} seconds, or send more lines in one.`)
  const { asOf, explain } = Asked.parse(Object.fromEntries(new URL(request.url).searchParams))
  const options = { asOf: asOf === undefined ? now : new Date(asOf), explain: explain === 'true' }
  const lines = (await readSmallBody(request, mostBytes)).split(/\r?\n/)
  const answers = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [JSON.stringify(evaluate(readFactsLine(line, index + 1), options))],
  )
  if (answers.length === 0) throw new AppError('bad-input', 'There is nothing here to score. Send one JSON object of facts a line.')
  return new Response(`${answers.join('\n')}\n`, { headers: { 'content-type': 'application/x-ndjson; charset=utf-8' } })
})
