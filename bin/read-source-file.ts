import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { Connector } from '../lib/connectors/contract.ts'
import { AppError } from '../lib/model/app-error.ts'

const largest = 1024 * 1024

/**
 * Reads what a source needs from a JSON file: its settings as fields of one object, and its credential in a field `credential`, for
 * which the connector's environment variables stand in when it is not there. Both come back parsed by the connector's
 * schemas. Never from the command's arguments: those are seen by every user of the machine.
 * @throws AppError 'bad-input' that names the file and the field, never a value
 */
export async function readSourceFile(
  file: string,
  connector: Connector,
  env: NodeJS.ProcessEnv,
): Promise<{ settings: unknown; credential: unknown }> {
  const { credential, ...settings } = await readObject(file)
  const given = credential ?? fromEnv(connector, env)
  return {
    settings: parse(connector.settings, settings, file, ''),
    credential: parse(connector.credential, given, file, 'credential', connector.credentialEnv),
  }
}

async function readObject(file: string): Promise<Record<string, unknown>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const says = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'is a folder; name a JSON file' : 'cannot be read'
    throw new AppError('bad-input', `${file}: ${says}`)
  }
  if (text.length > largest) throw new AppError('bad-input', `${file}: is larger than settings are`)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // The parser's own words quote the text, which may hold a secret.
    throw new AppError('bad-input', `${file}: is not valid JSON`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('bad-input', `${file}: must hold one JSON object`)
  return value as Record<string, unknown>
}

function fromEnv({ credentialEnv }: Connector, env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(credentialEnv).flatMap(([field, variable]) => {
      const value = env[variable]
      return value ? [[field, value]] : []
    }),
  )
}

function parse(schema: z.ZodType, value: unknown, file: string, under: string, variables?: Readonly<Record<string, string>>): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const secret = under === 'credential'
  const hint =
    variables && Object.keys(variables).length > 0 ? ` (in the file's "credential", or in ${Object.values(variables).join(', ')})` : ''
  const issues = parsed.error.issues.slice(0, 20).map((issue) => ({
    where: [under, ...issue.path.map(String)].filter(Boolean).join('.') || 'the object',
    what: secret ? `is missing or cannot be used${hint}` : describe(issue),
  }))
  const [first] = issues
  throw new AppError('bad-input', `${file}: ${first ? `${first.where} ${first.what}` : 'cannot be used'}`, issues.slice(1))
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has fields that this connector does not know: ${issue.keys.slice(0, 10).join(', ')}`
  return `cannot be used: ${issue.message}`
}
