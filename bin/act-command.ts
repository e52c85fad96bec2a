import { createInterface } from 'node:readline/promises'
import { defineCommand } from 'citty'
import { tokensCalled } from '../lib/db/tokens-called.ts'
import { readActRequest } from '../lib/db/list-acts.ts'
import { readActTokens } from '../lib/flows/act-tokens.ts'
import { askByCommand } from '../lib/flows/ask-acts.ts'
import { carryOutAct } from '../lib/flows/carry-out-act.ts'
import type { World } from '../lib/flows/world.ts'
import { enqueueSync } from '../lib/jobs/enqueue.ts'
import { AppError } from '../lib/model/app-error.ts'
import { mostActTokens, type ActState, type ActToken, type ProviderVerb } from '../lib/model/provider-act.ts'
import { doesTo, effectOf } from '../lib/model/act-effect.ts'
import { actRefusal, toType } from '../lib/retirement/provider-acts.ts'
import { ArgumentError } from './argument-error.ts'
import { withWorld } from './with-database.ts'

const about: Readonly<Record<ProviderVerb, string>> = {
  disable: 'Switch tokens off at their provider, and read back that they are',
  enable: 'Switch on again what was disabled from here',
  delete: 'Delete tokens at their provider, or take their access away where it only lets that be; disabled first, where that can be',
}
/** A worker of the product may be at it at this moment. */
const lockWaitMs = 60_000

/**
 * `standdown disable|enable|delete`: one token is done and stands for review; more than one wait for a second person in the console. Whoever
 * asks names the account that they are: its person is not the second, nor who reviews.
 */
export function actCommand(verb: ProviderVerb) {
  return defineCommand({
    meta: {
      name: verb,
      description: `${about[verb]}; exit 0 seen done, 3 waits for a second person or not seen done yet, 1 failed`,
    },
    args: {
      token: { type: 'positional', required: true, valueHint: 'TOKEN…', description: 'the id, the shown id or the name of each token' },
      source: { type: 'string', valueHint: 'NAME', description: 'only tokens of this source' },
      why: { type: 'string', valueHint: 'REASON', description: 'why; it stands in the journal and in the audit' },
      as: {
        type: 'string',
        valueHint: 'EMAIL',
        description: 'who asks: an administrator’s or an analyst’s account; somebody else approves and reviews',
      },
      yes: { type: 'boolean', default: false, description: 'ask for nothing to be typed' },
      dryRun: { type: 'boolean', default: false, description: 'say what would happen and what would break; send nothing' },
    },
    async run({ args }) {
      const words = [...new Set(args._.map(String))]
      if (words.length > mostActTokens) throw new ArgumentError(`at most ${mostActTokens} tokens at a time`)
      if (!args.dryRun && !args.why?.trim()) throw new ArgumentError('say why: --why "…", or only look: --dry-run')
      if (!args.dryRun && !args.as?.trim())
        throw new ArgumentError('say who asks: --as EMAIL, the account of an administrator or an analyst, or only look: --dry-run')
      if (!args.dryRun && !args.yes && !process.stdin.isTTY)
        throw new ArgumentError('nobody is there to confirm it: say --yes, or only look: --dry-run')
      return withWorld(async (world) => {
        const tokens = await readActTokens(world.db, { all: true }, await idsOf(world, words, args.source ?? null))
        for (const token of tokens) process.stdout.write(`${dryLine(verb, token)}\n`)
        if (args.dryRun) return tokens.some((token) => actRefusal(verb, token) !== null) ? 1 : 0
        if (!args.yes && !tokens.some((token) => actRefusal(verb, token) !== null)) await confirm(verb, tokens)
        return doIt(world, verb, tokens, { reason: args.why?.trim() ?? '', as: args.as?.trim() ?? '' })
      })
    },
  })
}

/** Each word means one token; which, it says where there are several. */
async function idsOf(world: World, words: readonly string[], source: string | null): Promise<string[]> {
  const found = Map.groupBy(await tokensCalled(world.db, words, source), ({ word }) => word)
  return words.map((word) => {
    const [one, ...others] = found.get(word) ?? []
    if (!one) throw new AppError('not-found', `there is no token "${word}"${source ? ` in ${source}` : ''}`)
    if (others.length > 0) {
      const which = [one, ...others].slice(0, 5).map(({ id, displayId, sourceName }) => `${id} (${displayId}, ${sourceName})`)
      throw new AppError('bad-input', `"${word}" means several tokens; name one by its id: ${which.join('; ')}`)
    }
    return one.id
  })
}

function dryLine(verb: ProviderVerb, token: ActToken): string {
  const { name, displayId, sourceName, shown, isExposed, consumers, lastUsed } = token
  const why = actRefusal(verb, token)
  const uses = {
    at: `last used ${lastUsed.at?.toISOString() ?? 'at some time'}`,
    'not-since': `no use seen since ${lastUsed.at?.toISOString() ?? 'its provider looks'}`,
    never: 'never used',
    'not-reported': 'last use not reported',
  }[lastUsed.how]
  const who = consumers.length > 0 ? `used by ${consumers.map((consumer) => consumer.name).join(', ')}` : 'nobody is known to use it'
  const { does, leaves } = effectOf(verb, token.kind)
  const undo = verb === 'delete' ? 'cannot be undone from here' : verb === 'disable' ? 'can be enabled again' : 'works again at once'
  const what = why ? `not possible: ${why}` : `${does} it: ${who}; ${uses}; ${undo}${leaves ? `. ${leaves}` : ''}`
  return `${displayId}  ${name}  ${sourceName}  ${shown}${isExposed ? ', leaked' : ''}  ${what}`
}

async function confirm(verb: ProviderVerb, tokens: readonly ActToken[]): Promise<void> {
  const wanted = toType(verb, tokens) ?? 'yes'
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const typed = await asked.question(
    `${doesTo(verb, tokens)} ${tokens.length === 1 ? 'it' : `these ${tokens.length}`}: type ${wanted} to confirm: `,
  )
  asked.close()
  if (typed.trim().toLowerCase() !== wanted.toLowerCase()) throw new AppError('bad-input', 'that was something else; nothing was asked for')
}

async function doIt(world: World, verb: ProviderVerb, tokens: readonly ActToken[], said: { reason: string; as: string }): Promise<number> {
  const { requestId, acts, sources, waits } = await askByCommand(world, { verb, ids: tokens.map(({ id }) => id), ...said })
  const page = `${world.site}/acts/${requestId}`
  if (waits) {
    process.stdout.write(`${tokens.length === 1 ? 'It waits' : `${tokens.length} tokens wait`} for a second person: ${page}\n`)
    return 3
  }
  const states: (ActState | 'busy' | null)[] = []
  for (const act of acts) states.push(await carryOutAct(world, act, { waitMs: lockWaitMs }))
  for (const source of sources) await enqueueSync(world.db, source, 'acts')
  for (const { displayId, state, says, after } of await readActRequest(world.db, { all: true }, requestId))
    process.stdout.write(`${displayId}  ${state}${after ? `, shown ${after}` : ''}${says ? `: ${says}` : ''}\n`)
  process.stdout.write(`It stands for review by somebody else: ${page}\n`)
  if (states.every((state) => state === 'seen')) return 0
  return states.includes('failed') ? 1 : 3
}
