import type { Recipe, RecipeSubject } from '../../model/recipe.ts'
import * as write from './aws-artefacts.ts'
import { recipe } from './define.ts'
import type { Ending, Guard, Making } from './ending.ts'
import { spiffeHonest } from './spiffe.ts'

const guard: Guard = {
  does: 'Deny iam:CreateAccessKey by a service control policy, in accounts that have moved.',
  shownBy: 'The policy in AWS Organizations. Standdown does not read it.',
}

const roleUse = 'RoleLastUsed of the role, in GetAccountAuthorizationDetails.'

const makeRole: Making = {
  id: 'make-role',
  does: 'Make the role below, with the rights it really uses. Its trust names this one consumer and no other.',
  shownBy: 'The role among the issuers, after the next sync.',
  back: 'Delete the role.',
}

const keysAgain = (subject: RecipeSubject) => [write.whoUsesIt(subject), write.guardPolicy('iam:CreateAccessKey')]

/** An access key gives way to a role; how the role is reached depends on where the consumer runs. */
export function roleWays(accessKey: Ending): readonly Recipe[] {
  return [
    recipe(accessKey, {
      id: 'to-role',
      title: 'Move to a role that the consumer assumes',
      from: 'An IAM user’s access key',
      to: 'A role: sessions of an hour, with least rights',
      effort: 'M',
      why: 'A session ends by itself and is handed out by what already knows the consumer. No secret is stored.',
      honest: 'Which way to the role is right depends on where the consumer runs, and nobody has said that yet. Name the consumer first.',
      way: {
        successor: 'seen',
        make: [makeRole],
        use: { does: 'Let every named consumer run with the role.', shownBy: roleUse },
        guard,
      },
      artefacts: (subject) => [...write.role(subject, write.trusts.general), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-spiffe-oidc',
      places: ['spiffe'],
      title: 'Let the workload assume a role with its SPIFFE identity',
      from: 'An access key beside an identity that the workload has already',
      to: 'A role that trusts one SPIFFE id of your trust domain (its JWT-SVID, by OIDC)',
      effort: 'S',
      why: 'SPIRE attests the workload and gives it a token of minutes, which STS takes for an hour’s session. Nothing is stored.',
      honest: `${spiffeHonest} With IAM Roles Anywhere the X.509-SVID does the same without a bearer token, and needs no address that AWS can reach.`,
      way: {
        successor: 'seen',
        make: [
          {
            id: 'make-provider',
            does: 'Run SPIRE’s OIDC discovery provider at an address that AWS can reach, set jwt_issuer in server.conf to it, and add it as an OIDC provider of the account, with the audience sts.amazonaws.com.',
            shownBy: 'The provider among the issuers, after the next sync.',
            back: 'Delete the provider; nothing uses it yet.',
          },
          makeRole,
        ],
        use: {
          does: 'Keep a JWT-SVID in a file as below, and take the key out of the environment: the SDK prefers keys it finds there.',
          shownBy: roleUse,
        },
        guard,
      },
      artefacts: (subject) => [write.svidFile(subject), ...write.role(subject, write.trusts.spiffe), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-github-oidc',
      places: ['github-actions'],
      title: 'Let GitHub Actions assume a role',
      from: 'An access key in the secrets of a repository',
      to: 'A role that trusts GitHub’s signed word for one repository and environment (OIDC)',
      effort: 'S',
      why: 'The workflow gets an hour’s session for its own run. Nothing is left in the repository’s secrets to copy.',
      way: {
        successor: 'seen',
        make: [
          {
            id: 'make-provider',
            does: 'Add token.actions.githubusercontent.com as an OIDC provider of the account, with the audience sts.amazonaws.com, unless it is there.',
            shownBy: 'The provider among the issuers, after the next sync.',
            back: 'Delete the provider; nothing uses it yet.',
          },
          makeRole,
        ],
        use: {
          does: 'Use the workflow below, pin each action to a commit, and run it once.',
          shownBy: roleUse,
        },
        guard,
      },
      artefacts: (subject) => [write.workflow(subject), ...write.role(subject, write.trusts.actions), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-gitlab-oidc',
      places: ['gitlab-ci'],
      title: 'Let GitLab CI assume a role',
      from: 'An access key in the CI variables of a project',
      to: 'A role that trusts GitLab’s ID token for one project and branch (OIDC)',
      effort: 'S',
      why: 'The job gets an hour’s session for its own run. Nothing is left in CI variables to copy.',
      way: {
        successor: 'seen',
        make: [
          {
            id: 'make-provider',
            does: 'Add the GitLab host as an OIDC provider of the account, with the audience sts.amazonaws.com.',
            shownBy: 'The provider among the issuers, after the next sync.',
            back: 'Delete the provider; nothing uses it yet.',
          },
          makeRole,
        ],
        use: { does: 'Use the job below, and run it once.', shownBy: roleUse },
        guard,
      },
      artefacts: (subject) => [write.pipeline(subject), ...write.role(subject, write.trusts.gitlab), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-pod-identity',
      places: ['kubernetes'],
      title: 'Let the pods assume a role (EKS Pod Identity)',
      from: 'An access key in a Kubernetes Secret',
      to: 'A role for one service account of one cluster',
      effort: 'S',
      why: 'The pod’s own short-lived token is exchanged for a session. There is no key in a Secret that others of the namespace can read.',
      honest:
        'Pod Identity is for EKS. On a cluster outside AWS use an OIDC provider for the cluster’s issuer (as IRSA does), or IAM Roles Anywhere.',
      way: {
        successor: 'seen',
        make: [
          {
            ...makeRole,
            does: 'Install the Pod Identity agent in the cluster, and make the role and the association below.',
          },
        ],
        use: {
          does: 'Run the pods with this service account, and take the key out of their environment: the SDK prefers keys it finds there.',
          shownBy: roleUse,
        },
        guard,
      },
      artefacts: (subject) => [write.serviceAccount(subject), ...write.role(subject, write.trusts.pods), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-machine-role',
      places: ['aws'],
      title: 'Give the instance, task or function a role',
      from: 'An access key on something that runs in AWS',
      to: 'The role of the instance (EC2), task (ECS) or function (Lambda)',
      effort: 'S',
      why: 'AWS hands the session to the machine and renews it. On EC2 require IMDSv2, so that a forged request cannot fetch it.',
      way: {
        successor: 'seen',
        make: [makeRole],
        use: {
          does: 'Attach the role, and take the key out of the environment and of ~/.aws: the SDK prefers keys it finds there.',
          shownBy: roleUse,
        },
        guard,
      },
      artefacts: (subject) => [...write.role(subject, write.trusts.machine), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-roles-anywhere',
      places: ['elsewhere', 'google', 'azure'],
      title: 'Use the machine’s certificate (IAM Roles Anywhere)',
      from: 'An access key on a machine outside AWS',
      to: 'A role for the holder of an X.509 certificate, such as a SPIFFE X.509-SVID',
      effort: 'L',
      why: 'The machine proves that it holds a key, and gets an hour’s session. The key can stay in a TPM, where nobody can copy it.',
      honest:
        'It takes a certificate authority of your own. A key file that can be copied is a standing credential again: short certificates, or a TPM.',
      way: {
        successor: 'seen',
        make: [
          {
            id: 'make-anchor',
            does: 'Register your certificate authority as a trust anchor, and issue the machine a certificate that lives days, not years.',
            shownBy: 'The trust anchor among the issuers, after the next sync, where the source names its region.',
            back: 'Disable the trust anchor.',
          },
          makeRole,
        ],
        use: {
          does: 'Install aws_signing_helper and the profile below, in place of the key. Name the certificate’s subject, or the role, as what takes its place.',
          shownBy: 'The certificate’s last sign-in (lastSeenAt of ListSubjects), or RoleLastUsed of the role.',
        },
        guard,
      },
      artefacts: (subject) => [write.profileFile(subject), ...write.role(subject, write.trusts.certificate), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-vendor-role',
      places: ['vendor'],
      title: 'Let the vendor assume a role',
      from: 'An access key that a vendor holds',
      to: 'A role that trusts the vendor’s own, with an external id',
      effort: 'M',
      why: 'The vendor holds no secret of yours. You end it by changing one trust policy.',
      honest:
        'It takes the vendor’s help. One that can only take access keys is a reason to ask, and to limit the key by network and rights until then.',
      way: {
        successor: 'seen',
        make: [makeRole],
        use: { does: 'Give the vendor the role’s ARN and the external id, and have them switch.', shownBy: roleUse },
        guard,
      },
      artefacts: (subject) => [...write.role(subject, write.trusts.vendor), ...keysAgain(subject)],
    }),
    recipe(accessKey, {
      id: 'to-identity-center',
      places: ['person'],
      title: 'Let the person sign in (IAM Identity Center)',
      from: 'An access key on a person’s computer',
      to: 'A session after sign-in, of hours',
      effort: 'S',
      why: 'A second factor stands before every session, and leaving the company ends it.',
      way: {
        successor: 'seen',
        make: [
          {
            id: 'make-role',
            does: 'Give the person’s group a permission set in IAM Identity Center. It shows in the account as a role, AWSReservedSSO_….',
            shownBy: 'The role among the issuers, after the next sync.',
            back: 'Take the assignment away.',
          },
        ],
        use: { does: 'Sign in with “aws sso login”, and delete the key from ~/.aws/credentials.', shownBy: roleUse },
        guard,
      },
      artefacts: (subject) => [write.whoUsesIt(subject), write.guardPolicy('iam:CreateAccessKey')],
    }),
  ]
}
