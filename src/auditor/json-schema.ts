/** Holds a value to a JSON Schema, as far as the schema of manifest.json goes: the page has no room for a whole validator. */
import {isObject} from '../audit/json.ts'

export interface JsonSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
}

/** @returns what does not hold, each with its place; empty where all does. */
export function schemaFaults(schema: JsonSchema, value: unknown, place = ''): string[] {
  const {type} = schema
  const fault = (words: string) => [`${place || 'whole'}: ${words}`]
  if (type !== undefined && !isOfType(type, value)) return fault(`it is not of type ${type}`)
  if (schema.const !== undefined && value !== schema.const) return fault(`it is not ${JSON.stringify(schema.const)}`)
  if (schema.enum && !schema.enum.includes(value)) return fault(`it is none of ${schema.enum.join(', ')}`)
  if (typeof value === 'string') return hasForm(schema.pattern, value) ? [] : fault('it has another form')
  if (typeof value === 'number')
    return value < (schema.minimum ?? value) || value > (schema.maximum ?? value) ? fault('it is out of range') : []
  const {items} = schema
  if (Array.isArray(value)) return items ? value.flatMap((one, at) => schemaFaults(items, one, within(place, at))) : []
  return isObject(value) ? objectFaults(schema, value, place) : []
}

function objectFaults(schema: JsonSchema, value: Record<string, unknown>, place: string): string[] {
  const {properties = {}, required = [], additionalProperties: others = true} = schema
  const missing = required.filter(name => !Object.hasOwn(value, name))
  return [
    ...missing.map(name => `${within(place, name)}: it is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : others
      if (own === false) return [`${within(place, name)}: it is not known`]
      return typeof own === 'object' ? schemaFaults(own, one, within(place, name)) : []
    }),
  ]
}

/** A pattern of a moment lets 30 February through. */
function hasForm(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true
  if (!new RegExp(pattern).test(value)) return false
  return !pattern.startsWith('^\\d{4}-') || !Number.isNaN(Date.parse(value))
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type
}

function within(place: string, name: string | number): string {
  return place === '' ? String(name) : `${place}.${name}`
}
