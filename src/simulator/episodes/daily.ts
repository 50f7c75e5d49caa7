/** What happens in every month somewhere: new colleagues, lost telephones, forgotten passwords, guests, permissions. */

import {type Changed, type DirectoryChange, partyOf, wrapped} from '../records/entra.ts'
import {consentTo, DAY, delegatedGrant, HOUR, keysAdded, MINUTE, methodsOf, newApp, type Script} from '../script.ts'
import {SERVICE} from '../tenant-directory.ts'

const PORTAL = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223'
const EXPIRED = ['50055', 'InvalidPasswordExpiredPassword'] as const
const WRONG = ['50126', 'InvalidUserNameOrPassword'] as const
const ENROL = ['50072', 'UserStrongAuthEnrollmentRequiredInterrupt'] as const
const DISABLED = ['50057', 'UserDisabled'] as const

const user = (script: Script, index: number, changes: readonly Changed[] = []): DirectoryChange => ({
  target: partyOf(script.person(index)),
  changes: [...changes, ['Included Updated Properties', '', changes.map(([name]) => name).join(', ')]],
  category: 'UserManagement',
})

/** The helpdesk sets a password, and its owner makes another of it. */
export function helpdeskResets(script: Script): void {
  for (let i = script.size(0.08, 2, 400); i > 0; i--) {
    const time = script.workingTime()
    const agent = script.someone(time, ['helpdesk'])
    const owner = script.someone(time, ['office', 'finance', 'sales'])
    for (let wrong = script.random.below(5); wrong > 0; wrong--)
      script.signIn(script.after(time, -20 * MINUTE, -4 * MINUTE), owner, {error: WRONG})
    script.directory(time, agent, 'Reset user password.', user(script, owner))
    script.signIn(script.after(time, MINUTE, 9 * MINUTE), owner, {error: EXPIRED})
    const changed = script.after(time, 10 * MINUTE, 15 * MINUTE)
    script.directory(changed, owner, 'Change user password.', user(script, owner))
    script.signIn(script.after(changed, 5_000, MINUTE), owner)
  }
}

/** A new telephone: the helpdesk takes the old method off, the owner adds the new one. */
export function phoneReplacements(script: Script): void {
  for (let i = script.size(0.015, 1, 60); i > 0; i--) {
    const time = script.workingTime()
    const owner = script.someone(time)
    const target = partyOf(script.person(owner))
    script.directory(time, script.someone(time, ['helpdesk']), 'Update user.', methodsOf(target, [6, 7], []))
    const enrolling = script.after(time, 3 * MINUTE, 30 * MINUTE)
    script.signIn(enrolling, owner, {error: ENROL})
    registers(script, enrolling + MINUTE, owner)
  }
}

function registers(script: Script, time: number, index: number): void {
  const target = partyOf(script.person(index))
  script.directory(time, index, 'User registered security info.', {...user(script, index), plainAddress: true})
  script.directory(
    time + 4_000,
    script.service(SERVICE.strongAuthentication),
    'Update user.',
    methodsOf(target, [], [6, 7]),
  )
}

/** New starters get an account, licences, a pass for the first day; leavers lose theirs, and their devices keep asking. */
export function comingAndGoing(script: Script): void {
  const {start, end} = script.month
  script.company.people.forEach((person, index) => {
    const from = person.from * HOUR
    const until = person.until * HOUR
    if (person.role === 'guest') return
    if (from >= start + 3 * DAY && from < end) {
      const made = script.after(from, -2 * DAY, -DAY)
      const admin = script.someone(made, ['helpdesk'])
      script.directory(made, admin, 'Add user.', {
        target: partyOf(person),
        category: 'UserManagement',
        changes: [
          ['AccountEnabled', '[]', '[true]'],
          ['DisplayName', '[]', wrapped(person.name)],
          ['UserPrincipalName', '[]', wrapped(person.userId)],
          ['UserType', '[]', wrapped('Member')],
          ['Included Updated Properties', '', 'AccountEnabled, DisplayName, UserPrincipalName, UserType'],
        ],
      })
      script.directory(made + 3 * MINUTE, admin, 'Change user license.', user(script, index))
      script.directory(from - 30 * MINUTE, admin, 'Admin registered security info.', {
        ...user(script, index),
        extended: [['ResultDescription', 'Admin registered Temporary Access Pass method for user']],
      })
      script.signIn(from + 10 * MINUTE, index)
      registers(script, from + 15 * MINUTE, index)
      const phone = script.seat(index, from, true)
      script.signIn(
        from + 40 * MINUTE,
        index,
        {application: PORTAL, resource: '0000000a-0000-0000-c000-000000000000'},
        phone,
      )
    }
    if (until >= start && until < end) {
      const admin = script.someone(until, ['helpdesk'])
      script.directory(
        until + 10 * MINUTE,
        admin,
        'Update user.',
        user(script, index, [['AccountEnabled', '[true]', '[false]']]),
      )
      script.directory(until + 11 * MINUTE, admin, 'Update StsRefreshTokenValidFrom Timestamp.', user(script, index))
      const phone = script.seat(index, until, true)
      for (let i = 0; i < 12; i++) script.signIn(script.after(until, HOUR, 3 * DAY), index, {error: DISABLED}, phone)
    }
  })
}

