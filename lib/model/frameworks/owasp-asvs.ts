import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** What authorises a client at a resource server; a key that signs its requests is no such token. */
const oauthTokens = { applies: { kind: ['oauth.*', '*.oauth-token', '*.refresh-token', 'github.app-user-token'] } } as const
const refreshTokens = { applies: { kind: ['*.refresh-token', 'oauth.refresh*'] } } as const

/** OWASP Application Security Verification Standard 5.0.0; the level from which a requirement is asked stands in its title. */
export const owaspAsvs: Framework = {
  id: 'owasp-asvs-5.0',
  name: 'OWASP ASVS 5.0.0',
  publisher: 'OWASP',
  about: 'Written for applications; these requirements are about the credentials between their parts, and are tested on them.',
  requirements: [
    c.untested('test', 'V9.2.3', {
      title: 'Audience of a token (level 2)',
      says: 'A service takes only tokens that are meant for it.',
      tests: 'The audience of a token is not read from any source.',
    }),
    c.requirement('test', 'V10.3.5', {
      ...oauthTokens,
      title: 'Sender-constrained access tokens (level 3)',
      says: 'A resource server does not take a token from whoever stole it.',
      tests: 'Asked of access and refresh tokens of OAuth. Fails where a copy is enough to use one.',
      fails: c.copyable,
      unknown: c.bindingUnknown,
    }),
    c.requirement('test', 'V10.4.8', {
      ...refreshTokens,
      title: 'Refresh tokens end (level 2)',
      says: 'A refresh token has an end that use does not move.',
      tests: 'Asked of refresh tokens. Fails where one never ends. Whether use moves the end of another is not told apart here.',
      fails: c.is('life', 'never'),
      unknown: c.always,
    }),
    c.requirement('test', 'V10.4.9', {
      ...refreshTokens,
      title: 'Refresh tokens can be revoked (level 2)',
      says: 'Refresh tokens can be revoked by their user or an administrator.',
      tests: 'Asked of refresh tokens. Met by a revocation drill of the last 90 days; nothing else shows it.',
      fails: c.never,
      unknown: c.not(c.evidenced('revocation')),
    }),
    c.requirement('test', 'V13.2.1', {
      title: 'No unchanging credentials between back ends (level 2)',
      says: 'Parts of a system authenticate with accounts of their own, short-term tokens or certificates, not with unchanging keys.',
      tests:
        'Fails where it is a bearer or a shared key and lives longer than a day. Whether a private key goes with a certificate is not read.',
      fails: c.all(c.standing, c.copyable, c.not(c.is('binding', 'keyed-asym'))),
      unknown: c.any(c.lifeUnknown, c.bindingUnknown, c.all(c.standing, c.is('binding', 'keyed-asym'))),
    }),
    c.requirement('test', 'V13.2.2', {
      title: 'Least privilege between back ends (level 2)',
      says: 'Accounts between parts of a system have the least rights that do.',
      tests: 'Fails where it administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('test', 'V13.3.1', {
      title: 'Secrets are in a vault (level 2)',
      says: 'Secrets are made, kept and destroyed in a vault, and are not in code.',
      tests: 'Fails where it lies in plain text. Met where it is in a vault.',
      fails: c.plaintext,
      unknown: c.storageUnknown,
    }),
    c.requirement('test', 'V13.3.4', {
      title: 'Secrets expire (level 3)',
      says: 'Secrets expire and are rotated as the documentation says.',
      tests: 'Fails where it never ends, or after more than a year, and no platform replaces it.',
      fails: c.livesLongerThan('366d'),
      unknown: c.lifeUnknown,
    }),
  ],
}
