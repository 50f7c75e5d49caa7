/** The people whom a rule made in Outlook sends mail on to, as its record (`UpdateInboxRules`) names them. */
import {isObject} from '../audit/json.ts'
import {Lookup, nested} from './field-values.ts'

/** `ForwardRecipientsAction`, `RedirectAction` and others of that kind: actions as properties of their own. */
const sendingProperty = /^(forward|redirect).{0,40}action$/i
const deepest = 8

/**
 * Addresses and names in the order of the record, each once. `RuleActions` is JSON in a string, at times plain text; addresses
 * in the text are then all that can be told.
 * @param operationProperties the record's field, in any of its shapes.
 */
export function outlookRuleRecipients(operationProperties: unknown): string[] {
  const properties = new Lookup(operationProperties)
  const found = new Set<string>()
  const names = properties.names().filter(name => sendingProperty.test(name))
  for (const name of ['RuleActions', ...names]) {
    const value = properties.raw(name)
    const actions = typeof value === 'string' ? nested(value) : value
    if (typeof actions === 'string') addAddresses(actions, found)
    else addRecipients(actions, {isRecipient: name !== 'RuleActions', depth: 0}, found)
  }
  return [...found]
}

/** Every text below a field that is called after recipients. */
function addRecipients(value: unknown, at: {isRecipient: boolean; depth: number}, found: Set<string>): void {
  if (at.depth > deepest) return
  if (typeof value === 'string') {
    if (at.isRecipient && !addAddresses(value, found) && value.trim() !== '') found.add(value.trim())
  } else if (Array.isArray(value)) for (const one of value) addRecipients(one, {...at, depth: at.depth + 1}, found)
  else if (isObject(value))
    for (const [name, one] of Object.entries(value)) {
      const isRecipient = /recipient/i.test(name) || (at.isRecipient && isAddressField(name))
      addRecipients(one, {isRecipient, depth: at.depth + 1}, found)
    }
}

/** Of a recipient that is an object: `{Name, Address}`. */
function isAddressField(name: string): boolean {
  return /address|email|smtp|upn|mailbox/i.test(name)
}

/** Whether there was one. */
function addAddresses(text: string, found: Set<string>): boolean {
  const addresses = text.match(/[^\s"'<>()[\]{},;:=|\\/@]{1,64}@[\p{L}\d.-]{1,200}/gu) ?? []
  for (const address of addresses) found.add(address)
  return addresses.length > 0
}
