import { defineCommand } from 'citty'
import { verifyChain } from '../../lib/db/audit.ts'
import { withWorld } from '../with-database.ts'
import { many } from '../many.ts'

const verify = defineCommand({
  meta: { name: 'verify', description: 'Walk the audit’s hash chain from its beginning; exit 0 intact, 1 not' },
  async run() {
    return withWorld(async (world) => {
      const check = await verifyChain(world.db.pool, world.auditKey)
      process.stdout.write(
        check.intact
          ? `Intact: ${many(check.entries, 'entry', 'entries')}, head ${check.head}. An end that was cut off together with its head cannot be seen from inside: compare the head with one you kept.\n`
          : `NOT intact, from entry ${check.at}: ${check.problem}\n`,
      )
      return check.intact ? 0 : 1
    })
  },
})

export default defineCommand({
  meta: { name: 'audit', description: 'Check that the audit is as it was written' },
  subCommands: { verify },
})
