import type { Run } from '../lib/model/source.ts'
import { many } from './many.ts'

const exitCodes = { complete: 0, partial: 3, failed: 1, cancelled: 1, running: 1 } as const

/** Says how a run ended, with what could not be seen. @returns the exit code: 0 complete, 3 partial, 1 failed or cancelled */
export function tellRun(name: string, run: Run): number {
  const { seen, new: fresh, changed, gone, returned, issuers, issuersNew } = run.counts
  const counts = `${seen} seen: ${fresh} new, ${changed} changed, ${gone} gone, ${returned} came back; ${many(issuers, 'issuer')}${issuersNew ? `, ${issuersNew} of them new` : ''}`
  process.stderr.write(
    `${name}: ${run.state}. ${run.state === 'complete' || run.state === 'partial' ? counts : (run.problem ?? '').replaceAll('\n', '\n  ')}\n`,
  )
  for (const gap of run.gaps) process.stderr.write(`  not seen: ${gap.object}: ${gap.says}\n`)
  return exitCodes[run.state]
}
