import { z } from 'zod'

/** The address of a provider's interface, without query, fragment or user; by default the provider's own. */
export function BaseUrl(own: string) {
  return z
    .url({ protocol: /^https?$/, error: `an address like ${own}` })
    .refine((url) => !/[?#]/.test(url) && !URL.parse(url)?.username, 'an address without query, fragment or user')
    .transform((url) => url.replace(/\/+$/, ''))
    .default(own)
}
