import { entra } from '../entra/server.ts'
import { idp } from '../idp/server.ts'
import { okta } from '../okta/server.ts'
import { openai } from '../openai/server.ts'
import type { FurtherProvider } from './provider.ts'

/** Every further provider of the company, a line each. */
export const furtherProviders: readonly FurtherProvider[] = [openai, okta, entra, idp]
