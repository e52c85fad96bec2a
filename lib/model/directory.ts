import { z } from 'zod'
import { Agent, Sensitivity } from './facts.ts'

const Name = z.string().trim().min(1, 'is missing').max(1_024)
const Handle = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]+:\S+$/, 'is not of the form provider:name, such as github:octocat')
  .max(320)

/** What people may say of an owner. A handle is how a provider knows them: "github:octocat". */
export const OwnerFields = z.strictObject({
  name: Name,
  kind: z.enum(['person', 'team']),
  email: z.email('is not an e-mail address').max(320).nullable(),
  teamId: z.uuid().nullable(),
  managerId: z.uuid().nullable(),
  status: z.enum(['active', 'departed']),
  handles: z.array(Handle).max(50),
})
export type OwnerFields = z.infer<typeof OwnerFields>

/** What people may say of a workload; sensitivity is null where nobody knows. */
export const WorkloadFields = z.strictObject({
  name: Name,
  environment: z.string().trim().min(1).max(100).nullable(),
  sensitivity: Sensitivity.nullable(),
  dataClasses: z.array(z.string().trim().min(1).max(100)).max(50),
  agent: Agent,
  accountableId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  status: z.enum(['active', 'decommissioned', 'vendor-ended']),
})
export type WorkloadFields = z.infer<typeof WorkloadFields>

/** The key by which a file names an owner or a workload. */
export const DirectoryKey = z.string().trim().min(1, 'is missing').max(320)