/** Partners are invited, and look at what they were invited for. */
export function invitedGuests(script: Script): void {
  for (let i = script.size(0.008, 1, 30); i > 0; i--) {
    const time = script.workingTime()
    const host = script.someone(time, ['office', 'sales'])
    const name = `${script.random.pick(['jo', 'lin', 'max', 'eva', 'ben'])}.${script.random.hex(4)}`
    const guest = `${name}_client${script.random.below(24)}.example#EXT#@${script.company.initialDomain}`
    const target = {
      kind: 'User' as const,
      id: script.random.guid(),
      name: guest,
      puid: `10032${script.random.hex(11).toUpperCase()}`,
    }
    script.directory(time, host, 'Invite external user.', {target, category: 'UserManagement', changes: []})
    script.directory(time + 2_000, host, 'Add user.', {
      target,
      category: 'UserManagement',
      changes: [
        ['CreationType', '[]', wrapped('Invitation')],
        ['UserType', '[]', wrapped('Guest')],
        ['UserState', '[]', wrapped('PendingAcceptance')],
      ],
    })
    script.share(time + MINUTE, host, 'SharingInvitationCreated', {target: guest, outside: true})
    const seat = script.strangeSeat(
      `198.19.${216 + script.random.below(4)}.${40 + script.random.below(200)}`,
      script.random.below(3),
    )
    const invited = {...script.stranger(guest), userKey: target.id}
    const come = script.after(time, HOUR, 30 * HOUR)
    script.signIn(come, invited, {}, seat)
    for (let read = script.random.between(1, 6); read > 0; read--)
      script.file(
        script.after(come, MINUTE, HOUR),
        invited,
        script.random.chance(0.5) ? 'FileDownloaded' : 'FileAccessed',
        {},
        seat,
      )
  }
}

/** People sign in to small applications with their work account. */
export function smallConsents(script: Script): void {
  const apps = ['Whiteboard Fox', 'Polls for Teams', 'Calendly', 'Miro', 'Adobe Sign', 'Grammarly', 'LinkedIn'].map(
    (name, place) => ({
      name,
      id: `5c0f${place}b1e-2b1d-4b8e-9a5c-7d0e2f4a6b8c`,
      principal: `9d1a${place}c2f-4e3d-4f5a-8b7c-1a2b3c4d5e6f`,
    }),
  )
  for (let i = script.size(0.02, 1, 60); i > 0; i--) {
    const time = script.workingTime()
    const who = script.someone(time)
    const app = script.random.pick(apps)
    const grant = {
      scopes: script.random.pick([
        'User.Read',
        'openid profile User.Read',
        'openid profile email User.Read offline_access',
        'User.Read Calendars.Read',
      ]),
      everybody: false,
    }
    script.directory(time, who, 'Consent to application.', consentTo(app, grant, script.person(who)))
    script.directory(time, who, 'Add delegated permission grant.', delegatedGrant(app, grant))
    script.signIn(time + 5_000, who, {application: app.id, resource: '00000003-0000-0000-c000-000000000000'})
  }
}

