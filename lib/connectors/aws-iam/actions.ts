import {
  DeleteAccessKeyCommand,
  DeleteServiceSpecificCredentialCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { Sighting } from '../../model/sighting.ts'
import type { AskedAct, Actions, Check, ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { beforeSending, notAddressed } from '../not-sent.ts'
import { openAws, type Aws } from './client.ts'
import { lookAtKey, lookAtServiceCredential } from './look.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

type Options = { abortSignal: AbortSignal }
type Change = { action: string; send(client: IAMClient, options: Options): Promise<unknown> }

/** How AWS access keys and service-specific credentials are switched off, on again and deleted. A root key only root can touch. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'aws.access-key': ['disable', 'enable', 'delete'], 'aws.service-credential.*': ['disable', 'enable', 'delete'] },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'standdown-action',
  test: async (settings, credential, world) => checkRights(await openActing(settings, credential, world)),
  async sameAsReading(settings, reads, acts, world) {
    if ('accessKeyId' in reads && 'accessKeyId' in acts && reads.accessKeyId === acts.accessKeyId)
      return 'This is the access key that reads: what reads would also act. Give one of another identity.'
    const acting = acts.roleArn?.replace(/^.*?:role\//, '')
    if (acting !== undefined && acting === settings.memberRole)
      return 'This role has the name of the one that reads in every account: what reads would also act. Give another role.'
    const [reader, actor] = [await openAws(settings, reads, world), await openActing(settings, acts, world)]
    if (reader.principal !== actor.principal) return null
    return `AWS answers for both as ${actor.principal}: what reads would also act. Give another role or user.`
  },
  async look(settings, credential, world, target) {
    const base = await openAws(settings, credential, world)
    const aws = isOther(target, settings) ? await base.inAccount(target.part, settings.memberRole ?? '') : base
    return target.kind === 'aws.access-key' ? lookAtKey(aws, target) : lookAtServiceCredential(aws, target)
  },
  async act(settings, credential, world, asked) {
    const { action, send } = changeFor(asked)
    if ('accessKeyId' in credential && credential.accessKeyId === asked.target.externalId)
      throw notAddressed(`iam:${action}`, 'This is the key that Standdown itself acts with. Change it at AWS, by hand.')
    const member = isOther(asked.target, settings) ? memberOf(asked.target.part, settings, credential, action) : { settings, credential }
    const aws = await beforeSending(() => openActing(member.settings, member.credential, world))
    await aws.once(action, send)
  },
}

/** Whether a token is of another account of the organisation than the one that the source is set up in. */
function isOther(target: Sighting, { account }: Settings): target is Sighting & { part: string } {
  return target.part !== undefined && target.part !== account
}

/** The acting role of the same name in a member account. Throws NotSent where acting is by a key alone, which reaches its own account only. */
function memberOf(account: string, settings: Settings, credential: ActionCredential, action: string) {
  if (!credential.roleArn)
    throw notAddressed(
      `iam:${action}`,
      `The token is of account ${account}. Give a role to act as, and make one of that name in every account.`,
    )
  const roleArn = credential.roleArn.replace(/::\d{12}:/, `::${account}:`)
  return { settings: { ...settings, account }, credential: { ...credential, roleArn } }
}

/** Acts as the role of the credential, where it names one, and never as the one that reads. */
function openActing(
  { roleArn: _reads, externalId: _its, ...settings }: Settings,
  { roleArn, externalId, ...credential }: ActionCredential,
  world: ConnectorWorld,
): Promise<Aws> {
  return openAws({ ...settings, ...(roleArn && { roleArn }), ...(externalId && { externalId }) }, credential as Credential, world)
}

function changeFor({ target, verb, place }: AskedAct): Change {
  const id = target.externalId
  const Status = verb === 'enable' ? 'Active' : 'Inactive'
  if (target.kind === 'aws.access-key') {
    // Where the look before could not tell, the holder is whoever held it in the last sync.
    const ids = { UserName: place?.userName ?? target.name, AccessKeyId: id }
    if (verb === 'delete')
      return { action: 'DeleteAccessKey', send: (client, options) => client.send(new DeleteAccessKeyCommand(ids), options) }
    return { action: 'UpdateAccessKey', send: (client, options) => client.send(new UpdateAccessKeyCommand({ ...ids, Status }), options) }
  }
  const action = verb === 'delete' ? 'DeleteServiceSpecificCredential' : 'UpdateServiceSpecificCredential'
  if (!place?.userName) throw notAddressed(`iam:${action}`, 'Which user holds it could not be read, and AWS asks for that.')
  const ids = { UserName: place.userName, ServiceSpecificCredentialId: id }
  return {
    action,
    send: (client, options) =>
      verb === 'delete'
        ? client.send(new DeleteServiceSpecificCredentialCommand(ids), options)
        : client.send(new UpdateServiceSpecificCredentialCommand({ ...ids, Status }), options),
  }
}

const UserName = 'standdown-asks-what-it-may'
const keyIds = { UserName, AccessKeyId: 'AKIA0000000000000000' }
const serviceIds = { UserName, ServiceSpecificCredentialId: 'ACCA00000000000000000' }

const probes: readonly (Change & { lost: string })[] = [
  {
    action: 'UpdateAccessKey',
    lost: 'Disabling access keys, and switching them on again.',
    send: (client, options) => client.send(new UpdateAccessKeyCommand({ ...keyIds, Status: 'Inactive' }), options),
  },
  {
    action: 'DeleteAccessKey',
    lost: 'Deleting access keys.',
    send: (client, options) => client.send(new DeleteAccessKeyCommand(keyIds), options),
  },
  {
    action: 'UpdateServiceSpecificCredential',
    lost: 'Disabling Bedrock API keys and other service-specific credentials.',
    send: (client, options) => client.send(new UpdateServiceSpecificCredentialCommand({ ...serviceIds, Status: 'Inactive' }), options),
  },
  {
    action: 'DeleteServiceSpecificCredential',
    lost: 'Deleting service-specific credentials.',
    send: (client, options) => client.send(new DeleteServiceSpecificCredentialCommand(serviceIds), options),
  },
]

/** Asks for each change on a user that is not there: AWS looks at rights first, so that a missing user is the answer to whoever has them. */
async function checkRights(aws: Aws): Promise<Check[]> {
  const checks: Check[] = [
    { permission: 'sts:GetCallerIdentity', state: 'granted', says: `AWS answers for account ${aws.account}.`, lost: 'Everything.' },
  ]
  for (const { action, lost, send } of probes) {
    const permission = `iam:${action}`
    try {
      await aws.once(action, send)
      checks.push({ permission, state: 'cannot-tell', says: `AWS says that there is a user ${UserName}.`, lost })
    } catch (error) {
      if (!(error instanceof CallError) || error.status === 401) throw error
      if (error.why === 'not-found') checks.push({ permission, state: 'granted', says: 'AWS would do it. Nothing was changed.', lost })
      else if (error.why === 'not-permitted') checks.push({ permission, state: 'missing', says: 'AWS refuses this action.', lost })
      else checks.push({ permission, state: 'cannot-tell', says: error.message, lost })
    }
  }
  return checks
}
