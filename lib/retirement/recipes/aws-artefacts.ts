import type { Artefact, RecipeSubject } from '../../model/recipe.ts'
import { actionsWorkflow } from './actions-workflow.ts'
import { leastPolicy } from './aws-rights.ts'
import {
  actionsSubject,
  draft,
  hcl,
  hclText,
  json,
  nameOf,
  replaces,
  separately,
  sh,
  spiffeIdOf,
  yaml,
  type Blanks,
  type Value,
} from './writing.ts'

/** Who may take the role: what the trust policy says, and more HCL that belongs to it. */
export type Trust = (subject: RecipeSubject, blanks: Blanks) => { statement: Value; more?: string }

const keyId = /^[A-Z0-9]{16,128}$/
const secretArn = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]{5,30}:\d{12}:secret:[\w/+=.@!-]{1,512}$/
const userName = /^[\w+=,.@-]{1,64}$/

/** A role with least rights, and the same policy alone. */
export function role(subject: RecipeSubject, trust: Trust): readonly Artefact[] {
  const policy = draft('The policy: what it needs, and nothing else', 'json', (blanks) => json(leastPolicy(subject, blanks)))
  const terraform = draft('The role in Terraform', 'hcl', (blanks) => {
    const { statement, more = '' } = trust(subject, blanks)
    return `resource "aws_iam_role" "replacement" {
  name                 = ${hclText(nameOf(subject, blanks))}
  description          = ${hclText(describable(replaces(subject)))}
  max_session_duration = 3600
  assume_role_policy = jsonencode(${hcl({ Version: '2012-10-17', Statement: [statement] }, '  ')})
}

resource "aws_iam_role_policy" "replacement" {
  name   = "least-privilege"
  role   = aws_iam_role.replacement.id
  policy = jsonencode(${hcl(leastPolicy(subject, blanks), '  ')})
}
${more}`
  })
  return [policy, terraform]
}

