import type { Snippet } from '../contract.ts'
import { hcl, partitionOf } from './organisation-snippets.ts'
import { actions, policy, regionalActions } from './words.ts'

/** Who may become the reading role. */
export type Trust =
  | { by: 'machine' }
  | { by: 'account'; principal?: string; externalId?: string }
  | { by: 'web-identity'; account: string; provider?: string; tokenSubject?: string; region?: string }

type Filled = Readonly<Record<string, string | undefined>>

/** Every action the connector calls in an account, as a policy. */
export const readerPolicy: Snippet = { title: 'The policy: “StanddownReadsIam”', language: 'json', text: policy.text }

/** The parts of a form that a trust policy needs. */
export function sourceOfTrust({ principal, externalId }: Filled): { principal?: string; externalId?: string } {
  return { ...(principal && { principal }), ...(externalId && { externalId }) }
}

/** The reading role's trust policy. What was not filled in stands there in capitals. */
export function trustPolicy(trust: Exclude<Trust, { by: 'machine' }>): Snippet {
  return {
    title: 'The trust policy of the role',
    language: 'json',
    text: JSON.stringify({ Version: '2012-10-17', Statement: [statement(trust)] }, null, 2),
  }
}

function statement(trust: Exclude<Trust, { by: 'machine' }>): object {
  if (trust.by === 'account') {
    const { principal = 'THE-ARN-STANDDOWN-RUNS-AS', externalId } = trust
    const Condition = externalId && { StringEquals: { 'sts:ExternalId': externalId } }
    return { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }
  }
  const { account, provider = 'THE-OIDC-PROVIDER', tokenSubject = 'THE-SUBJECT-OF-ITS-TOKEN', region } = trust
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partitionOf(region)}:iam::${account || 'THE-ACCOUNT'}:oidc-provider/${provider}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com', [`${provider}:sub`]: tokenSubject } },
  }
}

/** The same as Terraform. A machine's own role is there already, so only the policy is made and attached. */
export function roleTerraform(account: string, trust: Trust): Snippet {
  const document = `# In account ${account || 'THE-ACCOUNT'}
data "aws_iam_policy_document" "standdown_reads_iam" {
${hclStatement('StanddownReadsIam', actions)}
  # Only where regions are named.
${hclStatement('StanddownReadsRegions', regionalActions)}
}

resource "aws_iam_policy" "standdown_reads_iam" {
  name   = "StanddownReadsIam"
  policy = data.aws_iam_policy_document.standdown_reads_iam.json
}
`
  const role =
    trust.by === 'machine'
      ? ''
      : `
resource "aws_iam_role" "standdown_reader" {
  name               = "standdown-reader"
  assume_role_policy = jsonencode(${hcl({ Version: '2012-10-17', Statement: [statement(trust)] })})
}
`
  const roleName = trust.by === 'machine' ? '"THE-ROLE-OF-THE-MACHINE"' : 'aws_iam_role.standdown_reader.name'
  const attachment = `
resource "aws_iam_role_policy_attachment" "standdown_reads_iam" {
  role       = ${roleName}
  policy_arn = aws_iam_policy.standdown_reads_iam.arn
}
`
  return { title: 'The same in Terraform', language: 'hcl', text: `${document}${role}${attachment}` }
}

function hclStatement(sid: string, list: readonly string[]): string {
  return `  statement {
    sid       = "${sid}"
    actions   = [
${list.map((action) => `      "${action}",`).join('\n')}
    ]
    resources = ["*"]
  }`
}
