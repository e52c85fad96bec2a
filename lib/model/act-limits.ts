/** The most tokens that are named one by one; more are chosen by what they have in common. */
export const mostNamed = 10_000

/** An act on more tokens than this asks for their number to be typed. */
export const mostUntyped = 10
