import { defineCommand } from 'citty'
import { connectorOf } from '../../lib/connectors/registry.ts'
import { addSource } from '../../lib/flows/add-source.ts'
import { ArgumentError } from '../argument-error.ts'
import { readSourceFile } from '../read-source-file.ts'
import { withWorld } from '../with-database.ts'

const actor = { kind: 'system', name: 'command line' } as const

const add = defineCommand({
  meta: { name: 'add', description: 'Store a source; its credential comes from the file or the environment, and is sealed' },
  args: {
    kind: {
      type: 'string',
      required: true,
      valueHint: 'KIND',
      description: 'which connector: one of the kinds below, but a file is imported',
    },
    name: { type: 'string', required: true, description: 'what to call it' },
    settings: {
      type: 'string',
      required: true,
      valueHint: 'FILE.json',
      description: 'its settings, and its credential unless the environment has it',
    },
    every: { type: 'string', default: '60', valueHint: 'MINUTES|never', description: 'how often it syncs' },
  },
  async run({ args }) {
    if (args.kind === 'file') throw new ArgumentError('a file is imported, not stored as a source: standdown import FILE')
    const everyMinutes = args.every === 'never' ? null : Number(args.every)
    if (everyMinutes !== null && !Number.isInteger(everyMinutes)) throw new ArgumentError('--every: a whole number of minutes, or never')
    const connector = await connectorOf(args.kind)
    const { settings, credential } = await readSourceFile(args.settings, connector, process.env)
    await withWorld((world) => addSource(world, actor, { kind: args.kind, name: args.name, settings, credential, everyMinutes }))
    process.stderr.write(
      `Stored ${args.name}, which reads ${connector.subject(settings)}. Sync it now: npm run standdown -- sync ${JSON.stringify(args.name)}\n`,
    )
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'The stored sources, one JSON object a line' },
  async run() {
    await withWorld(async ({ db }) => {
      const sources = await db.prisma.source.findMany({
        where: { removedAt: null },
        orderBy: { name: 'asc' },
        select: { name: true, kind: true, subject: true, demo: true, everyMinutes: true, lastCompleteAt: true, nextDueAt: true },
      })
      for (const source of sources) process.stdout.write(`${JSON.stringify(source)}\n`)
    })
  },
})

export default defineCommand({
  meta: { name: 'sources', description: 'Store a source, or list the stored ones' },
  subCommands: { add, list },
})
