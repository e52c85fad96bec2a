/** Plain JSON, for the few places that keep what they do not interpret (cursors, settings, audit values). */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
