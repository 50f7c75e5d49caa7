/** How grave a finding or incident is, and how sure. */

/** Gravest first. */
export const severities = ['high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

export type Confidence = 'high' | 'medium' | 'low'
