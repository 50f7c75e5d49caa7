/**
 * What a record says of a question to Copilot, to an agent or to another AI app.
 * https://learn.microsoft.com/purview/audit-copilot and
 * https://learn.microsoft.com/office/office-365-management-api/copilot-schema
 */
import {isObject, parsedJson} from './json.ts'

export interface AiInteraction {
  /** '' for Copilot itself. */
  agent: {id: string; name: string}
  /** Where it was asked: `Word`, `Teams`, `Copilot Studio`; '' where the record does not say. */
  app: string
  resources: AiResource[]
  /** Whether a prompt was taken for an attempt to bypass the rules. */
  jailbreak: boolean
}

/** A file, mail or page that was read for the answer. */
export interface AiResource {
  /** What tells it from others. */
  id: string
  name: string
  /** Its address; '' where the record does not say. */
  url: string
  /** Reading it was refused, or a policy kept it out of the answer. */
  refused: boolean
  /** It holds instructions for the AI (cross-prompt injection). */
  injection: boolean
}

const operations = new Set([
  'copilotinteraction',
  'aiinteractioncreatednotification',
  'connectedaiappinteraction',
  'aiappinteraction',
])

/** @param operation folded. */
export function isAiInteraction(operation: string): boolean {
  return operations.has(operation)
}

export const aiOperations: readonly string[] = [...operations]

const mostResources = 2_000
const longestName = 300

/** @param data the record's `AuditData`, parsed. Never throws. */
export function aiInteractionOf(data: unknown): AiInteraction {
  const event = objectIn(data, 'CopilotEventData')
  const text = (name: string) => textIn(event, name) || textIn(data, name)
  const resources = listIn(event, 'AccessedResources').filter(isObject)
  return {
    agent: {id: text('AgentId'), name: text('AgentName')},
    app: text('AppHost') || textIn(data, 'AppIdentity'),
    resources: resources.map(one => ({
      id: textIn(one, 'Id') || textIn(one, 'ID') || textIn(one, 'SiteUrl') || textIn(one, 'Name'),
      name: textIn(one, 'Name'),
      url: textIn(one, 'SiteUrl'),
      refused: /^(fail|den|block|refus)/i.test(textIn(one, 'Status')) || listIn(one, 'PolicyDetails').length > 0,
      injection: isTrue(one, 'XPIADetected'),
    })),
    jailbreak: listIn(event, 'Messages').some(one => isTrue(one, 'JailbreakDetected')),
  }
}

/** `https://contoso.sharepoint.com/sites/projects`, folded; '' for what lies in no site. */
export function siteOf(url: string): string {
  return /^https?:\/\/[^/?#\s]+\/(sites|teams|personal)\/[^/?#]+/i.exec(url)?.[0].toLowerCase() ?? ''
}

/** Its value may be JSON in a string. */
function valueIn(object: unknown, name: string): unknown {
  if (!isObject(object) || !Object.hasOwn(object, name)) return undefined
  const value = object[name]
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? (parsedJson(value) ?? value) : value
}

function objectIn(object: unknown, name: string): unknown {
  const value = valueIn(object, name)
  return isObject(value) ? value : {}
}

function listIn(object: unknown, name: string): unknown[] {
  const value = valueIn(object, name)
  if (Array.isArray(value)) return value.slice(0, mostResources)
  return isObject(value) ? [value] : []
}

function textIn(object: unknown, name: string): string {
  if (!isObject(object) || !Object.hasOwn(object, name)) return ''
  const value = object[name]
  return typeof value === 'string' ? value.slice(0, longestName) : typeof value === 'number' ? String(value) : ''
}

function isTrue(object: unknown, name: string): boolean {
  if (!isObject(object) || !Object.hasOwn(object, name)) return false
  return object[name] === true || object[name] === 1 || /^(true|1|yes)$/i.test(textIn(object, name).trim())
}