export const trusts = {
  actions: (subject, blanks) => ({
    statement: federated('token.actions.githubusercontent.com', actionsSubject(subject, blanks), subject, blanks),
  }),
  gitlab: (subject, blanks) => {
    const host = 'gitlab.com'
    blanks.say('On a GitLab of your own its host name stands in place of gitlab.com.')
    const project = blanks.blank('group/project', 'the project whose pipeline uses it')
    return { statement: federated(host, `project_path:${project}:ref_type:branch:ref:main`, subject, blanks) }
  },
  pods: (subject, blanks) => ({
    statement: { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
    more: `
resource "aws_eks_pod_identity_association" "replacement" {
  cluster_name    = ${hclText(blanks.blank('cluster', 'the name of the EKS cluster'))}
  namespace       = ${hclText(blanks.blank('namespace', 'the namespace that the pods run in'))}
  service_account = ${hclText(nameOf(subject, blanks))}
  role_arn        = aws_iam_role.replacement.arn
}
`,
  }),
  machine: (_, blanks) => ({
    statement: {
      Effect: 'Allow',
      Principal: { Service: blanks.blank('service', 'ec2.amazonaws.com, ecs-tasks.amazonaws.com or lambda.amazonaws.com') },
      Action: 'sts:AssumeRole',
    },
  }),
  spiffe: (subject, blanks) => {
    const host = blanks.blank('oidc-host', 'the host of SPIRE’s OIDC discovery provider, without https://')
    return { statement: federated(host, spiffeIdOf(subject, blanks), subject, blanks) }
  },
  certificate: (subject, blanks) => ({
    statement: {
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: {
        StringEquals: certificateName(subject, blanks),
        ArnEquals: { 'aws:SourceArn': blanks.blank('trust-anchor-arn', 'the ARN of the trust anchor') },
      },
    },
    more: `
resource "aws_rolesanywhere_profile" "replacement" {
  name             = ${hclText(nameOf(subject, blanks))}
  role_arns        = [aws_iam_role.replacement.arn]
  duration_seconds = 3600
  enabled          = true
}
`,
  }),
  vendor: (_, blanks) => ({
    statement: {
      Effect: 'Allow',
      Principal: { AWS: blanks.blank('vendor-role-arn', 'the role that the vendor assumes yours from; ask the vendor') },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': blanks.blank('external-id', 'a value that the vendor made for you alone') } },
    },
  }),
  general: (_, blanks) => ({
    statement: {
      Effect: 'Allow',
      Principal: blanks.blank('principal', 'who assumes it: it depends on where the consumer runs'),
      Action: 'sts:AssumeRole',
    },
  }),
} satisfies Record<string, Trust>

/** Who uses an access key, as far as CloudTrail tells without asking for more. */
export function whoUsesIt({ externalId }: RecipeSubject): Artefact {
  return draft('Who uses it: address, program and call of the last 90 days', 'sh', (blanks) => {
    const id = blanks.known(externalId, keyId, 'access-key-id', 'the id of the access key')
    blanks.say(
      'This finds management events alone: reads of objects in S3, say, are data events, which CloudTrail keeps only where a trail asks for them.',
    )
    blanks.say(
      'CloudTrail looks in one region at a time: run it for every region that the account uses, us-east-1 among them, where IAM is.',
    )
    return `aws cloudtrail lookup-events \\
  --region=${sh(regionOf(blanks))} \\
  --lookup-attributes=${sh(`AttributeKey=AccessKeyId,AttributeValue=${id}`)} \\
  --query 'Events[].CloudTrailEvent' --output text`
  })
}

export function workflow(subject: RecipeSubject): Artefact {
  return actionsWorkflow(
    subject,
    (blanks) => `      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: ${yaml(roleArn(subject, blanks))}
          aws-region: ${yaml(regionOf(blanks))}
      - run: aws sts get-caller-identity
`,
  )
}

export function pipeline(subject: RecipeSubject): Artefact {
  return draft('The job (.gitlab-ci.yml)', 'yaml', (blanks) => {
    return `run:
  id_tokens:
    AWS_ID_TOKEN:
      aud: sts.amazonaws.com
  variables:
    AWS_ROLE_ARN: ${yaml(roleArn(subject, blanks))}
    AWS_REGION: ${yaml(regionOf(blanks))}
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-id-token
  before_script:
    - printf '%s' "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
  script:
    - aws sts get-caller-identity
`
  })
}

/** spiffe-helper’s part that keeps a JWT-SVID for STS in a file, and what the SDK reads it by. */
export function svidFile(subject: RecipeSubject): Artefact {
  return draft('The environment, and the token file that spiffe-helper keeps', 'sh', (blanks) => {
    const folder = blanks.blank('cert-dir', 'the cert_dir of spiffe-helper')
    return `# In spiffe-helper.conf: jwt_svids = [{ jwt_audience = "sts.amazonaws.com", jwt_svid_file_name = "aws.jwt" }]
export AWS_ROLE_ARN=${sh(roleArn(subject, blanks))}
export AWS_WEB_IDENTITY_TOKEN_FILE=${sh(`${folder}/aws.jwt`)}
`
  })
}

export function serviceAccount(subject: RecipeSubject): Artefact {
  return draft('The service account of the pods', 'yaml', (blanks) => {
    return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${yaml(nameOf(subject, blanks))}
  namespace: ${yaml(blanks.blank('namespace', 'the namespace that the pods run in'))}
  annotations:
    standdown/retires: ${yaml(replaces(subject))}
`
  })
}

export function profileFile(subject: RecipeSubject): Artefact {
  return draft('The profile (~/.aws/config)', 'text', (blanks) => {
    const region = regionOf(blanks)
    const account = accountOf(subject, blanks)
    const of = (what: string) => `arn:${partitionOf(subject)}:rolesanywhere:${region}:${account}:${what}`
    return `[default]
region = ${region}
credential_process = aws_signing_helper credential-process --certificate ${blanks.blank('certificate', 'the path of the certificate')} --private-key ${blanks.blank('private-key', 'the path of the key; better one in a TPM or PKCS #11 device')} --trust-anchor-arn ${of(`trust-anchor/${blanks.blank('trust-anchor-id', 'the id of the trust anchor')}`)} --profile-arn ${of(`profile/${blanks.blank('profile-id', 'the id of the profile')}`)} --role-arn ${roleArn(subject, blanks)}
`
  })
}

/** Keeps anybody from making such a credential again, in accounts that have moved. */
export function guardPolicy(action: string, condition?: Value): Artefact {
  const statement = {
    Sid: 'NoNewStandingKeys',
    Effect: 'Deny',
    Action: action,
    Resource: '*',
    ...(condition ? { Condition: condition } : {}),
  }
  return draft('A service control policy against new ones', 'json', () => json({ Version: '2012-10-17', Statement: [statement] }))
}

export function keyCommands({ externalId, name }: RecipeSubject): readonly Artefact[] {
  const of = (blanks: Blanks) => {
    const user = blanks.known(name, userName, 'user-name', 'the IAM user that it belongs to')
    const id = blanks.known(externalId, keyId, 'access-key-id', 'the id of the access key')
    return `--user-name=${sh(user)} --access-key-id=${sh(id)}`
  }
  return separately('sh', of, [
    ['Disable it', (key) => `aws iam update-access-key ${key} --status=Inactive`],
    ['Go back', (key) => `aws iam update-access-key ${key} --status=Active`],
    ['Delete it: AWS will not give it back', (key) => `aws iam delete-access-key ${key}`],
  ])
}

export function rootKeyCommands(): readonly Artefact[] {
  const of = (blanks: Blanks) =>
    `--access-key-id=${sh(blanks.blank('access-key-id', 'the id that “aws iam list-access-keys” shows to root; no report has it'))}`
  return separately('sh', of, [
    ['Disable it, as root', (key) => `aws iam update-access-key ${key} --status=Inactive`],
    ['Delete it, as root: AWS will not give it back', (key) => `aws iam delete-access-key ${key}`],
  ])
}

export function serviceCredentialCommands({ externalId }: RecipeSubject): readonly Artefact[] {
  const of = (blanks: Blanks) => {
    const user = blanks.blank('user-name', 'the IAM user that it belongs to')
    const id = blanks.known(externalId, keyId, 'credential-id', 'the id of the credential')
    return `--user-name=${sh(user)} --service-specific-credential-id=${sh(id)}`
  }
  return separately('sh', of, [
    ['Disable it', (credential) => `aws iam update-service-specific-credential ${credential} --status=Inactive`],
    ['Go back', (credential) => `aws iam update-service-specific-credential ${credential} --status=Active`],
    ['Delete it: AWS will not give it back', (credential) => `aws iam delete-service-specific-credential ${credential}`],
  ])
}

export function secretCommands({ externalId }: RecipeSubject): readonly Artefact[] {
  const of = (blanks: Blanks) => `--secret-id=${sh(blanks.known(externalId, secretArn, 'secret-arn', 'the ARN of the secret'))}`
  return separately('sh', of, [
    ['Take it away, for 30 days', (secret) => `aws secretsmanager delete-secret ${secret} --recovery-window-in-days=30`],
    ['Go back', (secret) => `aws secretsmanager restore-secret ${secret}`],
  ])
}

/** By its SPIFFE id, where one is known; else by its common name. */
function certificateName(subject: RecipeSubject, blanks: Blanks): Record<string, string> {
  if (subject.identities?.length) return { 'aws:PrincipalTag/x509SAN/URI': spiffeIdOf(subject, blanks) }
  return { 'aws:PrincipalTag/x509Subject/CN': blanks.blank('common-name', 'the common name in the machine’s certificate') }
}

/** A role's description takes Latin-1 and nothing else. */
function describable(text: string): string {
  return text
    .replaceAll('…', '...')
    .replace(/[^\x20-\x7e\u00a1-\u00ff]/gu, '_')
    .slice(0, 900)
}

function federated(issuer: string, tokenSubject: string, subject: RecipeSubject, blanks: Blanks): Value {
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partitionOf(subject)}:iam::${accountOf(subject, blanks)}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: tokenSubject } },
  }
}

function roleArn(subject: RecipeSubject, blanks: Blanks): string {
  return `arn:${partitionOf(subject)}:iam::${accountOf(subject, blanks)}:role/${nameOf(subject, blanks)}`
}

function accountOf({ source }: RecipeSubject, blanks: Blanks): string {
  return blanks.known(source.account, /^\d{12}$/, 'account-id', 'the 12 digits of the account')
}

function regionOf(blanks: Blanks): string {
  return blanks.blank('region', 'the region that it works in')
}

function partitionOf({ source }: RecipeSubject): string {
  const region = source.region ?? ''
  return region.startsWith('us-gov-') ? 'aws-us-gov' : region.startsWith('cn-') ? 'aws-cn' : 'aws'
}
