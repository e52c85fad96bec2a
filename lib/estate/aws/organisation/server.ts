import { canary } from '../../canary.ts'
import { company } from '../../company.ts'
import { json } from '../../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../../further/provider.ts'
import { hour } from '../../habit.ts'
import type { View } from '../../view.ts'
import { AwsError } from '../aws-error.ts'
import { BadPage } from '../marker.ts'
import { checkSignature, type AwsCredential } from '../signature.ts'
import { awsTime, errorXml, resultXml, type Service } from '../xml.ts'
import { accounts, home, management, unopened, type ToldAccount } from './accounts.ts'
import { changes, reads } from './iam.ts'
import { listAccounts, listSecrets, rolesAnywhere } from './json.ts'

/** Somebody who signs: a user of the management account, or a session of a role in one of them. */
type Principal = AwsCredential & { account: ToldAccount; arn: string; may: 'read' | 'act'; enters: boolean }

const roleNames = { read: 'standdown-reader', act: 'standdown-action' } as const
export const externalId = 'fernhollow-7731'
const requestId = '00000000-0000-4000-8000-000000000000'

/** The company's AWS organisation: IAM, STS, Organizations, Secrets Manager and IAM Roles Anywhere of its accounts, over their own protocols. */
export const awsOrganisation: FurtherProvider = {
  name: 'aws-organisation',
  source(seed, url) {
    const { reader, actor } = users(seed)
    return {
      kind: 'aws',
      name: `${company.name}, further AWS accounts`,
      settings: {
        account: management,
        memberRole: roleNames.read,
        externalId,
        // The oldest account is a source of its own; into the one that was bought nobody has been let yet.
        exceptAccounts: [company.account, unopened],
        regions: [home],
        baseUrl: url,
      },
      credential: reader,
      action: { ...actor, roleArn: `arn:aws:iam::${management}:role/${roleNames.act}`, externalId },
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    const spokenAs = /\/(?:\d{8})\/[^/]+\/([a-z-]+)\/aws4_request/.exec(asked.headers.authorization ?? '')?.[1]
    if (spokenAs === 'iam' || spokenAs === 'sts') return inXml(view, asked, spokenAs)
    return inJson(view, asked, spokenAs ?? '')
  },
}

function users(seed: number) {
  const key = (id: string): AwsCredential => ({ accessKeyId: id, secretAccessKey: canary(seed, 'aws-secret', id) })
  return { reader: key('AKIAFHORGANISATIONRD'), actor: key('AKIAFHORGANISATIONAC') }
}

function principals({ seed }: View): Principal[] {
  const payer = accounts.find(({ id }) => id === management)!
  const { reader, actor } = users(seed)
  const user = (name: string) => `arn:aws:iam::${management}:user/${name}`
  return [
    { ...reader, account: payer, arn: user('standdown-reader'), may: 'read', enters: true },
    { ...actor, account: payer, arn: user('standdown-action'), may: 'act', enters: true },
    ...accounts.filter(({ open }) => open).flatMap((account) => [session(seed, account, 'read'), session(seed, account, 'act')]),
  ]
}

function session(seed: number, account: ToldAccount, may: 'read' | 'act'): Principal {
  return {
    accessKeyId: `ASIA${may === 'read' ? 'R' : 'A'}${account.id}FHO`,
    secretAccessKey: canary(seed, 'aws-secret', 'session', account.id, may),
    sessionToken: canary(seed, 'aws-session-token', account.id, may),
    account,
    arn: `arn:aws:sts::${account.id}:assumed-role/${roleNames[may]}/standdown`,
    may,
    enters: false,
  }
}

function caller(view: View, asked: Asked): Principal {
  const all = principals(view)
  const query = asked.query.toString().replaceAll('+', '%20')
  const path = `/${awsOrganisation.name}${asked.path}${query ? `?${query}` : ''}`
  const signed = checkSignature({ method: asked.method, path, headers: asked.headers, body: asked.body }, all)
  if (signed.ok) return all.find(({ accessKeyId }) => accessKeyId === signed.accessKeyId)!
  throw new AwsError(403, signed.code, `The request is not signed by anybody known: ${canary(view.seed, 'aws-session-token', 'error')}`)
}

function inXml(view: View, asked: Asked, service: Service): Changed {
  const form = new URLSearchParams(asked.body.toString('utf8'))
  const action = form.get('Action') ?? ''
  try {
    const who = caller(view, asked)
    if (service === 'sts') return xml(200, resultXml(service, action, sts(view, action, form, who), requestId))
    const { account } = who
    const may = Object.hasOwn(changes, action) ? 'act' : 'read'
    if (!Object.hasOwn(may === 'act' ? changes : reads, action))
      throw new AwsError(400, 'InvalidAction', `Could not find operation ${action}`)
    if (who.may !== may) throw denied(who, `iam:${action}`)
    if (may === 'act') return { ...xml(200, resultXml(service, action, {}, requestId)), next: changes[action]!({ view, account, form }) }
    return xml(200, resultXml(service, action, reads[action]!({ view, account, form }), requestId))
  } catch (error) {
    if (error instanceof BadPage) return xml(400, errorXml(service, 'Sender', 'ValidationError', error.message, requestId))
    if (!(error instanceof AwsError)) throw error
    return xml(error.status, errorXml(service, 'Sender', error.code, error.message, requestId))
  }
}

function sts(view: View, action: string, form: URLSearchParams, who: Principal): object {
  if (action === 'GetCallerIdentity') return { Arn: who.arn, UserId: 'AIDAFHORGANISATION', Account: who.account.id }
  if (action !== 'AssumeRole') throw new AwsError(400, 'InvalidAction', `Could not find operation ${action} for version 2011-06-15`)
  const [, id, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(form.get('RoleArn') ?? '') ?? []
  const account = accounts.find((one) => one.id === id)
  // A role that is not there, one that does not trust the caller and one that asks for an external id are all answered alike.
  if (!account?.open || name !== roleNames[who.may] || !who.enters || form.get('ExternalId') !== externalId)
    throw denied(who, 'sts:AssumeRole')
  const { accessKeyId, secretAccessKey, sessionToken = '' } = session(view.seed, account, who.may)
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: awsTime(view.now + hour),
    },
    AssumedRoleUser: { Arn: `arn:aws:sts::${id}:assumed-role/${name}/standdown`, AssumedRoleId: 'AROAFHORGANISATION:standdown' },
  }
}

