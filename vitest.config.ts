import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) }
const everywhere = ['lib/**', 'bin/**', 'app/**', 'components/**', 'prisma/**', 'security/**']

/** Two kinds: `unit` decides or speaks HTTP on loopback; `db` (*.db.test.ts) meets a real Postgres, a database of its own per file. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: everywhere.map((folder) => `${folder}/*.test.{ts,tsx}`),
          exclude: ['**/*.db.test.ts', '**/*.faults.test.ts'],
          testTimeout: 30_000,
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
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'faults',
          include: everywhere.map((folder) => `${folder}/*.faults.test.ts`),
          globalSetup: ['lib/db/testing/postgres.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