/** Administrators take up their roles for a task. */
export function activations(script: Script): void {
  const roles = [
    ['User Administrator', 'fe930be7-5e62-47db-91af-98c3a49a38b1'],
    ['Exchange Administrator', '29232cdf-9323-42fd-ade2-1d097af3e4de'],
    ['SharePoint Administrator', 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c'],
    ['Global Reader', 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
  ] as const
  for (let i = script.size(0.03, 6, 60); i > 0; i--) {
    const time = i > 4 ? script.workingTime() : script.workingTime(i * 7 - 6, i * 7)
    const admin = i > 4 ? script.someone(time, ['admin']) : script.usualAdmin
    const [name, id] = script.random.pick(roles)
    script.directory(time, admin, 'Add member to role completed (PIM activation).', {
      target: partyOf(script.person(admin)),
      category: 'RoleManagement',
      changes: [
        ['Role.DisplayName', '', wrapped(name)],
        ['Role.TemplateId', '', wrapped(id)],
        ['TargetId.UserType', '', 'Member'],
      ],
    })
  }
}

/** Secrets run out and are renewed by whoever always does it. */
export function rotations(script: Script): void {
  for (let i = script.random.between(1, 2); i > 0; i--) {
    const time = script.workingTime()
    const app = newApp(
      script.random,
      script.random.pick(['HR interface', 'Scanner upload', 'Build server', 'Intranet']),
    )
    const operation = 'Update application – Certificates and secrets management '
    script.directory(time, script.usualAdmin, operation, keysAdded(app, ['2025'], ['2025', '2026']))
    script.directory(time + 20 * MINUTE, script.usualAdmin, operation, keysAdded(app, ['2025', '2026'], ['2026']))
  }
}

/** Upkeep that stands in every administrator's calendar: a policy, a mail rule, a leaver's mail to the team. */
export function upkeep(script: Script): void {
  const {company, random} = script
  const admin = script.usualAdmin
  const id = random.guid()
  script.directory(script.workingTime(), admin, 'Update conditional access policy.', {
    target: {kind: 'Policy', id, name: 'Require MFA for all users'},
    category: 'Policy',
    changes: [
      [
        'ConditionalAccessPolicy',
        JSON.stringify({
          displayName: 'Require MFA for all users',
          state: 'enabledForReportingButNotEnforced',
          conditions: {users: {includeUsers: ['All'], excludeUsers: []}},
        }),
        JSON.stringify({
          displayName: 'Require MFA for all users',
          state: 'enabled',
          conditions: {users: {includeUsers: ['All'], excludeUsers: []}},
        }),
      ],
    ],
  })
  script.cmdlet(script.workingTime(), admin, 'Set-TransportRule', {
    object: 'Disclaimer',
    parameters: [
      ['Identity', 'Disclaimer'],
      ['ApplyHtmlDisclaimerText', 'Fabrikam, registered in Utrecht'],
      ['ApplyHtmlDisclaimerLocation', 'Append'],
    ],
  })
  for (let i = script.size(0.003, 1, 6); i > 0; i--) {
    const time = script.workingTime()
    const [left, takes] = script.several(2, time)
    if (left === undefined || takes === undefined) continue
    script.cmdlet(time, script.someone(time, ['helpdesk']), 'Set-Mailbox', {
      object: script.person(left).userId,
      parameters: [
        ['Identity', script.person(left).userId],
        ['ForwardingAddress', `${company.initialDomain}/${script.person(takes).name}`],
        ['DeliverToMailboxAndForward', 'True'],
      ],
    })
  }
  // somebody at a command line, which opens the browser elsewhere
  const time = script.workingTime()
  const cli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
  script.signIn(time, script.someone(time, ['admin']), {
    application: cli,
    request: 'Cmsi:Cmsi',
    resource: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  })
}

/** Busy hours: a mailing, a clean-up, a first synchronisation, a script of the administrators. */
export function busyHours(script: Script): void {
  const {random} = script
  const sender = script.someone(script.workingTime(2, 5), ['sales'])
  for (let week = 0; week < 4; week++) {
    const time = script.workingTime(1 + week * 7, 7 + week * 7)
    for (let i = script.size(0.12, 20, 150); i > 0; i--)
      script.message(script.after(time, 0, 40 * MINUTE), sender, 'Send', {
        subject: `News from Fabrikam, no. ${week + 1}`,
        folder: '\\\\Sent Items',
      })
  }
  for (let i = script.random.between(1, 2); i > 0; i--) {
    const time = script.workingTime()
    const who = script.someone(time)
    for (let item = script.size(0.15, 20, 160); item > 0; item--)
      script.file(script.after(time, 0, 25 * MINUTE), who, 'FileDeleted', {
        name: `Draft ${item}.docx`,
        folder: 'Shared Documents/Old',
        workload: 'SharePoint',
      })
    const later = script.workingTime()
    const other = script.someone(later)
    for (let item = script.size(0.05, 8, 40); item > 0; item--)
      script.messages(script.after(later, 0, 20 * MINUTE), other, random.chance(0.5) ? 'HardDelete' : 'SoftDelete', {
        count: random.between(1, 6),
      })
  }
  for (let i = script.size(0.003, 1, 4); i > 0; i--) {
    const time = script.workingTime()
    const who = script.someone(time)
    const seat = script.seat(who, time)
    for (let item = script.size(0.4, 40, 600); item > 0; item--)
      script.file(
        script.after(time, 0, 50 * MINUTE),
        who,
        'FileSyncDownloadedFull',
        {name: `Scan ${item}.pdf`, workload: 'OneDrive'},
        seat,
      )
  }
  const time = script.workingTime()
  const admin = script.someone(time, ['admin'])
  for (let i = 0; i < 25; i++)
    script.file(time + i * 4_000, admin, 'FileModified', {
      agent: 'NONISV|SharePointPnP|PnPPS/2.12.0',
      name: `Template ${i}.docx`,
    })
}

export const BACKUP_ROLES = [
  {value: 'Mail.Read', id: '810c84a8-4a9e-49e6-bf7d-12d183f40d01'},
  {value: 'Sites.Read.All', id: '332a536c-c7ef-4017-ab91-336970924f0d'},
] as const

export {ENROL, EXPIRED, PORTAL, registers, user, WRONG}
