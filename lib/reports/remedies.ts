import type { DecidingReason } from '../model/score.ts'

/** What is to be done about a token, by the reason that decides its verdict: a report's column, so short and without the token's own facts. */
export const remedies: Readonly<Record<DecidingReason, string>> = {
  LEAK_ACTIVE: 'Contain it at its provider, replace it, then delete it and review its use since the leak.',
  LEAK_NOT_REPLACED: 'Show that its replacement is in use, then close the exposure.',
  PROHIBITED: 'Delete it: a credential of this kind should not exist.',
  OFFBOARDED: 'Disable it, watch that nothing breaks, then delete it: what it was made for is gone.',
  DORMANT: 'Disable it, which can be undone, and delete it after a quiet period.',
  STANDING_HIGH: 'Replace it by a short-lived credential, then disable and delete it: no control makes it acceptable.',
  STANDING_MEDIUM: 'Replace it by a short-lived credential; until then confine its network, drill its revocation and monitor its use.',
  STANDING_LOW: 'Replace it by a short-lived credential, or keep it young, owned, in use and behind a control.',
  POP_LONG: 'Shorten its life; keep its revocation drilled and its use monitored.',
  POP_SHORT: 'Narrow its rights, or learn what is not reported.',
  BEARER_SHORT_HIGH: 'Bind it to a key that its resource server checks, or narrow its rights.',
  BEARER_SHORT_MEDIUM: 'Bind it to a key that its resource server checks, or shorten its life to an hour.',
  BEARER_SHORT_LOW: 'Shorten its life to an hour, and learn what is not reported.',
  RETIRED: 'Nothing: it is no longer live.',
}
