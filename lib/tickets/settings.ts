import { z } from 'zod'
import { TrackerFlavour } from '../model/ticket.ts'

/** Where Jira is: a whole address, as pages and links begin with it. A path is part of it where Jira lives under one. */
export const BaseUrl = z
  .string()
  .trim()
  .max(300, 'is too long for an address.')
  .refine(
    (text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''),
    'is not an address such as https://example.atlassian.net',
  )
  .refine((text) => {
    const url = URL.parse(text)
    return !url?.username && !url?.password && !/[?#]/.test(text)
  }, 'is an address without user, query or fragment.')
  .transform((text) => new URL(text).href.replace(/\/+$/, ''))

export const JiraSettings = z.strictObject({
  flavour: TrackerFlavour,
  baseUrl: BaseUrl,
  projectKey: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z][A-Z0-9_]{1,99}$/, 'is no key of a project, such as SEC.'),
  issueType: z.string().trim().min(1, 'Say which type its issues have, such as Task.').max(100, 'is too long for the name of a type.'),
})
export type JiraSettings = z.infer<typeof JiraSettings>

/** In the cloud an account's e-mail address and API token; at one's own Jira a personal access token. */
export type JiraCredential = { email: string; token: string } | { token: string }

/** What is sealed: the credential, and the only origin it is ever sent to. */
export const SealedJira = z.strictObject({ origin: z.string(), email: z.string().nullable(), token: z.string().min(1) })
export type SealedJira = z.infer<typeof SealedJira>
