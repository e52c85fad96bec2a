import type { Recipe } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import { goneFromFile, inFile, usedInFile, type Ending } from './ending.ts'

const key: Ending = {
  id: 'stripe.key',
  kinds: ['stripe.*'],
  it: 'the key',
  ...inFile({ listing: 'the dashboard’s API keys', lastUse: 'the dashboard’s last use and request log' }),
  disable: null,
  remove: {
    does: 'Expire or delete the key in the dashboard. Give it a short overlap if you are not sure.',
    shownBy: goneFromFile,
    back: null,
  },
}

export const endings: readonly Ending[] = [key]

export const recipes: readonly Recipe[] = [
  recipe(key, {
    id: 'to-narrow-key',
    title: 'Move to a restricted key from known addresses',
    from: 'A secret key, or a restricted key that may more than it needs',
    to: 'A restricted key for one purpose, limited to your addresses, replaced every 90 days',
    effort: 'S',
    why: 'A copy does less, and not from elsewhere.',
    isRotationOnly: true,
    honest:
      'Stripe’s API takes a bearer key; nothing better was found in its documentation. Addresses and restrictions are what limit a copy.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-key',
          does: 'Make a restricted key with what the request log shows it uses, and limit it to your addresses.',
          shownBy: 'The new key as a row of its own in the next import.',
          back: 'Delete the new key.',
        },
      ],
      use: { does: 'Let every consumer use the new key.', shownBy: usedInFile },
    },
  }),
]
