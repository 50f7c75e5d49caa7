/** Names in a record that are no person's: apps, permissions, roles, policies, and the words that a rule looks for. */
import type {AuditEvent} from './event.ts'
import {listValue, own, textOf} from './field-values.ts'
import {remembered} from './remembered.ts'

const kindsOfTarget = new Set(['ServicePrincipal', 'Application', 'Role', 'Policy'])

/** Texts that name what acted, or what a service said. */
const fields = [
  ...['ApplicationDisplayName', 'AppName', 'AddOnName', 'AgentName', 'ClientAppId', 'Category', 'Severity', 'Status'],
  ...['DeliveryAction', 'AlertType', 'PolicyName', 'VirusInfo', 'FlowConnectorNames'],
]

/** Of cmdlets. `Name` is a rule's, and `Identity` a policy's, but never where the cmdlet concerns a mailbox or a person. */
const parameters = [
  ...['AccessRights', 'SubjectContainsWords', 'BodyContainsWords', 'SubjectOrBodyContainsWords', 'HeaderContainsWords'],
  ...[
    'FromAddressContainsWords',
    'MoveToFolder',
    'CopyToFolder',
    'SetHeaderName',
    'Role',
    'Roles',
    'Priority',
    'State',
  ],
  ...['Enabled', 'Action', 'Mode', 'SpamAction', 'DeleteMessage', 'MarkAsRead', 'StopProcessingRules'],
]
const namesRule = /(rule|policy|config|connector|remotedomain|accepteddomain|rolegroup|managementscope|label)$/

/** Properties of directory records. */
const properties = new Set([
  ...['AppRole.Value', 'AppRole.DisplayName', 'Role.DisplayName', 'Role.WellKnownObjectName', 'Role.TemplateId'],
  ...[
    'DelegatedPermissionGrant.Scope',
    'ConsentAction.Permissions',
    'ConsentAction.Reason',
    'ConsentContext.IsAdminConsent',
  ],
  ...['ServicePrincipal.DisplayName', 'ServicePrincipal.AppId', 'AppAddress', 'State', 'AllowInvitesFrom', 'TenantId'],
])
const longest = 300
const most = 60

export function factNames(event: AuditEvent): string[] {
  const {act, target} = event
  const found = new Set<string>()
  const add = (name: string) => {
    if (name === '') return
    for (const part of partsOf(name)) if (part !== '' && part.length <= longest) found.add(part)
  }
  add(event.agent)
  add(event.agentFamily)
  for (const field of fields) add(event.text(field))
  if (namesNoPerson(act, target.kind)) add(target.name)
  if (isCmdlet(act)) parametersOf(event).forEach(add)
  propertiesOf(event).forEach(add)
  return [...found].slice(0, most)
}

/** By its kind; where the record tells none, by the operation. */
function namesNoPerson(act: string, kind: string): boolean {
  return kindsOfTarget.has(kind) || (kind === '' && /(application|service principal|policy|permission grant)/.test(act))
}

function isCmdlet(act: string): boolean {
  return /^[a-z]+-[a-z]+$/.test(act)
}

function parametersOf(event: AuditEvent): string[] {
  const values = parameters.map(name => event.parameters.get(name))
  if (!namesRule.test(event.act)) return values
  const named = [event.parameters.get('Name')]
  // A mailbox rule's identity begins with the mailbox.
  return event.act.endsWith('inboxrule')
    ? [...values, ...named]
    : [...values, ...named, event.parameters.get('Identity'), event.object]
}

function propertiesOf(event: AuditEvent): string[] {
  const entries = listValue(event.raw('ModifiedProperties'))
  return entries.flatMap(entry => {
    const name = textOf(own(entry, 'Name'))
    if (!properties.has(name)) return []
    const change = event.change(name)
    return change ? [change.now, change.old, ...change.nowList.map(textOf)] : []
  })
}

/** A list in one text is also each of its entries. */
const partsOf = remembered((text): readonly string[] => {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim()
  const parts = clean.split(/[;,\s]+/)
  return parts.length > 1 && parts.length <= 20 && /[;,]|^\S+( \S+\.\S+)+$/.test(clean) ? [clean, ...parts] : [clean]
})
