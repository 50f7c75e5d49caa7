/** JSON that somebody else wrote: nothing here throws, and a shape is looked at before it is believed. */

export type Json = Record<string, unknown>

/** Undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined for what is no JSON, or no object. */
export function parsedObject(text: string): Json | undefined {
  const value = parsedJson(text)
  return isObject(value) ? value : undefined
}

/** Arrays are none. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
