/**
 * The one error of the program: what failed, a stable code, and what a person can do about it. Layers wrap the cause
 * and add what they know; messages are never parsed.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  /** Stable, upper case, prefixed by the layer that raises it: `CERT_WRONG_PASSWORD`, `LOGIN_AADSTS700027`. */
  readonly code: string
  /** One or two sentences for the person who can fix it: who, where, and the command where there is one. */
  readonly remedy: string
  /** What the other side said of itself: HTTP status, AADSTS code, request and correlation ids. Never a secret. */
  readonly evidence: Readonly<Record<string, string>>

  constructor(parts: {
    code: string
    message: string
    remedy: string
    evidence?: Record<string, string>
    cause?: unknown
  }) {
    super(parts.message, parts.cause === undefined ? undefined : {cause: parts.cause})
    this.code = parts.code
    this.remedy = parts.remedy
    this.evidence = parts.evidence ?? {}
  }
}

/** The failure as a person reads it: what, code and evidence, then what to do. One paragraph, no stack. */
export function explain(failure: Failure): string {
  const evidence = Object.entries(failure.evidence).map(([name, value]) => `${name} ${value}`)
  return `${failure.message} [${[failure.code, ...evidence].join('; ')}] ${failure.remedy}`
}

/** Words of a service, not longer than so many characters, and not cut inside a word. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most - 1)
  const end = line[most - 1] === ' ' ? cut.length : cut.lastIndexOf(' ')
  // A single word of that length is an id or a token, of which its beginning says enough.
  return `${(end > most / 2 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, '')).replace(/[\s,;:–-]+$/, '')}…`
}

/** Anything thrown, as a `Failure`: what is not one already is a fault of ours, and says so. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new Failure({
    code: 'UNEXPECTED',
    message: `Unexpected fault: ${message}`,
    remedy: 'This is a fault of the program. Please report it with the version and this message.',
    cause: thrown,
  })
}

/** The chain of causes in words, innermost last: `fetch failed: connect ECONNREFUSED 127.0.0.1:9`. */
export function causes(error: unknown): string {
  const words: string[] = []
  for (let at: unknown = error; at instanceof Error && words.length < 5; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' && !at.message.includes(at.code) ? ` (${at.code})` : ''
    if (at.message) words.push(at.message + code)
    if (at instanceof AggregateError && at.errors[0] instanceof Error) words.push(at.errors[0].message)
  }
  return words.join(': ')
}
