import { defineCommand } from 'citty'
import { tellJobEnded } from '../../lib/flows/tie-token.ts'
import { withWorld } from '../with-database.ts'

const ended = defineCommand({
  meta: { name: 'ended', description: 'Tells that a job has ended: standdown job ended migration-2026' },
  args: {
    job: { type: 'positional', required: true, description: 'the id that tokens are tied to' },
    says: { type: 'string', description: 'what to say beside it, in a sentence' },
  },
  async run({ args }) {
    const { tokens } = await withWorld((world) =>
      tellJobEnded(world, { actor: { kind: 'system', name: 'command line' }, scope: { all: true } }, { job: args.job, says: args.says }),
    )
    process.stdout.write(tokens === 0 ? 'No token that has not ended yet ends with this job.\n' : `${tokens} ${tokens === 1 ? 'token ends' : 'tokens end'} with it: due for revocation now.\n`) // prettier-ignore
  },
})

export default defineCommand({
  meta: { name: 'job', description: 'Tell what became of jobs that tokens end with' },
  subCommands: { ended },
})
