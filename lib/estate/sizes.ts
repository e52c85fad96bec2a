/** How many of each there are at the estate's beginning. The token kinds add up to `tokens` exactly; the rest are not tokens. */
export type Sizes = {
  tokens: number
  /** Access keys of IAM users; the root user has one more, while it has it. */
  accessKeys: number
  rootKeys: number
  serviceCredentials: number
  fineGrained: number
  credentials: number
  deployKeys: number
  fileTokens: number
  /** Not tokens. */
  consoleUsers: number
  roles: number
  installations: number
  people: number
}

/** The smallest estate in which every story fits. */
export const fewestTokens = 40

/**
 * An IAM account holds 5,000 users (a quota of AWS) and an organisation a bounded number of repositories, so beyond some ten thousand
 * tokens it is GitHub's own credentials that grow, as they do where thousands of developers work.
 */
const mostAws = 5_600
const mostDeployKeys = 2_000
const mostFileTokens = 20_000

/** The sizes of a company with so many tokens in all. Throws a RangeError below `fewestTokens` or for a fraction. */
export function sizesOf(tokens: number): Sizes {
  if (!Number.isSafeInteger(tokens) || tokens < fewestTokens || tokens > 50_000_000)
    throw new RangeError(`An estate has between ${fewestTokens} and 50,000,000 tokens, as a whole number; not ${tokens}.`)
  const fileTokens = Math.min(Math.max(10, Math.round(tokens * 0.06)), mostFileTokens)
  const aws = Math.min(Math.round(tokens * 0.45), mostAws)
  const serviceCredentials = Math.max(2, Math.round(aws * 0.04))
  const github = tokens - fileTokens - aws
  const deployKeys = Math.min(Math.max(3, Math.round(github * 0.2)), mostDeployKeys)
  const fineGrained = Math.round((github - deployKeys) * 0.45)
  return {
    tokens,
    accessKeys: aws - serviceCredentials - 1,
    rootKeys: 1,
    serviceCredentials,
    fineGrained,
    credentials: github - deployKeys - fineGrained,
    deployKeys,
    fileTokens,
    consoleUsers: Math.min(Math.max(2, Math.round(aws * 0.05)), 280),
    roles: Math.min(Math.max(10, Math.round(tokens / 60)), 400),
    installations: Math.min(Math.max(5, Math.round(tokens / 300)), 90),
    people: Math.min(Math.max(16, Math.round(tokens / 7)), 150_000),
  }
}
