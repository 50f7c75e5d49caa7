/**
 * Exchange's own directory of service principals and role groups, and the cmdlets that an administrator changes it by.
 * https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2
 */
import type {Directory} from './directory-state.ts'
import type {SearchRefusal} from './search.ts'

interface RoleGroup {
  Name: string
  Description: string
  Roles: string[]
  members: Set<string>
}

type Parameters = Record<string, unknown>

const TASKS = 'Microsoft.Exchange.Configuration.Tasks'
const MANAGEMENT_ROLES = ['View-Only Audit Logs', 'Audit Logs', 'View-Only Recipients']
const AUDIT_ROLES = ['View-Only Audit Logs', 'Audit Logs']

export class ExchangeRoles {
  readonly servicePrincipals: {AppId: string; ObjectId: string; DisplayName: string}[] = []
  readonly groups: RoleGroup[] = []
  readonly #directory: Directory
  /** Whether `Enable-OrganizationCustomization` was run. */
  #customized: boolean

  constructor(directory: Directory, customized: boolean) {
    this.#directory = directory
    this.#customized = customized
  }

  /** Whether a member of a role group may search the audit log. */
  mayAudit(objectId: string): boolean {
    return this.groups.some(each => each.members.has(objectId) && each.Roles.some(role => AUDIT_ROLES.includes(role)))
  }

  /** The rows of a cmdlet, a refusal, or undefined where there is no such cmdlet. */
  run(cmdlet: string, given: Parameters): object[] | SearchRefusal | undefined {
    const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '')
    switch (cmdlet.toLowerCase()) {
      case 'get-serviceprincipal':
        return this.servicePrincipals
      case 'new-serviceprincipal':
        return this.#newPrincipal({AppId: text('AppId'), ObjectId: text('ObjectId'), DisplayName: text('DisplayName')})
      case 'remove-serviceprincipal':
        return this.#remove(this.servicePrincipals, each => each.ObjectId === text('Identity'), text('Identity'))
      case 'get-rolegroup':
        return this.groups.map(({members: _members, ...group}) => group)
      case 'new-rolegroup':
        return this.#newGroup(text('Name'), text('Description'), given.Roles)
      case 'remove-rolegroup':
        return this.#remove(this.groups, each => each.Name === text('Identity'), text('Identity'))
      case 'get-rolegroupmember':
        return this.#members(text('Identity'))
      case 'add-rolegroupmember':
        return this.#addMember(text('Identity'), text('Member'))
      case 'enable-organizationcustomization':
        this.#customized = true
        return []
      default:
        return undefined
    }
  }

  #newPrincipal(made: {AppId: string; ObjectId: string; DisplayName: string}): object[] | SearchRefusal {
    const {id} = this.#directory.principalOf(made.AppId) ?? {}
    if (id === undefined || id !== made.ObjectId)
      return wrong(
        'RecipientTaskException',
        `The service principal ${made.ObjectId} of ${made.AppId} was not found in AAD.`,
      )
    if (this.servicePrincipals.some(each => each.ObjectId === id))
      return wrong('RecipientTaskException', `The service principal ${id} exists already.`)
    this.servicePrincipals.push(made)
    return [made]
  }

  #newGroup(name: string, description: string, roles: unknown): object[] | SearchRefusal {
    if (!this.#customized) {
      return wrong(
        'InvalidOperationInDehydratedContextException',
        'The command you tried to run isn’t currently allowed in your organization. To run this command, you first need to run the command: Enable-OrganizationCustomization.',
      )
    }
    if (name === '' || name.length > 64) return wrong('InvalidArgumentException', 'Name has 1 to 64 characters.')
    const held = [roles].flat().map(String)
    const unknown = held.find(role => !MANAGEMENT_ROLES.includes(role))
    if (unknown !== undefined) return notFound(unknown)
    if (this.groups.some(each => each.Name === name))
      return wrong('ADObjectAlreadyExistsException', `The role group ${name} exists already.`)
    this.groups.push({Name: name, Description: description, Roles: held, members: new Set()})
    return [{Name: name, Description: description, Roles: held}]
  }

  #members(name: string): object[] | SearchRefusal {
    const group = this.groups.find(each => each.Name === name)
    if (group === undefined) return notFound(name)
    return this.servicePrincipals
      .filter(each => group.members.has(each.ObjectId))
      .map(({DisplayName, ObjectId}) => ({Name: ObjectId, DisplayName, RecipientType: 'ServicePrincipal'}))
  }

  #addMember(name: string, member: string): object[] | SearchRefusal {
    const group = this.groups.find(each => each.Name === name)
    if (group === undefined) return notFound(name)
    if (!this.servicePrincipals.some(each => each.ObjectId === member)) return notFound(member)
    if (group.members.has(member))
      return wrong(
        'MemberAlreadyExistsException',
        `The recipient "${member}" is already a member of the group "${name}".`,
      )
    group.members.add(member)
    return []
  }

  #remove<T>(list: T[], isIt: (each: T) => boolean, name: string): object[] | SearchRefusal {
    const at = list.findIndex(isIt)
    if (at < 0) return notFound(name)
    list.splice(at, 1)
    return []
  }
}

const wrong = (type: string, says: string): SearchRefusal => ({type: `${TASKS}.${type}`, says})
const notFound = (name: string): SearchRefusal =>
  wrong(
    'ManagementObjectNotFoundException',
    `The operation couldn't be performed because object '${name}' couldn't be found.`,
  )
