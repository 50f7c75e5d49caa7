/** A token as it was issued. */
export interface IssuedToken {
  secret: string
  /** By our own clock, in milliseconds. */
  expiresAt: number
}
