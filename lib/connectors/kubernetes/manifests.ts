import type { Snippet } from '../contract.ts'
import { tokenFolderOf } from '../rest/token-file.ts'

const labels = 'app.kubernetes.io/name: standdown'

const readRules = `rules:
  # Whoever may list Secrets may read what is in them: RBAC knows no smaller right.
  - apiGroups: ['']
    resources: [secrets]
    verbs: [list]
  - apiGroups: ['']
    resources: [serviceaccounts, pods]
    verbs: [list]
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles, clusterroles, rolebindings, clusterrolebindings]
    verbs: [list]
  # Since when the API server notes the use of these tokens.
  - apiGroups: ['']
    resources: [configmaps]
    resourceNames: [kube-apiserver-legacy-service-account-token-tracking]
    verbs: [get]
`

/** As YAML's plainest text: what is no printable character has no place in an image's name. */
const quoted = (text: string) => `'${text.replace(/[^\x21-\x7e]/g, '').replaceAll("'", "''")}'`

const account = (name: string) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: standdown
automountServiceAccountToken: false
`

const clusterRole = (name: string, rules: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
${rules}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: standdown
`

const role = (name: string, verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}
  namespace: standdown
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [${verbs}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${name}
  namespace: standdown
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: standdown
`

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: standdown
  labels:
    pod-security.kubernetes.io/enforce: restricted
`

const cronJob = (image: string) => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: standdown-collector
  namespace: standdown
  labels:
    ${labels}
spec:
  schedule: '17 * * * *'
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 1
  jobTemplate:
    spec:
      activeDeadlineSeconds: 1800
      backoffLimit: 1
      template:
        metadata:
          labels:
            ${labels}
        spec:
          serviceAccountName: standdown-collector
          automountServiceAccountToken: true
          restartPolicy: Never
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: collector
              # There is no published image: build one from the repository and push it where the cluster pulls from.
              image: ${quoted(image)}
              args: [--report, standdown/inventory]
              resources:
                requests:
                  cpu: 100m
                  memory: 256Mi
                limits:
                  memory: 1Gi
              securityContext:
                allowPrivilegeEscalation: false
                capabilities:
                  drop: [ALL]
                readOnlyRootFilesystem: true
`

/**
 * The collector: reads the cluster from inside every hour and reports to ConfigMaps of its own namespace; and the service account that reads
 * these from outside, which can read nothing else.
 */
export function collectorManifest(image: string): string {
  return [
    `# What reads Secrets' metadata stays in the cluster; what it reports is read from outside by standdown-reader, which may do nothing else.\n${namespace}`,
    account('standdown-collector'),
    clusterRole('standdown-collector', readRules),
    role('standdown-collector', 'get, create, patch'),
    cronJob(image),
    account('standdown-reader'),
    role('standdown-reader', 'get'),
  ].join('---\n')
}

/** The service account for reading the cluster from where Standdown runs. */
export const directManifest = [namespace, account('standdown'), clusterRole('standdown', readRules)].join('---\n')

/** The service account that acts, beside the one that reads. */
export const actorManifest = [
  account('standdown-actor'),
  clusterRole(
    'standdown-actor',
    `rules:
  # Patching is to mark as invalid; whoever may patch Secrets may read them too. Leave it out to only delete.
  - apiGroups: ['']
    resources: [secrets]
    verbs: [delete, patch]
`,
  ),
].join('---\n')

/** A volume that the kubelet keeps a token of ten minutes in, for a Standdown that runs in the cluster, and for the API server alone. */
export const projectedVolume = (baseUrl: string): Snippet => ({
  title: 'The token for Standdown’s own pod',
  language: 'text',
  text: `# Of the pod that runs Standdown's worker and web server:
spec:
  serviceAccountName: standdown
  containers:
    - name: standdown
      env:
        - name: STANDDOWN_TOKEN_FOLDER
          value: /var/run/secrets/standdown
      volumeMounts:
        - name: standdown-tokens
          mountPath: /var/run/secrets/standdown
          readOnly: true
  volumes:
    - name: standdown-tokens
      projected:
        sources:
          - serviceAccountToken:
              # The folder is the API server's: the token is sent nowhere else.
              path: '${(URL.canParse(baseUrl) && tokenFolderOf(baseUrl)) || 'kubernetes.default.svc'}/cluster'
              expirationSeconds: 600
`,
})
