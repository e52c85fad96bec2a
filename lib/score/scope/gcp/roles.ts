import type { Level } from '../../../model/grant.ts'

/** What a role lets its holder do. `onOne`: where it was given on one resource alone, it is less. */
export type RoleLevel = { level: Level; onOne?: Level; because: string }

/** Roles that act as a service account: of every one in the project, or of the one that it was given on. */
const asAnother = (how: string): RoleLevel => ({ level: 6, onOne: 5, because: `it acts as the service accounts there: ${how}` })
const startsCode = (what: string): RoleLevel => ({ level: 5, because: `it starts ${what}, as a service account` })

/** Google's own roles that say more, or less, than their names: cloud.google.com/iam/docs/roles-permissions. */
export const roleLevels: Readonly<Record<string, RoleLevel>> = {
  'roles/owner': { level: 6, because: 'it does everything, and gives out every role' },
  'roles/editor': { level: 6, because: 'it changes nearly everything, and runs code as the service accounts there' },
  'roles/viewer': { level: 3, because: 'it reads everything but secrets' },
  'roles/browser': { level: 1, because: 'it lists projects and folders' },
  'roles/iam.serviceAccountTokenCreator': asAnother('it makes their tokens'),
  'roles/iam.serviceAccountOpenIdTokenCreator': asAnother('it makes their identity tokens'),
  'roles/iam.serviceAccountUser': asAnother('it runs code as them'),
  'roles/iam.serviceAccountKeyAdmin': asAnother('it makes their keys'),
  'roles/iam.workloadIdentityUser': asAnother('it impersonates them'),
  'roles/iam.securityReviewer': { level: 2, because: 'it reads every policy' },
  'roles/iam.roleViewer': { level: 2, because: 'it reads roles' },
  'roles/cloudasset.viewer': { level: 2, because: 'it reads what there is, and every policy' },
  'roles/accesscontextmanager.policyEditor': { level: 6, because: 'it changes from where the organisation’s data may be reached' },
  'roles/osconfig.guestPolicyEditor': { level: 5, because: 'it runs code on machines' },
  'roles/osconfig.osPolicyAssignmentEditor': { level: 5, because: 'it runs code on machines' },
  'roles/aiplatform.user': startsCode('jobs'),
  'roles/appengine.deployer': startsCode('services'),
  'roles/batch.jobsEditor': startsCode('jobs'),
  'roles/lifesciences.workflowsRunner': startsCode('jobs'),
  'roles/notebooks.runner': startsCode('notebooks'),
  'roles/run.sourceDeveloper': startsCode('services'),
  'roles/compute.osLoginExternalUser': { level: 5, because: 'it signs in to machines' },
  'roles/cloudbuild.builds.editor': startsCode('builds'),
  'roles/cloudfunctions.developer': startsCode('functions'),
  'roles/run.developer': startsCode('services'),
  'roles/container.developer': { level: 5, because: 'it runs code in clusters, and reads their secrets' },
  'roles/dataflow.developer': startsCode('jobs'),
  'roles/dataproc.editor': startsCode('clusters'),
  'roles/composer.worker': startsCode('workflows'),
  'roles/compute.instanceAdmin': startsCode('machines'),
  'roles/compute.instanceAdmin.v1': startsCode('machines'),
  'roles/compute.osAdminLogin': { level: 5, because: 'it signs in to machines as root' },
  'roles/compute.osLogin': { level: 5, because: 'it signs in to machines' },
  'roles/deploymentmanager.editor': { level: 6, because: 'its deployments run as an editor of the project' },
  'roles/secretmanager.secretAccessor': { level: 5, because: 'it reads secrets' },
  'roles/cloudkms.cryptoKeyDecrypter': { level: 5, because: 'it decrypts' },
  'roles/cloudkms.cryptoKeyEncrypterDecrypter': { level: 5, because: 'it decrypts' },
  'roles/cloudkms.cryptoOperator': { level: 5, because: 'it decrypts and signs' },
  'roles/cloudkms.signer': { level: 5, because: 'it signs' },
  'roles/storage.objectAdmin': { level: 4, because: 'it writes and deletes objects' },
  'roles/storage.objectUser': { level: 4, because: 'it writes and deletes objects' },
  'roles/storage.legacyBucketOwner': { level: 6, because: 'it changes who may use the bucket' },
  'roles/storage.legacyObjectOwner': { level: 6, because: 'it changes who may use the object' },
  'roles/bigquery.jobUser': { level: 4, because: 'it runs queries at the project’s cost' },
  'roles/bigquery.dataOwner': { level: 6, because: 'it changes who may use the data' },
  'roles/cloudsql.client': { level: 4, because: 'it connects to databases' },
  'roles/pubsub.subscriber': { level: 4, because: 'it takes messages away' },
  'roles/logging.viewer': { level: 3, because: 'it reads what programs write into their logs' },
  'roles/serviceusage.apiKeysViewer': { level: 5, because: 'it reads API keys themselves' },
  'roles/dataproc.hubAgent': startsCode('clusters'),
  'roles/monitoring.viewer': { level: 2, because: 'it reads metrics' },
  'roles/storage.bucketViewer': { level: 2, because: 'it reads how buckets are set up' },
  'roles/bigquery.metadataViewer': { level: 2, because: 'it reads how tables are set up' },
}

