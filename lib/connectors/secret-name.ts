/** What a name suggests that a stored secret is, the first that fits. A suggestion for people: it proves nothing, and nothing follows from it. */
const guesses: readonly (readonly [RegExp, string])[] = [
  [/(?:^|_)AWS_|(?:^|_)ACCESS_KEY_ID$|SECRET_ACCESS_KEY/, 'an AWS access key'],
  [/(?:^|_)(?:AZURE|ENTRA|ARM)_/, 'an Entra credential'],
  [/(?:^|_)(?:GCP|GOOGLE|GCLOUD|FIREBASE)_/, 'a Google credential'],
  [/(?:^|_)(?:GH|GITHUB)_/, 'a GitHub token'],
  [/(?:^|_)(?:GL|GITLAB|CI_JOB)_/, 'a GitLab token'],
  [/(?:^|_)NPM_/, 'an npm token'],
  [/(?:^|_)(?:PYPI|TWINE)_/, 'a PyPI token'],
  [/(?:^|_)(?:DOCKER|DOCKERHUB|REGISTRY)_/, 'a registry password'],
  [/(?:^|_)SLACK_/, 'a Slack token'],
  [/(?:^|_)(?:OPENAI|ANTHROPIC|CLAUDE|MISTRAL)_/, 'a key of a model'],
  [/(?:^|_)(?:VAULT|BAO)_/, 'a Vault token'],
  [/(?:^|_)(?:KUBE|KUBECONFIG|K8S)(?:_|$)/, 'a Kubernetes credential'],
  [/(?:^|_)(?:SSH|DEPLOY_KEY)|(?:^|_)PRIVATE_KEY$|(?:^|_)SIGNING_KEY$/, 'a private key'],
  [/(?:^|_)(?:DATABASE_URL|DB_|PG|POSTGRES|MYSQL|MONGO)/, 'a database password'],
]

/** What a name ends in that says where or which and not by what: no credential, whoever's it is. */
const settingEndings =
  /(?:^|_)(?:REGION|ZONE|LOCATION|NAME|HOST|HOSTNAME|PORT|ENDPOINT|ENV|ENVIRONMENT|STAGE|VERSION|PATH|DIR|DIRECTORY|IMAGE|TAG|BUCKET|CLUSTER|NAMESPACE|CONTEXT|PROJECT|ACCOUNT|USER|USERNAME|EMAIL|LEVEL|TIMEOUT|TTL|ENABLED|PROFILE|ARN|ROLE|DOMAIN|CHANNEL|REPO|REPOSITORY|ORG|ORGANIZATION|OWNER|BRANCH|TYPE|FORMAT|MODEL|UR[LI])$|^PG(?:HOST|PORT|USER|DATABASE)$/
/** Ids that anybody may know. The id of an access key is the half of a pair, and is none of them. */
const knownIds =
  /(?:^|_)(?:ACCOUNT|PROJECT|CLIENT|APP|APPLICATION|TENANT|SUBSCRIPTION|ORG|ORGANIZATION|INSTALLATION|TEAM|CHANNEL|GROUP|USER|ROLE|ZONE|DISTRIBUTION)_ID$/
/** Which one of several it is, said after what it is: DEPLOY_TOKEN_STAGE holds a token. */
const whichOne =
  /(?:TOKEN|SECRET|PASSW\w*|PWD|KEY|CREDENTIALS?)_(?:STAGE|ENV|ENVIRONMENT|ORG|ORGANIZATION|PROJECT|ACCOUNT|REPO|REPOSITORY|CLUSTER|DOMAIN|BRANCH|REGION|ZONE|OWNER|USER)$/
const publicKeys = /(?:^|_)(?:PUBLIC|PUBLISHABLE)_KEY$/
/** An address may hold a password, or be one by itself. */
const addressWithSecret =
  /(?:^|_)(?:DATABASE|DB|PG|POSTGRES\w*|MYSQL|MONGO\w*|REDIS|AMQP|RABBITMQ|\w*HOOK|CONNECTION|SECRET|SIGNED|SAS|BROKER)_UR[LI]$/

const upperName = (name: string) => name.toUpperCase().replaceAll('-', '_')

/** Whether a name says of itself that it holds a setting and no credential: AWS_REGION_NAME, OAUTH_TOKEN_URL, DB_HOST. */
export function isSettingName(name: string): boolean {
  const upper = upperName(name)
  return (
    (settingEndings.test(upper) || knownIds.test(upper) || publicKeys.test(upper)) &&
    !addressWithSecret.test(upper) &&
    !whichOne.test(upper)
  )
}

/** What a stored secret's name suggests that it holds; null where it suggests nothing, or that it is no credential. */
export function guessOf(name: string): string | null {
  if (isSettingName(name)) return null
  const upper = upperName(name)
  return guesses.find(([words]) => words.test(upper))?.[1] ?? null
}
