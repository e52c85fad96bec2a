import { defineCommand } from 'citty'
import { rotateKey } from '../../lib/flows/rotate-key.ts'
import { withWorld } from '../with-database.ts'

const rotate = defineCommand({
  meta: { name: 'rotate', description: 'Seal every stored credential with the first key of STANDDOWN_KEY; the others may then be dropped' },
  async run() {
    await withWorld(async (world) => {
      const { keyId, resealed, before } = await rotateKey(world, { kind: 'system', name: 'command line' })
      const old = before.filter((one) => one !== keyId)
      const drop = old.length ? ` Nothing needs key ${old.join(', ')} any more.` : ''
      process.stderr.write(`Key ${keyId} seals everything now; ${resealed} sealed anew.${drop}\n`)
    })
  },
})

export default defineCommand({
  meta: { name: 'keys', description: 'Rotate the key that seals credentials' },
  subCommands: { rotate },
})
