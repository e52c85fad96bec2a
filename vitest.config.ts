import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) }
const everywhere = ['lib/**', 'bin/**', 'app/**', 'components/**', 'prisma/**', 'security/**']

/**
 * Two kinds: `unit` decides or speaks HTTP on loopback; `db` (*.db.test.ts) meets a real Postgres, a database of its own per file.
 * Files share a process, one after the other: reading every module anew for each was a third of the whole. So a file puts back what
 * it changes of the process (a timer, a global, a variable), whether its tests pass or not.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: everywhere.map((folder) => `${folder}/*.test.{ts,tsx}`),
          exclude: ['**/*.db.test.ts', '**/*.faults.test.ts', '**/*.described.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: everywhere.map((folder) => `${folder}/*.db.test.ts`),
          globalSetup: ['lib/db/testing/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          include: everywhere.flatMap((folder) => [`${folder}/*.faults.test.ts`, `${folder}/*properties.test.ts`]),
          // Properties are asked of every case here, and of a quarter in the others (lib/score/testing/runs.ts).
          env: { PROPERTY_RUNS: 'all' },
          globalSetup: ['lib/db/testing/postgres.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          // Providers' own descriptions, fetched from the registry when they are asked for.
          name: 'described',
          include: ['lib/connectors/**/*.described.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