/** By how Google names roles, for those that are not in the list: the first that fits. */
export const roleFamilies: readonly (readonly [RegExp, RoleLevel])[] = [
  [/\.serviceAgent$/, { level: 5, because: 'it does for a Google service whatever that needs' }],
  [/(?:\.admin|Admin|\.owner|Owner)(?:\.v1)?$/, { level: 6, because: 'it administers' }],
  [/(?:viewer|reader|browser)$/i, { level: 3, because: 'it reads' }],
  [/(?:writer|creator|publisher|editor|user|invoker|agent|client|developer|operator|contributor|manager|worker|deployer|runner|updater|consumer)$/i, { level: 4, because: 'it writes or uses' }],
] // prettier-ignore

/** Permissions in a role of one's own, the first that fits; the rest is judged by its verb. */
export const permissionFamilies: readonly (readonly [RegExp, RoleLevel])[] = [
  [/\.setIamPolicy$/, { level: 6, because: 'it gives out roles' }],
  [/^iam\.serviceAccounts\.actAs$/, { level: 6, onOne: 5, because: 'it runs code as service accounts' }],
  [/^(?:iam\.roles\.(?:create|update|undelete)|orgpolicy\.(?:policy\.set|policies\.(?:create|update|delete))|iam\.denypolicies\.(?:create|update|delete)|iam\.(?:principalaccessboundarypolicies|policybindings)\.(?:create|update|delete|bind|unbind)|resourcemanager\.projects\.move|privilegedaccessmanager\.(?:entitlements\.(?:create|update)|grants\.approve))$/, { level: 6, because: 'it changes who may do what' }],
  [/^accesscontextmanager\.(?:policies|accessLevels|servicePerimeters)\.(?:create|update|delete|commit|replaceAll)$/, { level: 6, because: 'it changes from where data may be reached' }],
  [/^container\.(?:clusterRoles|roles)\.(?:bind|escalate)$|^container\.(?:clusterRoleBindings|roleBindings)\.(?:create|update)$/, { level: 6, because: 'it gives out rights in clusters' }],
  [/^deploymentmanager\.deployments\.(?:create|update)$/, { level: 6, because: 'its deployments run as an editor of the project' }],
  [/^iam\.(?:googleapis\.com\/)?(?:workloadIdentityPool|workforcePool)(?:Provider)?(?:Key)?s?\.(?:create|update|undelete)$/, { level: 6, because: 'it changes whose tokens are trusted' }],
  [/^iam\.serviceAccountKeys\.create$/, { level: 5, because: 'it makes keys of service accounts' }],
  [/^iam\.serviceAccounts\.(?:getAccessToken|getOpenIdToken|signBlob|signJwt|implicitDelegation)$|^container\.serviceAccounts\.createToken$/, { level: 5, because: 'it makes tokens of service accounts' }],
  [/^(?:secretmanager\.versions\.access|container\.secrets\.\w+|cloudkms\.cryptoKeyVersions\.(?:useToDecrypt|useToDecryptViaDelegation|useToSign)|apikeys\.keys\.getKeyString|cloudsql\.users\.(?:create|update)|storage\.hmacKeys\.create)$/, { level: 5, because: 'it uses secrets, or makes them' }],
  [/^(?:container\.(?:pods\.(?:exec|create|update|attach|portForward)|(?:deployments|daemonSets|statefulSets|replicaSets|jobs|cronJobs)\.(?:create|update))|compute\.(?:instances\.(?:create|setMetadata|setServiceAccount|osAdminLogin|osLogin)|projects\.setCommonInstanceMetadata|instanceTemplates\.create)|cloudfunctions\.functions\.(?:create|update|sourceCodeSet)|run\.(?:services\.(?:create|update)|jobs\.(?:create|update|run|runWithOverrides))|appengine\.versions\.create|cloudbuild\.builds\.create|dataflow\.jobs\.create|dataproc\.(?:jobs|clusters|batches)\.create|composer\.environments\.(?:create|update|executeAirflowCommand)|aiplatform\.(?:customJobs|pipelineJobs)\.create|notebooks\.(?:instances|runtimes)\.create|workflows\.workflows\.(?:create|update)|batch\.jobs\.create|osconfig\.(?:patchJobs\.exec|(?:guestPolicies|osPolicyAssignments)\.(?:create|update)))$/, { level: 5, because: 'it runs code' }],
  [/^(?:storage\.objects\.get|bigquery\.tables\.getData|spanner\.databases\.select|datastore\.entities\.(?:get|list)|logging\.(?:privateLogEntries|logEntries)\.list|pubsub\.messages\.\w+|artifactregistry\.repositories\.downloadArtifacts|source\.repos\.get|healthcare\.\w+\.(?:get|search\w*))$|\.(?:export|read)\w*$/, { level: 3, because: 'it reads data' }],
  [/\.(?:list|search\w*|query\w*)$/, { level: 1, because: 'it lists' }],
  [/\.(?:get|getIamPolicy|listEffective\w*|testIamPermissions|view\w*|fetch\w*|check\w*)$/, { level: 2, because: 'it reads how things are set up' }],
] // prettier-ignore

/** Any other verb changes something. */
export const otherPermission: RoleLevel = { level: 4, because: 'it changes something' }
