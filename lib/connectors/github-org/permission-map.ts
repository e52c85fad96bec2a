import { z } from 'zod'

/** Permission name -> 'read' | 'write' | 'admin', as GitHub writes it. New words are kept: the reader of scopes rates what it does not know. */
export const PermissionMap = z.record(z.string().regex(/^[a-z0-9_]{1,100}$/i), z.string().regex(/^[a-z_]{1,50}$/i))
