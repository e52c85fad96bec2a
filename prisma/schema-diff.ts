import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { Pool, type QueryArrayConfig, type QueryArrayResult } from 'pg'

/** What the migrations make and Prisma's schema cannot say; its engine proposes to drop these. (Partial indexes, triggers and UNLOGGED it does not see.) */
const foreignToPrisma = ['token_text_idx']

const schemaFile = fileURLToPath(new URL('schema.prisma', import.meta.url))

/**
 * The SQL that would bring the database at `url` to what `schema.prisma` says; '' when they agree. The database is only read:
 * it stands for the migrations, which the caller has applied to it. What Prisma cannot express is left out of the answer.
 */
export async function schemaDiff(url: string): Promise<string> {
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }]
  await loadEngine()
  const pool = new Pool({ connectionString: url, max: 2 })
  // A pool whose idle connection is cut raises an error that nobody else would hear.
  pool.on('error', () => undefined)
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFor(pool))
  const engine = await bindings.SchemaEngine.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => undefined,
    factory,
  )
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: fileURLToPath(new URL('.', import.meta.url)) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return withoutForeign(stdout ?? '')
  } finally {
    engine.free()
    await pool.end()
  }
}

function withoutForeign(script: string): string {
  const steps = script.split(/\n(?=-- )/).filter((step) => !foreignToPrisma.some((name) => step.includes(`DROP INDEX "${name}";`)))
  const left = steps.join('\n').trim()
  return /^(-- This is an empty migration\.)?$/.test(left) ? '' : `${left}\n`
}

const oid = { oneByteChar: 18, text: 25 }

/**
 * Prisma's adapter, taught the catalogue's one-byte type "char", which it does not know and its engine insists on: the adapter
 * is told that such a column is text, and what it gives the engine is then named a character again.
 */
function adapterFor(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const oneByteColumns = new WeakMap<object, number[]>()
  const query = pool.query.bind(pool) as (config: QueryArrayConfig) => Promise<QueryArrayResult>
  const retyped = async (config: QueryArrayConfig) => {
    const result = await query(config)
    oneByteColumns.set(
      result.rows,
      result.fields.flatMap((field, i) => (field.dataTypeID === oid.oneByteChar ? [i] : [])),
    )
    for (const field of result.fields) if (field.dataTypeID === oid.oneByteChar) field.dataTypeID = oid.text
    return result
  }
  const factory = new PrismaPg(Object.assign(pool, { query: retyped }))
  const connect = async () => {
    const adapter = await factory.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    return Object.assign(adapter, {
      queryRaw: async (asked: SqlQuery) => {
        const answer = await queryRaw(asked)
        for (const i of oneByteColumns.get(answer.rows) ?? []) answer.columnTypes[i] = ColumnTypeEnum.Character
        return answer
      },
    })
  }
  return { provider: factory.provider, adapterName: factory.adapterName, connect, connectToShadowDb: connect }
}

/** Where the engine leaves its last words before it gives up; without it, it gives up without a word. */
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (message: string) => {
      throw new Error(message)
    },
  },
})

let loaded = false
async function loadEngine(): Promise<void> {
  if (loaded) return
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  })
  const wasm = instance.exports as Record<string, unknown> & { __wbindgen_start(): void }
  bindings.__wbg_set_wasm(wasm)
  wasm.__wbindgen_start()
  loaded = true
}
