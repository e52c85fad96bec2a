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

/** What a stored secret's name suggests that it holds; null where it suggests nothing. */
export function guessOf(name: string): string | null {
  const upper = name.toUpperCase().replaceAll('-', '_')
  return guesses.find(([words]) => words.test(upper))?.[1] ?? null
}
