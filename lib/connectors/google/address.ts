import { z } from 'zod'

const place = '{service}'
const own = `https://${place}.googleapis.com`

/**
 * Where Google's services stand, with "{service}" for the name of each: Google's own, a private endpoint, or another universe's. All that is
 * called is made of it, the token endpoint too: what a pasted key or configuration names is never called.
 */
export const ServiceAddress = z
  .string()
  .trim()
  .max(300)
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => {
    const url = text.includes(place) ? URL.parse(addressOfService(text, 'iam')) : null
    return !!url && /^https?:$/.test(url.protocol) && !url.username && !/[?#]/.test(text)
  }, `an address like ${own}`)
  .default(own)

/** "https://iam.googleapis.com" */
export function addressOfService(address: string, service: string): string {
  return address.replaceAll(place, service)
}
