import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { createCaller } from '../http/caller.ts'
import { judge } from './judge.ts'
import { keptSession, type Session } from './session.ts'
import type { Credential, Settings } from './settings.ts'
import { jsonCaller, type JsonCall } from './signed-json.ts'

export type Aws = {
  /** One call to IAM with tries and deadlines; `name` is the action, for messages. Throws CallError. */
  iam<T>(name: string, send: (client: IAMClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>
  /** One call that changes something: sent once, whatever comes of it. Throws CallError. */
  once<T>(name: string, send: (client: IAMClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>
  /** One call to a service that speaks JSON. Throws CallError. */
  json: JsonCall
  account: string
  /** 'aws', 'aws-cn', 'aws-us-gov', from the caller's own ARN. */
  partition: string
  /** Whose rights it has: a user's ARN, or that of a role whatever its session is called. */
  principal: string
  /** The same in another account, as a role there that this one may assume. Throws CallError. */
  inAccount(account: string, role: string): Promise<Aws>
}

const sessionSeconds = 3_600
/** What asking for a session is called in messages. */
export const assumeCall = 'sts:AssumeRole'

type Identity = { credentials?: Exclude<Credential, { ambient: true }> | (() => Promise<Session>) }

/**
 * The official SDK with its HTTP through the guard and its tries replaced by ours, which can be cancelled and share one pause for all calls
 * to an account. Asks STS who it is before anything else: an answer of another account throws. Each try is signed anew.
 */
export async function openAws(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<Aws> {
  // Where no credential is given, the SDK looks for the machine's own; that is what 'ambient' asks for, and nothing else leads there.
  const own: Identity = 'ambient' in credential ? {} : { credentials: credential }
  return open(settings.account, settings.roleArn ? roleOf(settings.roleArn, own, settings, world) : own, settings, world)
}

async function open(account: string, identity: Identity, settings: Settings, world: ConnectorWorld): Promise<Aws> {
  const call = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  const callOnce = createCaller({ signal: world.signal, log: world.log, patience: { ...world.patience, attempts: 1 } })
  const sts = stsOf(identity, settings, world)
  const client = new IAMClient({ ...common(settings, world), ...identity, ...(settings.baseUrl && { endpoint: settings.baseUrl }) })
  const options = { abortSignal: world.signal }
  const answer = await call(
    () => sts.send(new GetCallerIdentityCommand({}), options),
    (error) => judge(error, 'sts:GetCallerIdentity'),
  )
  const arn = arnOf(answer, account)
  const partition = arn.split(':')[1] || 'aws'
  return {
    account,
    partition,
    principal: arn.replace(/^(arn:[^:]*:sts::\d{12}:assumed-role\/[^/]+)\/.*$/, '$1'),
    json: jsonCaller(world, call, () => client.config.credentials()),
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
    inAccount: (other, role) =>
      open(other, roleOf(`arn:${partition}:iam::${other}:role/${role}`, identity, settings, world), settings, world),
  }
}

function common(settings: Settings, world: ConnectorWorld) {
  return {
    region: settings.region,
    requestHandler: new FetchHttpHandler({ customFetch: world.fetch }),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: 'standdown',
  } as const satisfies IAMClientConfig
}

function stsOf(identity: Identity, settings: Settings, world: ConnectorWorld): STSClient {
  const endpoint = settings.stsBaseUrl ?? settings.baseUrl
  return new STSClient({ ...common(settings, world), ...identity, ...(endpoint && { endpoint }) })
}

function roleOf(roleArn: string, from: Identity, settings: Settings, world: ConnectorWorld): Identity {
  const sts = stsOf(from, settings, world)
  return { credentials: keptSession(() => assume(roleArn, settings.externalId, sts, world.signal)) }
}

const WireIdentity = z.object({ Account: z.string(), Arn: z.string() })

function arnOf(identity: unknown, account: string): string {
  const call = 'sts:GetCallerIdentity'
  const parsed = WireIdentity.safeParse(identity)
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

async function assume(roleArn: string, externalId: string | undefined, sts: STSClient, abortSignal: AbortSignal): Promise<Session> {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: 'standdown',
    DurationSeconds: sessionSeconds,
    ...(externalId && { ExternalId: externalId }),
  })
  const call = assumeCall
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
