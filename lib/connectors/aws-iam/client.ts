import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { createCaller } from '../http/caller.ts'
import { judge } from './judge.ts'
import type { Credential, Settings } from './settings.ts'

export type Aws = {
  /** One call to IAM with tries and deadlines; `name` is the action, for messages. Throws CallError. */
  iam<T>(name: string, send: (client: IAMClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>
  /** One call that changes something: sent once, whatever comes of it. Throws CallError. */
  once<T>(name: string, send: (client: IAMClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>
  account: string
  /** 'aws', 'aws-cn', 'aws-us-gov', from the caller's own ARN. */
  partition: string
  /** Whose rights it has: a user's ARN, or that of a role whatever its session is called. */
  principal: string
}

const sessionSeconds = 3_600

/**
 * The official SDK with its HTTP through the guard and its tries replaced by ours, which can be cancelled and share one pause for all calls
 * of the run. Asks STS who it is before anything else: an answer of another account throws. Each try is signed anew.
 */
export async function openAws(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<Aws> {
  const call = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  const callOnce = createCaller({ signal: world.signal, log: world.log, patience: { ...world.patience, attempts: 1 } })
  const common = {
    region: settings.region,
    requestHandler: new FetchHttpHandler({ customFetch: world.fetch }),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: 'standdown',
  } as const satisfies IAMClientConfig
  const stsEndpoint = settings.stsBaseUrl ?? settings.baseUrl
  // Where no credential is given, the SDK looks for the machine's own; that is what 'ambient' asks for, and nothing else leads there.
  const own = 'ambient' in credential ? {} : { credentials: credential }
  const sts = new STSClient({ ...common, ...own, ...(stsEndpoint && { endpoint: stsEndpoint }) })
  const credentials = settings.roleArn ? { credentials: () => assume(settings, sts, world.signal) } : own
  const asRole = settings.roleArn ? new STSClient({ ...common, ...credentials, ...(stsEndpoint && { endpoint: stsEndpoint }) }) : sts
  const client = new IAMClient({ ...common, ...credentials, ...(settings.baseUrl && { endpoint: settings.baseUrl }) })

  const options = { abortSignal: world.signal }
  const identity = await call(
    () => asRole.send(new GetCallerIdentityCommand({}), options),
    (error) => judge(error, 'sts:GetCallerIdentity'),
  )
  const arn = arnOf(identity, settings.account)
  return {
    account: settings.account,
    partition: arn.split(':')[1] || 'aws',
    principal: arn.replace(/^(arn:[^:]*:sts::\d{12}:assumed-role\/[^/]+)\/.*$/, '$1'),
    iam: (name, send) =>
      call(
        () => send(client, options),
        (error) => judge(error, `iam:${name}`),
      ),
    once: (name, send) =>
      callOnce(
        () => send(client, options),
        (error) => judge(error, `iam:${name}`),
      ),
  }
}

const Identity = z.object({ Account: z.string(), Arn: z.string() })

function arnOf(identity: unknown, account: string): string {
  const call = 'sts:GetCallerIdentity'
  const parsed = Identity.safeParse(identity)
  if (!parsed.success)
    throw new CallError('provider', `${call} answered something that is not an identity. Is the address AWS’s?`, { call, why: 'malformed' })
  if (parsed.data.Account !== account) {
    const says = `This credential belongs to another account than ${account}. Give a credential of that account, a role in it (roleArn), or correct the account.`
    throw new CallError('provider', says, { call, why: 'inconsistent' })
  }
  return parsed.data.Arn
}

const Assumed = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string(), Expiration: z.date() }),
})

/** A session of the role; the SDK keeps it in memory and asks again shortly before it ends. */
async function assume({ roleArn, externalId }: Settings, sts: STSClient, abortSignal: AbortSignal) {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: 'standdown',
    DurationSeconds: sessionSeconds,
    ...(externalId && { ExternalId: externalId }),
  })
  const call = 'sts:AssumeRole'
  let answer: unknown
  try {
    answer = await sts.send(command, { abortSignal })
  } catch (error) {
    throw judge(error, call)
  }
  const parsed = Assumed.safeParse(answer)
  if (!parsed.success) throw new CallError('provider', `${call} answered something that is not a session.`, { call, why: 'malformed' })
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed.data.Credentials
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration }
}
