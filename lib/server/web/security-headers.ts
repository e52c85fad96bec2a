const yearSeconds = 31_536_000

/** Headers that are the same on every answer, whatever its status. */
export function securityHeaders({ https }: { https: boolean }): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    // Not 'no-referrer': under it a browser sends a form of ours with the origin "null", as it would a stranger's.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
    'x-frame-options': 'DENY',
    ...(https && { 'strict-transport-security': `max-age=${yearSeconds}; includeSubDomains` }),
  }
}

/**
 * What a page may load and run: only what carries this answer's nonce, and what that loads in turn. Nothing inline without
 * it, no styles in attributes, no frames, no plug-ins, no form that posts elsewhere.
 */
export function contentSecurityPolicy({ nonce, https }: { nonce: string; https: boolean }): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** For an answer that is no page: nothing in it may load or run, should a browser ever take it for one. */
export const dataSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
