/** Administrators' accounts in the hands of strangers. */

import {partyOf, wrapped} from '../records/entra.ts'
import {appRole, HOUR, keysAdded, MINUTE, methodsOf, newApp, type Script} from '../script.ts'
import {SERVICE} from '../tenant-directory.ts'

const GRAPH_PORTAL = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'
const MANAGEMENT = '797f4846-ba00-4fd7-ba43-dac1f8f63013'

/** The account gets a method and a helper with the highest role, an application a key and the right to give roles. */
export function adminTakeover(script: Script): void {
  const {company, random} = script
  const begin = script.workingTime(9, 24) - 5 * HOUR
  const admin = company.admins[1 % company.admins.length] as number
  const seat = script.strangeSeat(script.strangeAddress(7), 5)
  const self = partyOf(script.person(admin))
  script.signIn(begin, admin, {application: GRAPH_PORTAL, resource: MANAGEMENT, detail: 'Success'}, seat)
  const registered = script.after(begin, 3 * MINUTE, 8 * MINUTE)
  script.directory(
    registered,
    admin,
    'User registered security info.',
    {target: self, changes: [], category: 'UserManagement', plainAddress: true},
    seat,
  )
  script.directory(
    registered + 3_000,
    script.service(SERVICE.strongAuthentication),
    'Update user.',
    methodsOf(self, [6], [6, 7]),
  )
  const helper = {
    kind: 'User' as const,
    id: random.guid(),
    name: `svc-sync@${company.initialDomain}`,
    puid: `10032${random.hex(11).toUpperCase()}`,
  }
  const made = script.after(begin, 10 * MINUTE, 16 * MINUTE)
  script.directory(
    made,
    admin,
    'Add user.',
    {
      target: helper,
      category: 'UserManagement',
      changes: [
        ['AccountEnabled', '[]', '[true]'],
        ['DisplayName', '[]', wrapped('Sync service')],
        ['UserPrincipalName', '[]', wrapped(helper.name)],
        ['UserType', '[]', wrapped('Member')],
      ],
    },
    seat,
  )
  script.directory(
    made + 2 * MINUTE,
    admin,
    'Add member to role.',
    {
      target: helper,
      category: 'RoleManagement',
      changes: [
        ['Role.ObjectID', '', wrapped(random.guid())],
        ['Role.DisplayName', '', wrapped('Global Administrator')],
        ['Role.TemplateId', '', wrapped('62e90394-69f5-4237-9190-012177145e10')],
        ['Role.WellKnownObjectName', '', wrapped('TenantAdmins')],
      ],
    },
    seat,
  )
  const app = newApp(random, 'Intranet search')
  const opened = script.after(made, 6 * MINUTE, 12 * MINUTE)
  script.directory(
    opened,
    admin,
    'Update application – Certificates and secrets management ',
    keysAdded(app, ['2026'], ['2026', 'sync']),
    seat,
  )
  script.directory(
    opened + MINUTE,
    admin,
    'Add app role assignment to service principal.',
    appRole(app, {value: 'RoleManagement.ReadWrite.Directory', id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'}),
    seat,
  )
}

/** The log is switched off from a strange place, a mailbox is taken out of it, and the log comes back. */
export function auditOff(script: Script): void {
  const {company} = script
  const begin = script.workingTime(9, 24) - 6 * HOUR
  const admin = company.admins[2 % company.admins.length] as number
  const seat = script.strangeSeat(script.strangeAddress(8), 5)
  script.signIn(
    begin,
    admin,
    {
      application: 'fb78d390-0c51-40cd-8e17-fdbfab77341b',
      resource: '00000002-0000-0ff1-ce00-000000000000',
      detail: 'Success',
    },
    seat,
  )
  const off = script.after(begin, 3 * MINUTE, 9 * MINUTE)
  const audit = (time: number, value: string) =>
    script.cmdlet(
      time,
      admin,
      'Set-AdminAuditLogConfig',
      {object: 'Admin Audit Log Settings', parameters: [['UnifiedAuditLogIngestionEnabled', value]]},
      seat,
    )
  audit(off, 'False')
  const {userId} = script.person(script.someone(begin, ['finance']))
  script.cmdlet(
    off + 2 * MINUTE,
    admin,
    'Set-MailboxAuditBypassAssociation',
    {
      object: userId,
      parameters: [
        ['Identity', userId],
        ['AuditBypassEnabled', 'True'],
      ],
    },
    seat,
  )
  audit(script.after(off, 40 * MINUTE, 90 * MINUTE), 'True')
}
