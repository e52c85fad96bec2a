import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineCommand } from 'citty'
import { collect } from '../../lib/connectors/kubernetes/collect.ts'
import { guardedFetch } from '../../lib/connectors/http/guarded-fetch.ts'
import { guardedPeers } from '../../lib/connectors/http/guarded-peers.ts'
import { Settings } from '../../lib/connectors/kubernetes/settings.ts'
import { AppError } from '../../lib/model/app-error.ts'
import { openLog } from '../../lib/server/log.ts'
import { ArgumentError } from '../argument-error.ts'
import { many } from '../many.ts'
import { passingFingerprint } from '../passing-fingerprint.ts'
import { untilTold } from '../until-told.ts'

/** Where a pod finds its token and the authority of its cluster. */
const ofThePod = '/var/run/secrets/kubernetes.io/serviceaccount'

export default defineCommand({
  meta: { name: 'collect', description: 'Inside a Kubernetes cluster: read its tokens by their metadata, and report them to a ConfigMap' },
  args: {
    report: { type: 'string', required: true, valueHint: 'NAMESPACE/NAME', description: 'the ConfigMap to report to' },
    server: { type: 'string', valueHint: 'URL', description: 'the API server (that of the pod’s own cluster, if left out)' },
    folder: { type: 'string', default: ofThePod, valueHint: 'FOLDER', description: 'where the files token and ca.crt lie' },
  },
  async run({ args }) {
    const settings = await settingsOf(args)
    const token = (await read(args.folder, 'token')).trim()
    const told = untilTold()
    const log = openLog({ level: 'warn' })
    try {
      const guard = { signal: told.signal, log }
      const world = { fetch: guardedFetch(guard), peers: guardedPeers(guard), now: new Date(), ...guard, fingerprint: passingFingerprint() }
      const { tokens, issuers, gaps, parts } = await collect(settings, { token }, world)
      for (const gap of gaps) process.stderr.write(`not seen: ${gap.object}: ${gap.says}\n`)
      const partly = gaps.length > 0 ? `; partial: ${many(gaps.length, 'gap')}, told above` : '; complete'
      process.stderr.write(`${many(tokens, 'token')}, ${many(issuers, 'issuer')} reported to ${args.report} in ${many(parts, 'part')}${partly}\n`)
      return gaps.length > 0 ? 3 : 0
    } finally {
      told.end()
    }
  },
}) // prettier-ignore

async function settingsOf(args: { report: string; server?: string | undefined; folder: string }) {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = process.env
  const server = args.server ?? (host ? `https://${host.includes(':') ? `[${host}]` : host}:${port}` : undefined)
  if (!server) throw new ArgumentError('--server: give the address of the API server, as this is no pod of a cluster')
  const authority = server.startsWith('https:') ? { authority: await read(args.folder, 'ca.crt') } : {}
  const settings = Settings.safeParse({ cluster: 'this cluster', baseUrl: server, report: args.report, ...authority })
  if (settings.success) return settings.data
  throw new ArgumentError(
    'The cluster cannot be asked so.',
    settings.error.issues.map(({ path: at, message }) => ({ where: nameOf(at.join('.')), what: message })),
  )
}

function nameOf(setting: string): string {
  return setting === 'baseUrl' ? '--server' : setting === 'authority' ? 'ca.crt' : '--report'
}

async function read(folder: string, name: string): Promise<string> {
  return readFile(path.join(folder, name), 'utf8').catch(() => {
    throw new AppError('bad-input', `${path.join(folder, name)}: cannot be read`)
  })
}
