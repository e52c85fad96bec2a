import { expect, test } from 'vitest'
import serveEstate from './serve-estate.ts'

test.each([[['--tokens', 'many']], [['--nothing']], [['--port', '-1']]])('%j is no way to start the made-up company', async (args) =>
  expect(await serveEstate(args)).toBe(2),
)