function inJson(view: View, asked: Asked, service: string): Changed {
  try {
    const who = caller(view, asked)
    const target = String(asked.headers['x-amz-target'] ?? '')
    const refuse = () => denied(who, target || asked.path)
    if (who.may !== 'read') throw refuse()
    if (service === 'organizations' && target === 'AWSOrganizationsV20161128.ListAccounts') {
      if (who.account.id !== management) throw refuse()
      return answered(listAccounts(view, bodyOf(asked)))
    }
    // What is regional is at home in one region; any other has none of it.
    const account = asked.headers.authorization?.includes(`/${home}/`)
      ? who.account
      : { ...who.account, secrets: [], anchors: [], profiles: [], subjects: [] }
    if (service === 'secretsmanager' && target === 'secretsmanager.ListSecrets') return answered(listSecrets(view, account, bodyOf(asked)))
    const listed = service === 'rolesanywhere' ? rolesAnywhere(view, account, asked.path, asked.query.get('nextToken')) : null
    if (!listed) throw new AwsError(400, 'UnknownOperationException', '')
    return json(200, listed)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    // These services send 400 for nearly everything, and the code in the body.
    return json(service === 'rolesanywhere' ? error.status : 400, {
      __type: `com.amazonaws.${service}#${codeOf(error)}`,
      message: error.message,
    })
  }
}

const codeOf = ({ code }: AwsError) =>
  code === 'AccessDenied' ? 'AccessDeniedException' : code === 'InvalidClientTokenId' ? 'UnrecognizedClientException' : code
const bodyOf = ({ body }: Asked) => JSON.parse(body.toString('utf8')) as { NextToken?: string }
const answered = (body: object) => json(200, body, { 'content-type': 'application/x-amz-json-1.1' })

function denied({ arn }: Principal, action: string): AwsError {
  return new AwsError(403, 'AccessDenied', `User: ${arn} is not authorized to perform: ${action}`)
}

function xml(status: number, body: string): Changed {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}
