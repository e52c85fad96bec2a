import type { Snippet } from '../contract.ts'
import { organisationActions, readingStatements } from './words.ts'

type Filled = Readonly<Record<string, string | undefined>>

/** What the role of the management account may do beside reading its own: list the accounts, and become the role in each. */
export function entryPolicy({ memberRole, region }: Filled): Snippet {
  const statements = [
    { Sid: 'StanddownListsAccounts', Effect: 'Allow', Action: organisationActions, Resource: '*' },
    {
      Sid: 'StanddownEntersAccounts',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: `arn:${partitionOf(region)}:iam::*:role/${memberRole || 'standdown-reader'}`,
    },
  ]
  return {
    title: 'A second policy, for the role of the management account alone',
    language: 'json',
    text: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2),
  }
}

/** A StackSet's template: the reading role of a member account, which only the role of the management account may become. */
export function memberTemplate(filled: Filled): Snippet {
  const [path, name] = pathAndName(filled)
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The role that Standdown reads this account as',
    Resources: {
      StanddownReader: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          ...(path !== '/' && { Path: path }),
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [memberTrust(filled)] },
          Policies: [{ PolicyName: 'StanddownReadsIam', PolicyDocument: { Version: '2012-10-17', Statement: readingStatements } }],
        },
      },
    },
  }
  return { title: 'The role in every account, as a StackSet’s template', language: 'text', text: JSON.stringify(template, null, 2) }
}

/** The same in Terraform, for whoever makes accounts with it. */
export function memberTerraform(filled: Filled): Snippet {
  const [path, name] = pathAndName(filled)
  const text = `# In every account of the organisation
resource "aws_iam_role" "standdown_reader" {
  name               = "${name}"
  path               = "${path}"
  assume_role_policy = jsonencode(${hcl({ Version: '2012-10-17', Statement: [memberTrust(filled)] })})
}

resource "aws_iam_role_policy" "standdown_reads_iam" {
  name   = "StanddownReadsIam"
  role   = aws_iam_role.standdown_reader.id
  policy = jsonencode(${hcl({ Version: '2012-10-17', Statement: readingStatements })})
}
`
  return { title: 'The same in Terraform', language: 'hcl', text }
}

/** Which part of AWS a region is of: ARNs begin with it. */
export function partitionOf(region: string | undefined): string {
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : region?.startsWith('cn-') ? 'aws-cn' : 'aws'
}

function memberTrust({ account, roleArn, principal, externalId, region }: Filled): object {
  const AWS =
    roleArn || principal || `arn:${partitionOf(region)}:iam::${account || 'THE-MANAGEMENT-ACCOUNT'}:role/THE-ROLE-STANDDOWN-READS-AS`
  const Condition = { StringEquals: { 'sts:ExternalId': externalId || 'A-VALUE-OF-YOURS' } }
  return { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition }
}

function pathAndName({ memberRole }: Filled): [path: string, name: string] {
  const parts = (memberRole || 'standdown-reader').split('/')
  const name = parts.pop() ?? ''
  return [parts.length > 0 ? `/${parts.join('/')}/` : '/', name]
}

/** JSON is an expression of HCL too; a template marker in a value would not be plain text there. */
export function hcl(value: object): string {
  return JSON.stringify(value, null, 2).replaceAll('${', '$${').replaceAll('%{', '%%{').replaceAll('\n', '\n  ')
}
