import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const migrations = readdirSync(new URL('prisma/migrations', import.meta.url), { withFileTypes: true })
const newestMigration = migrations
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .at(-1)

/** What we do not need of Next is switched off rather than kept up with; a test against the built server proves it gone. */
const config = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  // The schema that this build was made for: a server on an older one says that it is not ready.
  env: { STANDDOWN_MIGRATION: newestMigration ?? '' },
  poweredByHeader: false,
  reactStrictMode: true,
  // The checks are commands of their own, which see more than a build does.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: {
    // The longest form names 10,000 tokens by their ids (see lib/model/act-limits.ts), 37 bytes each; the rest of it is short.
    // Uploads go to a route handler that streams. Beside Next's comparison of Origin and Host, every action compares Origin
    // with the configured address.
    serverActions: { bodySizeLimit: '512kb', allowedOrigins: [] },
  },
  serverExternalPackages: ['pg', 'pino', '@prisma/client', '@prisma/adapter-pg', 'undici'],
}

export default config
