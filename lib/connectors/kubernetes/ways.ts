import type { Field, Snippet, WayIn } from '../contract.ts'
import { tokenFileStep } from '../rest/token-file.ts'
import { collectorManifest, directManifest, projectedVolume } from './manifests.ts'

const connection = ['cluster', 'baseUrl', 'authority'] as const
const needed = ['cluster', 'baseUrl'] as const

const imageField: Field = {
  name: 'image',
  label: 'Image',
  hint: 'Of the collector. None is published: build it from this project’s repository, as the documentation of this connector says. It goes into the manifest to copy, and is not stored.',
  kind: 'text',
  required: false,
  example: 'registry.example.com/standdown:1.0',
}

const collector = ({ image = '' }: Readonly<Record<string, string>>): Snippet => ({
  title: 'The collector, and who reads its report',
  language: 'text',
  text: collectorManifest(image || '<image>'),
})
const direct: Snippet = { title: 'Who reads the cluster', language: 'text', text: directManifest }

const collectorSteps = [
  'Build the image as the documentation says, and write its name into the manifest.',
  'Apply the manifest, and let the collector report once: kubectl create job --from=cronjob/standdown-collector first --namespace standdown',
]

/** A collector keeps what can read Secrets inside the cluster, so its ways stand first. */
export const ways: readonly WayIn[] = [
  {
    id: 'collector-file',
    label: 'A collector in the cluster, read with a token from a file',
    about:
      'Whoever may list Secrets may read them. So that is done inside the cluster, by a job that reports metadata to a ConfigMap; from outside, that report alone is read.',
    keeps: 'nothing',
    keepsSays:
      'No secret is stored. The token in the file is kept fresh by whoever makes it, and can read the ConfigMaps of one namespace and nothing else.',
    settings: [...connection, 'report', 'tokenFile'],
    required: [...needed, 'report', 'tokenFile'],
    credential: [],
    given: { fromFile: 'true' },
    forSnippets: [imageField],
    steps: [
      ...collectorSteps,
      `The token is one of standdown-reader, or of an identity that you bind to its role. ${tokenFileStep('10.0.0.1_6443', 'cluster')}`,
    ],
    snippets: (filled) => [collector(filled)],
  },
  {
    id: 'collector-token',
    label: 'A collector in the cluster, read with a token',
    about: 'The same, with the token of standdown-reader kept here.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own as long as it lives. It can read the ConfigMaps of one namespace, and no Secret. Make it for 90 days at most; it is sealed here.',
    settings: [...connection, 'report'],
    required: [...needed, 'report'],
    credential: ['token'],
    forSnippets: [imageField],
    steps: [
      ...collectorSteps,
      'kubectl create token standdown-reader --namespace standdown --duration 2160h',
      'Look when it ends: many clusters give a day at most, whatever is asked for. Then rather let the token lie in a file that is kept fresh.',
    ],
    snippets: (filled) => [collector(filled)],
  },
  {
    id: 'token-file',
    label: 'A token from a file, for all of the cluster',
    about:
      'Standdown runs in this cluster, and its pod is given a token of ten minutes that the kubelet renews. It asks for metadata alone, but the token could read Secrets.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token lives in a file of the pod, ten minutes at a time, and ends with the pod.',
    settings: [...connection, 'tokenFile'],
    required: [...needed, 'tokenFile'],
    credential: [],
    given: { fromFile: 'true' },
    steps: [
      'Apply the manifest to copy.',
      'Give Standdown’s own pod that service account and the volume to copy. The token file’s name is then “cluster”.',
      'As API server take https://kubernetes.default.svc, and as authority the text of kube-root-ca.crt, a ConfigMap of every namespace.',
    ],
    snippets: ({ baseUrl = '' }) => [direct, projectedVolume(baseUrl)],
  },
  {
    id: 'token',
    label: 'A token for all of the cluster',
    about: 'The last resort. Standdown asks for metadata alone, but whoever copies the token can read every Secret of the cluster.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own, and it could read every Secret. Make it for a few days at most, and prefer the collector. It is sealed here.',
    settings: connection,
    required: needed,
    credential: ['token'],
    steps: ['Apply the manifest to copy.', 'kubectl create token standdown --namespace standdown --duration 168h'],
    snippets: () => [direct],
  },
]
