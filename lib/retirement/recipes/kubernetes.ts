import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending, Guard } from './ending.ts'
import { draft, nameOf, replaces, sh, yaml, type Blanks } from './writing.ts'

const secretToken: Ending = {
  id: 'kubernetes.service-account-token',
  kinds: ['kubernetes.service-account-token', 'kubernetes.*', 'k8s.*'],
  it: 'the token Secret',
  use: { told: 'The label kubernetes.io/legacy-token-last-used of the Secret, a day,' },
  disable: {
    does: 'Label the Secret kubernetes.io/legacy-token-invalid-since with the day of today. From then on the API server refuses its token.',
    shownBy: 'The label of the Secret in the list of those of type kubernetes.io/service-account-token.',
    back: 'Take the label away again.',
  },
  remove: {
    does: 'Delete the Secret.',
    shownBy: 'The list of Secrets of type kubernetes.io/service-account-token no longer has it.',
    back: 'Only a new Secret can be made, with another token.',
  },
  gone: 'The list of Secrets of type kubernetes.io/service-account-token',
  commands: () => [
    draft('Mark the Secret as invalid', 'sh', (blanks) => {
      const secret = blanks.blank('secret', 'the name of the Secret')
      return `kubectl label secret ${sh(secret)} --namespace=${sh(namespaceOf(blanks))} kubernetes.io/legacy-token-invalid-since="$(date -u +%F)"`
    }),
    draft('Delete the Secret', 'sh', (blanks) => {
      const secret = blanks.blank('secret', 'the name of the Secret')
      return `kubectl delete secret ${sh(secret)} --namespace=${sh(namespaceOf(blanks))}`
    }),
    draft('Refuse new ones (admission policy)', 'yaml', () => noNewSecrets),
  ],
}

export const endings: readonly Ending[] = [secretToken]

const guard: Guard = {
  does: 'Refuse Secrets of type kubernetes.io/service-account-token by the admission policy below, set automountServiceAccountToken to false, and start the API server with --service-account-extend-token-expiration=false.',
  shownBy: 'The policy and flags of the cluster. Standdown does not read them.',
}

const silence = 'The API server keeps no list of the tokens that pods are given. That the old one falls silent is what shows it.'

export const recipes: readonly Recipe[] = [
  recipe(secretToken, {
    id: 'to-bound-token',
    title: 'Move to a bound token that the pod is given',
    from: 'A service account token in a Secret, which never ends',
    to: 'A projected token: an hour, one audience, bound to the pod',
    effort: 'S',
    why: 'It ends within the hour and with its pod, and another service refuses it.',
    honest:
      'It is still a bearer token while it lives. Where the API server extends tokens (its default), one may live for a year: read its exp, not the spec.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-account',
          who: 'owner',
          does: 'Give the workload its own service account, with a Role that has what it needs, as below.',
          shownBy: 'The service account among the issuers after the next sync, with its rights, once a pod of it runs.',
          back: 'Delete them.',
        },
      ],
      use: {
        does: 'Mount the projected token as below, and read it from the file at each use: the kubelet renews it.',
        shownBy: silence,
      },
      guard,
    },
    artefacts: (subject) => [pod(subject), rights(subject)],
  }),
  recipe(secretToken, {
    id: 'to-oidc',
    places: ['github-actions', 'gitlab-ci', 'elsewhere', 'aws', 'google', 'azure'],
    title: 'Let the caller from outside sign in with its own identity (OIDC)',
    from: 'A service account token in a pipeline or on a machine outside the cluster',
    to: 'The caller’s own short-lived token, which the API server is set to trust',
    effort: 'M',
    why: 'The pipeline’s token is made for one run. No cluster credential lies outside the cluster.',
    honest:
      'It takes access to the API server’s settings (structured authentication) or the cloud’s own sign-in. On some managed clusters only the latter is there.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'trust-issuer',
          does: 'Add the issuer to the API server’s authentication configuration, with one audience and a prefix, and bind a Role to the one subject.',
          shownBy: 'The API server’s settings. Standdown does not read them.',
          back: 'Take the issuer out again.',
        },
      ],
      use: { does: 'Let the caller use its own token in its kubeconfig, by an exec plug-in.', shownBy: silence },
      guard,
    },
    artefacts: (subject) => [authentication(subject), rights(subject, 'caller')],
  }),
]

function pod(subject: RecipeSubject): Artefact {
  return draft('The service account and the pod', 'yaml', (blanks) => {
    const name = nameOf(subject, blanks)
    const namespace = namespaceOf(blanks)
    return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${yaml(name)}
  namespace: ${yaml(namespace)}
  annotations:
    standdown/retires: ${yaml(replaces(subject))}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Pod
metadata:
  name: ${yaml(name)}
  namespace: ${yaml(namespace)}
spec:
  serviceAccountName: ${yaml(name)}
  automountServiceAccountToken: false
  containers:
    - name: main
      image: ${yaml(blanks.blank('image', 'the image that it runs now'))}
      volumeMounts:
        - name: token
          mountPath: /var/run/secrets/tokens
          readOnly: true
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken:
              path: token
              audience: ${yaml(blanks.blank('audience', 'the one service that is to accept it; for the API server leave the line out'))}
              expirationSeconds: 3600
`
  })
}

function rights(subject: RecipeSubject, whose: 'account' | 'caller' = 'account'): Artefact {
  return draft('The Role: what it needs, and nothing else', 'yaml', (blanks) => {
    const name = nameOf(subject, blanks)
    const namespace = namespaceOf(blanks)
    // Whom the API server knows by a token from outside is a user, by the prefix and the subject, and no service account.
    const bound =
      whose === 'account'
        ? `kind: ServiceAccount
    name: ${yaml(name)}
    namespace: ${yaml(namespace)}`
        : `kind: User
    apiGroup: rbac.authorization.k8s.io
    name: ${yaml(`ci:${blanks.blank('subject', 'the sub of the caller’s tokens, whole: repo:acme/web:ref:refs/heads/main')}`)}`
    blanks.say('Nothing shows which rights it used. The API server’s audit log does.')
    return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${yaml(name)}
  namespace: ${yaml(namespace)}
rules:
  - apiGroups: [${yaml('')}]
    resources: [${yaml(blanks.blank('resources', 'what it reads or writes, as configmaps'))}]
    verbs: [${yaml(blanks.blank('verbs', 'what it does with them, as get'))}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${yaml(name)}
  namespace: ${yaml(namespace)}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${yaml(name)}
subjects:
  - ${bound}
`
  })
}

function authentication(subject: RecipeSubject): Artefact {
  return draft('The API server’s authentication configuration', 'yaml', (blanks) => {
    blanks.say('Kubernetes before 1.34 has this as v1beta1.')
    return `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
  - issuer:
      url: ${yaml(blanks.blank('issuer', 'the issuer of the caller’s tokens'))}
      audiences: [${yaml(nameOf(subject, blanks))}]
    claimMappings:
      username:
        claim: sub
        prefix: "ci:"
`
  })
}

/**
 * Of making alone: a Secret keeps its type for life, and to refuse changes would keep the API server from noting the use of those that are there,
 * and everybody from marking them as invalid.
 */
const noNewSecrets = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: no-service-account-token-secrets
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE]
        resources: [secrets]
  validations:
    - expression: "!has(object.type) || object.type != 'kubernetes.io/service-account-token'"
      message: Use a projected token instead.
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: no-service-account-token-secrets
spec:
  policyName: no-service-account-token-secrets
  validationActions: [Deny]
`

function namespaceOf(blanks: Blanks): string {
  return blanks.blank('namespace', 'the namespace that it is in')
}
