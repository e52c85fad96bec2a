import { expect, test } from 'vitest'
import { tokensHeld } from './tokens-held.ts'

test.each([
  [{ tokens: 602, liveTokens: 576 }, '602 tokens (576 live, as listed, and 26 that are disabled, expired, revoked or gone)'],
  [{ tokens: 1_577, liveTokens: 1_576 }, '1,577 tokens (1,576 live, as listed, and 1 that is disabled, expired, revoked or gone)'],
  [{ tokens: 9, liveTokens: 9 }, '9 tokens'],
  [{ tokens: 1, liveTokens: 1 }, '1 token'],
  [{ tokens: 2, liveTokens: 0 }, '2 tokens (0 live, as listed, and 2 that are disabled, expired, revoked or gone)'],
] as const)('%j', (holdings, says) => expect(tokensHeld(holdings)).toBe(says))
