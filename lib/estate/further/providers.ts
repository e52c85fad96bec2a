import { anthropic } from '../anthropic/server.ts'
import { entra } from '../entra/server.ts'
import { okta } from '../okta/server.ts'
import { openai } from '../openai/server.ts'
import { salesforce } from '../salesforce/server.ts'
import { slack } from '../slack/server.ts'
import type { FurtherProvider } from './provider.ts'

/** Every further provider of the company, a line each. */
export const furtherProviders: readonly FurtherProvider[] = [openai, okta, entra, anthropic, salesforce, slack]
