import { settingsForOne } from './settings-for-one.ts'

/** `npm run worker`: a worker beside others, on `DATABASE_URL` or on the database of a running `npm start`. Its log goes to this terminal. */
export default async function workerAlone(): Promise<number> {
  Object.assign(process.env, await settingsForOne())
  await import('./worker.ts')
  return Number(process.exitCode ?? 0)
}
