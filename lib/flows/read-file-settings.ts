import { FileSettings } from '../connectors/file/connector.ts'
import { AppError } from '../model/app-error.ts'

/** How a file is to be read, map and all. Throws AppError 'bad-input' that names what of it cannot be used. */
export function readSettings(asked: unknown): FileSettings {
  const settings = FileSettings.safeParse(asked)
  if (settings.success) return settings.data
  throw new AppError(
    'bad-input',
    'This file cannot be read so.',
    settings.error.issues.map((issue) => ({ where: issue.path.join('.'), what: issue.message })),
  )
}
