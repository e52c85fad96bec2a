import type { Recipe } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending, Guard } from './ending.ts'

const gone = 'The next complete sync no longer has it.'

const grant: Ending = {
  id: 'google-workspace.oauth-grant',
  kinds: ['google-workspace.oauth-grant', 'google-workspace.*'],
  it: 'the grant',
  use: { told: 'The app’s last call (Reports API token, activity, of six months)' },
  disable: null,
  remove: {
    does: 'Take the grant away (users.tokens.delete), or have its person remove the app from their account.',
    shownBy: gone,
    back: 'Its person lets the app in again.',
  },
  gone: 'users.tokens.list',
}

const appPassword: Ending = {
  id: 'google-workspace.app-password',
  kinds: ['google-workspace.app-password'],
  it: 'the app password',
  use: { told: 'lastTimeUsed of users.asps.list' },
  disable: null,
  remove: { does: 'Delete the app password (users.asps.delete).', shownBy: gone, back: 'Its person makes another one.' },
  gone: 'users.asps.list',
}

export const endings: readonly Ending[] = [grant, appPassword]

const guard: Guard = {
  does: 'In API controls, block the app, or restrict the services that it asked for, so that nobody lets it in again.',
  shownBy: 'API controls in the Admin console. Standdown does not read them.',
}

export const recipes: readonly Recipe[] = [
  recipe(grant, {
    id: 'to-shared-account',
    title: 'Share what it needs with a service account',
    from: 'A person’s grant to an app: all their mail or files',
    to: 'A service account that the one folder, calendar or sheet is shared with, let in without a key',
    effort: 'M',
    why: 'It reaches what was shared with it, and not a person’s mailbox; and it does not end, or live on, with a person.',
    honest: 'It is for programs of your own. A vendor’s app goes on needing a grant: narrow that.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-account',
          does: 'Make a service account, and let the program act as it without a key (attached, or by Workload Identity Federation).',
          shownBy: 'The Google Cloud source, where one is connected.',
          back: 'Delete the service account.',
        },
        {
          id: 'share',
          who: 'owner',
          does: 'Share the folder, calendar or sheet with the address of the service account, to read or to write as it needs.',
          shownBy: 'The sharing settings. Standdown does not read them.',
          back: 'Stop sharing.',
        },
      ],
      use: { does: 'Let the program sign in as the service account.', shownBy: 'The program’s own log.' },
      guard,
    },
  }),
  recipe(grant, {
    id: 'narrow-vendor',
    places: ['vendor'],
    title: 'Let the vendor’s app in again with less',
    from: 'A grant of all mail or all files to a vendor’s app',
    to: 'A grant of the files that were picked (drive.file), or of reading alone',
    effort: 'S',
    why: 'Whoever takes the vendor’s tokens has what they open, and no more.',
    isRotationOnly: true,
    honest: 'The vendor goes on holding a token. The new grant stands under the same app, so the old one has to be seen gone in two syncs first.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'ask-vendor',
          who: 'owner',
          does: 'Ask the vendor which scopes the app can do without, and set it so.',
          shownBy: 'What the app asks for when it is let in.',
          back: 'Nothing has changed yet.',
        },
      ],
      use: { does: 'Once the old grant was seen gone, let the app in again.', shownBy: 'The scopes of the new grant, after the next sync.' },
      guard,
    },
  }),
  recipe(appPassword, {
    id: 'to-oauth',
    title: 'Let the program sign in by OAuth',
    from: 'An app password: sixteen letters that open the mailbox without a second factor',
    to: 'A grant of the scopes that the program needs, which can be taken away by itself',
    effort: 'S',
    why: 'The program never has a password, its scopes are seen, and the person’s second factor stands.',
    honest: 'Old scanners and scripts know only passwords. Let them send by a relay that knows their address instead.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'set-up',
          who: 'owner',
          does: 'Set the program to sign in with Google, and let it in.',
          shownBy: 'Its grant among the tokens, after the next sync.',
          back: 'Take the grant away.',
        },
      ],
      use: { does: 'Take the app password out of the program.', shownBy: 'The last call of the new grant.' },
      guard: {
        does: 'Require a second factor of everybody, and forbid app passwords where your edition lets you.',
        shownBy: 'The Admin console. Standdown does not read it.',
      },
    },
  }),
] // prettier-ignore
