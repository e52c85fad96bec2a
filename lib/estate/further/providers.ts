import { anthropic } from '../anthropic/server.ts'
import { awsOrganisation } from '../aws/organisation/server.ts'
import { cloudflare } from '../cloudflare/server.ts'
import { databricks } from '../databricks/server.ts'
import { datadog } from '../datadog/server.ts'
import { entra } from '../entra/server.ts'
import { gcp } from '../gcp/server.ts'
import { gitguardian } from '../gitguardian/server.ts'
import { gitlab } from '../gitlab/server.ts'
import { googleWorkspace } from '../google-workspace/server.ts'
import { idp } from '../idp/server.ts'
import { kubernetes } from '../kubernetes/server.ts'
import { okta } from '../okta/server.ts'
import { openai } from '../openai/server.ts'
import { salesforce } from '../salesforce/server.ts'
import { slack } from '../slack/server.ts'
import { snowflake } from '../snowflake/server.ts'
import { spiffe } from '../spiffe/server.ts'
import { vault } from '../vault/server.ts'
import type { FurtherProvider } from './provider.ts'

/** Every further provider of the company, a line each. */
export const furtherProviders: readonly FurtherProvider[] = [
  openai,
  okta,
  entra,
  anthropic,
  awsOrganisation,
  cloudflare,
  databricks,
  datadog,
  gcp,
  gitguardian,
  gitlab,
  googleWorkspace,
  idp,
  kubernetes,
  salesforce,
  slack,
  snowflake,
  spiffe,
  vault,
] // prettier-ignore
