import { expect, test } from 'vitest'
import { isStoredSecret } from './gitlab/sightings.ts'
import { guessOf, isSettingName } from './secret-name.ts'

test.each([
  ['AWS_ACCESS_KEY_ID', 'an AWS access key'],
  ['AWS_SECRET_ACCESS_KEY', 'an AWS access key'],
  ['prod-aws-credentials', 'an AWS access key'],
  ['GH_TOKEN', 'a GitHub token'],
  ['MIGHTY_TOKEN', null],
  ['NPM_TOKEN', 'an npm token'],
  ['SIGNING_KEY', 'a private key'],
  ['DATABASE_URL', 'a database password'],
  ['MONGO_URI', 'a database password'],
  ['PGPASSWORD', 'a database password'],
  ['SLACK_WEBHOOK_URL', 'a Slack token'],
  ['KUBECONFIG', 'a Kubernetes credential'],
  ['AZURE_CLIENT_SECRET', 'an Entra credential'],
  ['TOKEN', null],
  ['AWS_REGION_NAME', null],
  ['AWS_REGION', null],
  ['prod-aws-role', null],
  ['AWS_ROLE_ARN', null],
  ['AWS_ACCOUNT_ID', null],
  ['AZURE_TENANT_ID', null],
  ['GCP_PROJECT', null],
  ['DB_HOST', null],
  ['PGUSER', null],
  ['SLACK_CHANNEL', null],
  ['VAULT_URL', null],
  ['DOCKER_USERNAME', null],
  ['SSH_PUBLIC_KEY', null],
])('%s suggests %s', (name, guess) => expect(guessOf(name)).toBe(guess))

test.each([
  'AWS_REGION_NAME', 'REGION', 'OAUTH_TOKEN_URL', 'AUTH_ENDPOINT', 'SECRET_NAME', 'KEY_VAULT_NAME', 'STRIPE_PUBLISHABLE_KEY', 'AZURE_CLIENT_ID', 'DB_PORT', 'COMMIT_AUTHOR_EMAIL',
])('%s is a setting by its name', (name) => expect([isSettingName(name), isStoredSecret({ key: name, masked: false, hidden: false })]).toEqual([true, false])) // prettier-ignore

test.each(['DEPLOY_TOKEN_STAGE', 'NPM_TOKEN_ORG', 'API_KEY_PROJECT', 'DB_PASSWORD_STAGE', 'SSH_PRIVATE_KEY_CLUSTER', 'DEPLOY_TOKEN', 'DB_PASSWORD', 'AWS_ACCESS_KEY_ID', 'DATABASE_URL', 'CI_DB_URL', 'SLACK_WEBHOOK_URL', 'API_KEY', 'BASIC_AUTH', 'PRESIGNED_SECRET_URL'])(
  '%s may be a secret, masked or not',
  (name) => expect([isSettingName(name), isStoredSecret({ key: name, masked: false, hidden: false })]).toEqual([false, true]),
) // prettier-ignore

test.each([
  ['masked', { key: 'AWS_REGION_NAME', masked: true }, true],
  ['hidden', { key: 'AWS_REGION_NAME', hidden: true }, true],
  ['whose flags are not told, called like a setting', { key: 'AWS_REGION_NAME' }, false],
  ['written to a file that is called like a key', { key: 'SSH_KEY_PATH', variable_type: 'file' }, true],
  ['that is the path of a key', { key: 'SSH_KEY_PATH', variable_type: 'env_var' }, false],
  ['called after an author', { key: 'AUTHOR' }, false],
])('a variable %s', (_, variable, stored) => expect(isStoredSecret(variable)).toBe(stored))
