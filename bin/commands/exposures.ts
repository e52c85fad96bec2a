import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { defineCommand } from 'citty'
import { importReport, type ReportOutcome } from '../../lib/flows/import-report.ts'
import { enqueueMessages } from '../../lib/jobs/enqueue.ts'
import { AppError } from '../../lib/model/app-error.ts'
import { withWorld } from '../with-database.ts'

const importCommand = defineCommand({
  meta: {
    name: 'import',
    description: 'Record the leaks of a report: TruffleHog’s JSON, Gitleaks’ JSON or SARIF. No secret of it is stored',
  },
  args: {
    file: { type: 'positional', required: true, valueHint: 'FILE', description: 'the report' },
    dryRun: { type: 'boolean', default: false, description: 'say what would match how surely; store nothing' },
  },
  async run({ args }) {
    const found = await stat(args.file).catch(() => null)
    if (!found?.isFile()) throw new AppError('bad-input', `${args.file}: there is no such file`)
    const input = createReadStream(args.file) as AsyncIterable<Uint8Array>
    const name = path.basename(args.file)
    return withWorld(async (world) => {
      const outcome = await importReport(world, { kind: 'system', name: 'command line' }, { input, name, dryRun: args.dryRun })
      if (!args.dryRun && outcome.leaks > 0) await enqueueMessages(world)
      process.stderr.write(`${outcomeLines(outcome).join('\n')}\n`)
      return 0
    })
  },
})

export default defineCommand({
  meta: { name: 'exposures', description: 'Leaks that secret scanners found' },
  subCommands: { import: importCommand },
})

/** What came of a report, for people. */
export function outcomeLines({ scanner, finds, leaks, certain, likely, possible, several, none, known, withoutSecret, tokens, dryRun, matches }: ReportOutcome): string[] {
  const lines: [number, string][] = [
    [certain, 'matched for certain'],
    [likely, 'matched likely, by the last eight characters'],
    [possible, 'possible: a person has to say so'],
    [several, 'fit several tokens, and so none'],
    [none, 'match no token; they are kept for people to match'],
    [known, 'were on record before'],
    [withoutSecret, 'finds without their secret: by hand only'],
    [tokens, dryRun ? 'tokens would be to revoke now' : 'tokens are to be revoked now'],
  ]
  return [
    `${scanner}: ${finds} ${finds === 1 ? 'find' : 'finds'} of ${leaks} ${leaks === 1 ? 'secret' : 'secrets'}.${dryRun ? ' Nothing was stored.' : ''}`,
    ...lines.filter(([count]) => count > 0).map(([count, says]) => `  ${String(count).padStart(5)}  ${says}`),
    ...matches.flatMap(({ foundIn, token, certainty }) => (token ? [`         ${foundIn}: ${token.name} (${certainty})`] : [])),
  ]
} // prettier-ignore
