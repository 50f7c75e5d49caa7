/** `<tenant>` and `<period>` in names of folders and artifacts: which there are, and what they stand for. */

export const placeholders = ['tenant', 'period'] as const

export interface PlaceholderValues {
  /** The directory's GUID. */
  tenant: string
  /** The period's label: `2026-10`, or `20261001T000000Z-20261015T000000Z`. */
  period: string
}

const known = new RegExp(`<(${placeholders.join('|')})>`, 'g')

/** What stands in angle brackets and is no placeholder; a bracket that is left alone counts. */
export function unknownPlaceholder(pattern: string): string | undefined {
  return /<[^<>]*>|[<>]/.exec(withoutPlaceholders(pattern))?.[0]
}

/** The text around the placeholders, with an ellipsis in the place of each: no rest makes another placeholder. */
export function withoutPlaceholders(pattern: string): string {
  return pattern.replace(known, '…')
}

/** Other periods get other names wherever the pattern has `<period>`. A value never makes a folder more, nor leads out of one. */
export function fillPlaceholders(pattern: string, values: PlaceholderValues): string {
  return pattern.replace(known, (_whole, name: keyof PlaceholderValues) => oneName(values[name]))
}

/** The folders of a path before the first placeholder: what all its names have in common; '' where there are none. */
export function literalFolders(pattern: string): string {
  const segments = pattern.split('/')
  const first = segments.findIndex(segment => segment.includes('<'))
  return segments.slice(0, first < 0 ? segments.length : first).join('/')
}

/** A manifest that was forged may say anything. */
function oneName(value: string): string {
  const name = value.replace(/[^\w.-]/g, '_')
  return /^\.*$/.test(name) ? `_${name.slice(1)}` : name
}
