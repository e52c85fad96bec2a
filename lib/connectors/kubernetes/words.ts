import type { Coverage, Field, Verified } from '../contract.ts'
import { tokenFileField } from '../rest/token-file.ts'
import { actorManifest, directManifest } from './manifests.ts'

const tokenField: Field = {
  name: 'token',
  label: 'Token',
  hint: 'Of the service account, as “kubectl create token” prints it. Sealed at rest and never shown again.',
  kind: 'multiline-secret',
  required: false,
}

const fileField = tokenFileField('kubernetes.default.svc', 'cluster')

export const fields: readonly Field[] = [
  {
    name: 'cluster',
    label: 'Cluster',
    hint: 'Its name, to tell it from your others. No call says which one it is.',
    kind: 'text',
    required: true,
    example: 'production',
  },
  {
    name: 'baseUrl',
    label: 'API server',
    hint: 'As “kubectl cluster-info” shows it.',
    kind: 'url',
    required: true,
    example: 'https://10.0.0.1:6443',
  },
  {
    name: 'authority',
    label: 'Certificate authority',
    hint: 'What the API server’s certificate is signed by: certificate-authority-data of a kubeconfig, or PEM. It is public. Left out: the authorities that everybody believes.',
    kind: 'text',
    required: false,
  },
  {
    name: 'report',
    label: 'Report of a collector',
    hint: 'namespace/name of the ConfigMap that the collector in the cluster writes. Then nothing else is read.',
    kind: 'text',
    required: false,
    example: 'standdown/inventory',
  },
  fileField,
  tokenField,
]

export const actionFields: readonly Field[] = [
  { ...tokenField, hint: `Of the service account that acts, another one than reads. ${tokenField.hint}` },
  { ...fileField, hint: `Instead of a token. ${fileField.hint}` },
]

export const policy = { title: 'What the service account may do', language: 'text' as const, text: directManifest }

export const actionPolicy = { title: 'What the service account that acts may do', language: 'text' as const, text: actorManifest }

export const actionSteps = [
  'Apply the manifest to copy. It makes a service account that deletes Secrets and marks them as invalid, so that the audit log shows who acted.',
  'RBAC cannot tell Secrets of one type from others: it may delete, and with patch read, any of them. Take the token away when it is not needed.',
  'Give its token for a day (kubectl create token standdown-actor --namespace standdown --duration 24h), or let it lie in a file that is kept fresh.',
]

export const coverage: readonly Coverage[] = [
  {
    object: 'Kubernetes service account token Secrets',
    state: 'read',
    tokens: ['kubernetes.service-account-token'],
    says: 'Their metadata alone: age, the day of their last use, whether they are marked as invalid, and which pods name them. What is in them is not asked for, and dropped where a server sends it all the same.',
  },
  {
    object: 'Kubernetes service accounts',
    state: 'read',
    issuers: ['kubernetes.service-account'],
    says: 'Those whose pods are given short-lived tokens, with audience and life, and those that AWS, Google Cloud or Azure take for an identity of theirs.',
  },
  { object: 'Kubernetes pods', state: 'read', says: 'What Secrets they name and what tokens they are given. What is in their environments is not read.' },
  { object: 'Kubernetes cluster roles', state: 'read', says: 'With all their rules.' },
  { object: 'Kubernetes roles', state: 'read', says: 'With all their rules.' },
  { object: 'Kubernetes cluster role bindings', state: 'read', says: 'To service accounts and to the groups that they are in.' },
  { object: 'Kubernetes role bindings', state: 'read', says: 'To service accounts and to the groups that they are in.' },
  { object: 'Tokens that pods are given, one by one', state: 'not-offered', says: 'The API server keeps no list of what it issued. Its audit log has each.' },
  { object: 'Client certificates', state: 'not-offered', says: 'The cluster keeps no list of them. A signing request is deleted an hour after it was answered, and the certificate works on.' },
  { object: 'Whether the API server makes a year of an hour', state: 'not-offered', says: 'It does by default for tokens of 3607 seconds (--service-account-extend-token-expiration). The flag cannot be read, so that their life is not reported.' },
  { object: 'Rights by other authorizers', state: 'not-built', says: 'Webhooks, and the clouds’ own sign-in to a cluster (aws-auth, access entries), are not read.' },
  { object: 'Tokens that lie in Secrets of another type', state: 'not-built', says: 'Kubeconfigs, registry passwords and whatever else people keep in Secrets are not looked into, by design.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'live-server',
  says: 'A real kube-apiserver 1.36.3 with etcd, its own authority and RBAC: tokens in Secrets with their use noted, a list whose place was forgotten (410), marking as invalid and deleting, and the collector with the manifest that is given here. Never run against a managed cluster; pods were objects alone, as no kubelet ran.',
}
