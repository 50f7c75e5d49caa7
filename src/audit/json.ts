/** JSON from outside: nothing here throws, and a shape is checked before it is used. */

export type Json = Record<string, unknown>

/** Undefined for text that is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined for text that is no JSON, or no object. */
export function parsedObject(text: string): Json | undefined {
  const value = parsedJson(text)
  return isObject(value) ? value : undefined
}

/** Arrays are not objects here. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a field as text; '' where it is missing. */
export type FieldText = (name: string) => string

/** A top-level field as text: numbers and booleans in their spelling, '' where it is missing or holds something else. */
export function textField(data: unknown, name: string): string {
  const value = fieldOf(data, name)
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

/** Some collectors pass all names on in lower case. */
function fieldOf(data: unknown, name: string): unknown {
  if (!isObject(data)) return undefined
  if (Object.hasOwn(data, name)) return data[name]
  const folded = name.toLowerCase()
  return Object.hasOwn(data, folded) ? data[folded] : undefined
}
