import type { Artefact, Recipe } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, json } from './writing.ts'

const seenAnew = 'The app in the inventory, after the next sync. Slack tells of no token when it was used.'

const token: Ending = {
  id: 'slack.token',
  kinds: ['slack.*'],
  it: 'the Slack token',
  use: { untold: 'Slack reports the last use of no token. Look in the logs of what sends with it.' },
  disable: null,
  remove: {
    does: 'Revoke the token (auth.revoke), or uninstall the app where nothing else of it is used.',
    shownBy: 'The log of apps shows the app as removed, in a complete sync. auth.test with the token answers token_revoked.',
    back: 'Only by installing the app again, with another token.',
  },
  gone: 'team.integrationLogs, which shows what was removed,',
}

const webhook: Ending = {
  ...token,
  id: 'slack.webhook',
  kinds: ['slack.webhook', 'slack.incoming-webhook'],
  it: 'the webhook address',
  remove: {
    does: 'Remove the webhook in the app’s settings.',
    shownBy: 'The log of apps shows it as removed, in a complete sync.',
    back: 'Only by adding another, with another address.',
  },
}

export const endings: readonly Ending[] = [token, webhook]

export const recipes: readonly Recipe[] = [
  recipe(token, {
    id: 'to-token-rotation',
    title: 'Turn on token rotation, and take scopes away',
    from: 'A bot or user token that never expires',
    to: 'Access tokens of 12 hours with a refresh token that changes at each use',
    effort: 'M',
    why: 'A copied access token ends within 12 hours, and a refresh token that two parties use is noticed.',
    isRotationOnly: true,
    honest:
      'Slack has no federation, binds no token to its holder, and tells nobody when one was last used. The refresh token is a standing credential: keep it in a vault, and allow the app’s addresses alone.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'turn-on',
          who: 'owner',
          does: 'Teach the app to refresh (the SDKs do), take out scopes it does not need, name its addresses, and turn on token rotation as below.',
          shownBy: 'The app’s manifest. Standdown does not read it.',
          back: 'Token rotation cannot be turned off again. Try it on a copy of the app first.',
        },
      ],
      use: { does: 'Exchange the old token for an expiring one (oauth.v2.exchange) and run on it.', shownBy: seenAnew },
      guard: {
        does: 'Require approval of apps in the workspace, so that nobody installs one with such a token unseen.',
        shownBy: 'The workspace’s app settings. Standdown does not read them.',
      },
    },
    artefacts: () => [manifest()],
  }),
  recipe(webhook, {
    id: 'to-bot',
    title: 'Post as an app with token rotation',
    from: 'A webhook: whoever has the address can post',
    to: 'A bot with chat:write in one channel and token rotation',
    effort: 'M',
    why: 'An address is copied from every log it passes. A token that ends within 12 hours is worth less, and can be told from others.',
    isRotationOnly: true,
    honest: 'Where the sender can only post to an address, this cannot be had: keep it in a vault, and let it post into one channel.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-app',
          who: 'owner',
          does: 'Make an app with chat:write and token rotation, and invite it to the channel.',
          shownBy: 'The installed apps.',
          back: 'Uninstall it.',
        },
      ],
      use: { does: 'Let the sender post with the bot.', shownBy: seenAnew },
    },
    artefacts: () => [manifest()],
  }),
]

function manifest(): Artefact {
  return draft('The part of the app’s manifest', 'json', (blanks) =>
    json({
      settings: {
        token_rotation_enabled: true,
        allowed_ip_address_ranges: [blanks.blank('address', 'an address or range that the app calls from; at most 10')],
      },
    }),
  )
}
