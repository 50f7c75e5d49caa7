/** What many people notice: a day of new devices, a migration, enrolment, expiring passwords, a new application for all. */

import {partyOf, wrapped} from '../records/entra.ts'
import {appRole, consentTo, DAY, delegatedGrant, HOUR, MINUTE, newApp, type Script} from '../script.ts'
import {SERVICE} from '../tenant-directory.ts'
import {BACKUP_ROLES, ENROL, EXPIRED, PORTAL, registers, user, WRONG} from './daily.ts'

const INTUNE = '0000000a-0000-0000-c000-000000000000'

/** New computers that set themselves up, one after another. */
export function autopilot(script: Script): void {
  const begin = Math.floor(script.workingTime(3, 26) / DAY) * DAY + 7 * HOUR
  for (const index of script.several(script.size(0.03, 3, 80), begin)) {
    const time = script.after(begin, 0, 7 * HOUR)
    const seat = script.seat(index, time)
    const name = `DESKTOP-${script.random.hex(7).toUpperCase()}`
    const device = {kind: 'Device' as const, id: script.random.guid(), name}
    script.signIn(
      time,
      index,
      {application: '29d9ed98-a469-4536-ade2-f981bc1d605e', resource: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9'},
      seat,
    )
    const joins = [
      ['DeviceTrustType', '[]', wrapped('AzureAd')],
      ['DisplayName', '[]', wrapped(name)],
      ['DeviceOSType', '[]', wrapped('Windows')],
    ] as const
    script.directory(time + 20_000, script.service(SERVICE.servicePrincipal), 'Add device.', {
      target: device,
      changes: joins,
    })
    const owned = [
      ['Device.DisplayName', '', wrapped(name)],
      ['Device.ObjectID', '', wrapped(device.id)],
    ] as const
    for (const [place, operation] of ['Add registered owner to device.', 'Add registered users to device.'].entries())
      script.directory(
        time + 22_000 + place * 1000,
        index,
        operation,
        {target: partyOf(script.person(index)), changes: owned, category: 'Device'},
        seat,
      )
    script.signIn(time + 9 * MINUTE, index, {application: PORTAL, resource: INTUNE}, seat)
  }
}

/** Mailboxes are moved in from another server by the administrator and a tool of Microsoft's. */
export function migration(script: Script): void {
  const admin = script.usualAdmin
  const begin = script.workingTime(8, 20)
  const address = script.company.initialDomain
  script.cmdlet(begin, admin, 'New-MigrationBatch', {
    object: 'Batch 7',
    parameters: [
      ['Name', 'Batch 7'],
      ['SourceEndpoint', 'old-server'],
      ['TargetDeliveryDomain', address],
    ],
  })
  script.cmdlet(begin + 30_000, admin, 'Start-MigrationBatch', {
    object: 'Batch 7',
    parameters: [['Identity', 'Batch 7']],
  })
  for (const index of script.several(script.size(0.06, 3, 150), begin)) {
    const time = script.after(begin, HOUR, 6 * HOUR)
    const {userId} = script.person(index)
    script.cmdlet(script.after(begin, MINUTE, 20 * MINUTE), admin, 'New-MoveRequest', {
      object: userId,
      parameters: [
        ['Identity', userId],
        ['BatchName', 'Batch 7'],
        ['BadItemLimit', '10'],
      ],
    })
    // the programs read the moved mailbox anew
    for (let i = script.random.between(6, 20); i > 0; i--)
      script.read(script.after(time, 0, 3 * HOUR), index, {sync: true})
  }
  script.cmdlet(begin + 9 * HOUR, admin, 'Complete-MigrationBatch', {
    object: 'Batch 7',
    parameters: [['Identity', 'Batch 7']],
  })
}

/** Many people enrol in MFA within a few days. */
export function enrolment(script: Script): void {
  const begin = Math.floor(script.workingTime(4, 22) / DAY) * DAY
  for (let day = 0; day < 3; day++)
    for (const index of script.several(script.size(0.05, 2, 120), begin + day * DAY)) {
      const time = begin + day * DAY + script.random.between(7 * 3600, 15 * 3600) * 1000
      script.signIn(time, index, {error: ENROL})
      registers(script, script.after(time, MINUTE, 6 * MINUTE), index)
      script.signIn(script.after(time, 7 * MINUTE, 8 * MINUTE), index)
    }
}

/** Passwords of the same age expire on one day, and telephones keep the old one for hours. */
export function passwordExpiry(script: Script): void {
  const begin = Math.floor(script.workingTime(4, 26) / DAY) * DAY
  for (const index of script.several(script.size(0.08, 3, 200), begin)) {
    const time = begin + script.random.between(6 * 3600, 11 * 3600) * 1000
    script.signIn(time, index, {error: EXPIRED})
    const changed = script.after(time, MINUTE, 6 * MINUTE)
    script.directory(changed, index, 'Change user password.', user(script, index))
    script.signIn(script.after(changed, 5_000, MINUTE), index)
    if (script.person(index).devices.length < 2 || script.random.chance(0.5)) continue
    for (let i = script.random.between(2, 14); i > 0; i--) {
      const later = script.after(changed, MINUTE, 4 * HOUR)
      script.signIn(later, index, {error: WRONG}, script.seat(index, later, true))
    }
  }
}

/** A backup is put to work: it reads the mailboxes every night from then on. */
export function backup(script: Script): void {
  const app = newApp(script.random, 'Contoso Cloud Backup')
  const admin = script.usualAdmin
  const agreed = script.workingTime(2, 12)
  const grant = {scopes: 'User.Read.All Group.Read.All', everybody: true}
  script.directory(agreed, admin, 'Add service principal.', {
    target: {kind: 'ServicePrincipal', id: app.principal, name: app.name},
    changes: [
      ['AppPrincipalId', '[]', wrapped(app.id)],
      ['DisplayName', '[]', wrapped(app.name)],
    ],
    category: 'ApplicationManagement',
  })
  for (const role of BACKUP_ROLES)
    script.directory(agreed + 1_000, admin, 'Add app role assignment to service principal.', appRole(app, role))
  script.directory(agreed + 2_000, admin, 'Consent to application.', consentTo(app, grant, script.person(admin)))
  script.directory(agreed + 2_000, admin, 'Add delegated permission grant.', delegatedGrant(app, grant))
  const boxes = script.company.members.filter((_, place) => place % 5 === 0).slice(0, 200)
  const first = Math.ceil(agreed / DAY) * DAY
  for (let night = 0; night < 6; night++)
    for (const owner of boxes)
      script.read(first + night * DAY + script.random.between(3600, 3 * 3600) * 1000, script.stranger(app.principal), {
        owner: script.person(owner),
        client: 'Client=REST;;',
        application: app.id,
        address: `198.19.239.${10 + (owner % 8)}`,
        count: 2,
        folder: '\\\\Inbox',
      })
}

/** An application for everybody: the usual administrator agrees once, the people come by and by. */
export function rollOut(script: Script): void {
  const app = newApp(script.random, script.random.pick(['Expense Desk', 'Shift Planner', 'Sign & Send']))
  const time = script.workingTime(3, 18)
  const grant = {scopes: 'openid profile email User.Read Calendars.Read', everybody: true}
  script.directory(
    time,
    script.usualAdmin,
    'Consent to application.',
    consentTo(app, grant, script.person(script.usualAdmin)),
  )
  script.directory(time, script.usualAdmin, 'Add delegated permission grant.', delegatedGrant(app, grant))
  for (let i = script.size(0.3, 8, 600); i > 0; i--) {
    const when = script.after(time, HOUR, 12 * DAY)
    const hour = Math.floor(when / DAY) * DAY + script.random.between(7 * 3600, 16 * 3600) * 1000
    script.signIn(hour, script.someone(hour), {application: app.id, resource: '00000003-0000-0000-c000-000000000000'})
  }
}
