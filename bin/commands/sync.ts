import { defineCommand } from 'citty'
import { AppError } from '../../lib/model/app-error.ts'
import { syncNow } from '../../lib/flows/sync-now.ts'
import { ArgumentError } from '../argument-error.ts'
import { openInput } from '../open-input.ts'
import { showProgress } from '../show-progress.ts'
import { tellRun } from '../tell-run.ts'
import { withWorld } from '../with-database.ts'

export default defineCommand({
  meta: { name: 'sync', description: 'One sync now, with progress; exit 0 complete, 3 partial, 1 failed' },
  args: {
    name: { type: 'positional', required: false, description: 'the name of the source' },
    input: {
      type: 'string',
      valueHint: 'FILE|-',
      description: 'tokens to look at in this run alone, one a line (kind "oauth"); the file is stored nowhere',
    },
    all: { type: 'boolean', default: false, description: 'every source, one after another' },
  },
  async run({ args }) {
    if (args.input !== undefined && args.all) throw new ArgumentError('--input: is of one source; name it')
    if (args.all === (args.name !== undefined)) throw new ArgumentError('name one source, or say --all')
    return withWorld(async (world) => {
      const sources = await world.db.prisma.source.findMany({
        where: { removedAt: null, kind: { not: 'file' }, ...(args.all ? {} : { name: args.name ?? '' }) },
        orderBy: { name: 'asc' },
        select: { id: true, name: true, kind: true },
      })
      if (sources.length === 0)
        throw new AppError(
          'not-found',
          args.all
            ? 'there is no source to sync yet: standdown sources add'
            : `there is no source named ${args.name}: standdown sources list`,
        )
      let worst = 0
      for (const { id, name, kind } of sources) {
        if (args.input !== undefined && kind !== 'oauth')
          throw new AppError('bad-input', `${name}: takes no file of tokens; a source of the kind oauth does`)
        const input = args.input === undefined ? undefined : await openInput(args.input)
        const run = await showProgress(world.db, id, name, syncNow(id, world, 'command line', input))
        const code = tellRun(name, run)
        worst = worst === 1 || code === 1 ? 1 : Math.max(worst, code)
      }
      return worst
    })
  },
})
