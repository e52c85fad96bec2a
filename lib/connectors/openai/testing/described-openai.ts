import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'

/**
 * OpenAI's own description of its interface (version 2.3.0, MIT, as its SDKs are generated from it), carved to the paths that the connector asks
 * for and served by Prism with OpenAI's own examples. Carved off are its texts and samples of code; the examples stand where OpenAPI has
 * them, without the comma too many that two of them have. What is newer than it (federation, expiry of project keys) is not in it.
 */
export async function describedOpenAI(): Promise<{ url: string; close(): Promise<void> }> {
  const document: unknown = JSON.parse(await readFile(path.join(import.meta.dirname, 'openai-2.3.0.json'), 'utf8'))
  const server = createServer(await getHttpOperationsFromSpec(document as object), {
    cors: false,
    config: {
      isProxy: false,
      mock: { dynamic: false },
      validateRequest: true,
      validateResponse: true,
      checkSecurity: true,
      errors: false,
      upstreamProxy: undefined,
    },
    components: { logger: createLogger('prism', { level: 'silent' }) },
  })
  const url = await server.listen(0, '127.0.0.1')
  return { url, close: () => server.close() }
}
