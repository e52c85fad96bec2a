import type { Recipe } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending, Guard, Making } from './ending.ts'

const refreshToken: Ending = {
  id: 'salesforce.refresh-token',
  kinds: ['salesforce.*'],
  it: 'the refresh token',
  use: { told: 'LastUsedDate of OauthToken' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke it (Connected Apps OAuth Usage, or /services/oauth2/revoke). To be able to go back, block the app there first: that stops all of its users.',
    shownBy: 'OauthToken no longer has it, in a complete sync.',
    back: null,
  },
  gone: 'OauthToken, read whole,',
}

export const endings: readonly Ending[] = [refreshToken]

const used = 'LastUsedDate of a younger token of the new app or user, after the next sync.'

const guard: Guard = {
  does: 'Let only users that an administrator approved use connected apps (API access control).',
  shownBy: 'The org’s API access control. Standdown does not read it.',
}

const makeApp: Making = {
  id: 'make-app',
  does: 'Make an external client app, and an integration user of its own with a permission set of just the objects it needs: no View All Data, no Modify All Data.',
  shownBy: 'The app’s policies in Setup. Standdown does not read them.',
  back: 'Delete the app.',
}

export const recipes: readonly Recipe[] = [
  recipe(refreshToken, {
    id: 'to-jwt-bearer',
    title: 'Move to an external client app with JWT bearer',
    from: 'A refresh token of a connected app, with a user’s rights',
    to: 'Access tokens for one restricted integration user, asked for with a signed JWT',
    effort: 'L',
    why: 'No refresh token is stored. The user behind it reaches a few objects instead of all that a person sees.',
    honest:
      'The risk moves to the private key that signs: keep it in a KMS. Unless DPoP is required, the access token is a bearer token and lives as long as the session policy says.',
    way: {
      successor: 'seen',
      make: [makeApp],
      use: { does: 'Let the consumer ask for access tokens with its key.', shownBy: used },
      guard,
    },
  }),
  recipe(refreshToken, {
    id: 'to-dpop',
    title: 'Require DPoP of the app',
    from: 'A refresh token that works for whoever holds it',
    to: 'Access and refresh tokens bound to the client’s key (DPoP)',
    effort: 'L',
    why: 'A copied token is worth nothing without the key.',
    honest:
      'Salesforce documents this for external client apps and connected apps; it was not tried here. Until the app requires DPoP, it takes unbound tokens as well.',
    way: {
      successor: 'seen',
      make: [
        makeApp,
        {
          id: 'require-dpop',
          does: 'When the client sends proofs, turn on “Require DPoP” in the app’s OAuth settings. Then try a token without a proof: it must be refused.',
          shownBy: 'The refusal. Standdown does not try it.',
          back: 'Turn the requirement off.',
        },
      ],
      use: { does: 'Have the client authorise again with DPoP.', shownBy: used },
      guard,
    },
  }),
  recipe(refreshToken, {
    id: 'narrow-vendor',
    places: ['vendor'],
    title: 'Narrow what the vendor holds',
    from: 'A refresh token that a vendor holds for your org',
    to: 'A new authorisation: restricted user, known addresses, rotation, idle end',
    effort: 'M',
    why: 'Tokens of one vendor’s app opened hundreds of orgs in August 2025. What a copy reaches, and from where, is yours to set.',
    isRotationOnly: true,
    honest: 'The vendor goes on holding a refresh token. Ask for DPoP or JWT bearer; until then this is a step.',
    way: {
      successor: 'seen',
      make: [
        {
          ...makeApp,
          does: 'Make the integration user with just the objects that the vendor needs. In the app’s policies set IP restrictions, refresh token rotation, and an end after 30 days without use.',
        },
      ],
      use: { does: 'Have the vendor authorise again as that user.', shownBy: used },
      guard,
    },
  }),
]
