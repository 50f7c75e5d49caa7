/** Accounts that strangers get into: by guessing, by a proxy between, by wearing somebody down, by a code. */

import {partyOf} from '../records/entra.ts'
import {DAY, HOUR, MINUTE, methodsOf, type Script} from '../script.ts'
import {SERVICE} from '../tenant-directory.ts'

const WRONG = ['50126', 'InvalidUserNameOrPassword'] as const
const UNKNOWN = ['50034', 'UserAccountNotFound'] as const
const LOCKED = ['50053', 'IdsLocked'] as const
const REFUSED = ['500121', 'AuthenticationFailedSasError'] as const
const OFFICE_HOME = '4765445b-32c6-49b0-83e6-1d93765276ca'
const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000'
const GRAPH = '00000003-0000-0000-c000-000000000000'

/** A few passwords for many accounts; one fits, and its mailbox is read. */
export function spray(script: Script): void {
  const {random} = script
  const begin = script.workingTime(9, 24) - 5 * HOUR
  const agent = JSON.stringify(
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Safari/537.36',
  )
  const seats = [0, 1].map(() => script.strangeSeat(script.strangeAddress(0), 1, {agent}))
  const targets = script.several(script.size(0.06, 7, 60), begin)
  const victim = targets.at(-1) as number
  let time = begin
  for (const target of targets)
    for (let tries = random.between(1, 2); tries > 0; tries--) {
      time = script.after(time, 4_000, 50_000)
      script.signIn(
        time,
        target,
        {error: random.chance(0.05) ? LOCKED : WRONG, application: OFFICE_HOME, resource: EXCHANGE},
        random.pick(seats),
      )
    }
  for (let i = 0; i < 4; i++)
    script.signIn(
      script.after(begin, 0, 10 * MINUTE),
      script.stranger(`${random.pick(['info', 'test', 'scan', 'copier'])}${i}@${script.company.domain}`),
      {error: UNKNOWN},
      random.pick(seats),
    )
  const [seat] = seats
  const inside = script.after(time, MINUTE, 4 * MINUTE)
  script.signIn(inside, victim, {application: OFFICE_HOME, resource: EXCHANGE, detail: 'Success'}, seat)
  for (let i = random.between(6, 14); i > 0; i--)
    script.read(
      script.after(inside, MINUTE, 40 * MINUTE),
      victim,
      {client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox'},
      seat,
    )
}

/** A proxy between person and sign-in page takes the session; a rule hides the answers, mail goes out, the bill is changed. */
export function bec(script: Script): void {
  const {random, company} = script
  const begin = script.workingTime(9, 24)
  const victim = script.someone(begin, ['finance'])
  const {userId, name} = script.person(victim)
  const proxy = script.strangeSeat(script.strangeAddress(1), 1)
  const thief = {...script.strangeSeat(script.strangeAddress(2), 5), session: proxy.session}
  script.signIn(
    begin,
    victim,
    {application: OFFICE_HOME, resource: EXCHANGE, detail: 'Success'},
    {...proxy, device: {...script.seat(victim, begin).device, managed: false, name: ''}},
  )
  const inside = script.after(begin, 12 * MINUTE, 40 * MINUTE)
  script.signIn(inside, victim, {application: OFFICE_HOME, resource: EXCHANGE, detail: 'Success'}, thief)
  for (let i = random.between(15, 30); i > 0; i--)
    script.read(
      script.after(inside, MINUTE, 90 * MINUTE),
      victim,
      {client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox'},
      thief,
    )
  const ruled = script.after(inside, 20 * MINUTE, 50 * MINUTE)
  script.cmdlet(
    ruled,
    victim,
    'New-InboxRule',
    {
      object: `${company.initialDomain}\\${name}\\..`,
      owa: true,
      parameters: [
        ['AlwaysDeleteOutlookRulesBlob', 'False'],
        ['Force', 'False'],
        ['Name', '..'],
        ['SubjectOrBodyContainsWords', 'invoice;payment;bank;IBAN'],
        ['MoveToFolder', 'RSS Feeds'],
        ['MarkAsRead', 'True'],
        ['StopProcessingRules', 'True'],
      ],
    },
    thief,
  )
  script.cmdlet(
    ruled + 4 * MINUTE,
    victim,
    'Set-Mailbox',
    {
      object: userId,
      owa: true,
      parameters: [
        ['Identity', userId],
        ['ForwardingSmtpAddress', 'smtp:accounts.desk@freemail.example'],
        ['DeliverToMailboxAndForward', 'True'],
      ],
    },
    thief,
  )
  for (let i = 0; i < 4; i++) {
    const sent = script.after(ruled, (i + 1) * HOUR, (i + 1) * HOUR + 40 * MINUTE)
    const messageId = `<${random.hex(32)}@${company.domain}>`
    const subject = 'RE: Invoice 2291, new bank details'
    script.message(
      sent,
      victim,
      'Send',
      {client: 'Client=OWA;Action=ViaProxy', subject, messageId, folder: '\\\\Sent Items'},
      thief,
    )
    script.messages(
      sent + 2 * MINUTE,
      victim,
      'HardDelete',
      {client: 'Client=OWA;Action=ViaProxy', subject, messageId, count: 1},
      thief,
    )
  }
}

/** An attacker who knows the password asks for MFA until its owner gives in, and adds a method of their own. */
export function mfaFatigueIncident(script: Script): void {
  const begin = Math.floor(script.workingTime(9, 24) / DAY) * DAY + 19 * HOUR
  const victim = script.someone(begin, ['office', 'sales'])
  const seat = script.strangeSeat(script.strangeAddress(3), 5)
  let time = begin
  for (let i = script.random.between(12, 20); i > 0; i--) {
    time = script.after(time, 30_000, 2 * MINUTE)
    script.signIn(time, victim, {error: REFUSED, application: OFFICE_HOME, resource: EXCHANGE}, seat)
  }
  const inside = script.after(time, 30_000, 90_000)
  script.signIn(inside, victim, {application: OFFICE_HOME, resource: EXCHANGE, detail: 'Success'}, seat)
  const target = partyOf(script.person(victim))
  const added = script.after(inside, 4 * MINUTE, 9 * MINUTE)
  script.directory(
    added,
    victim,
    'User registered security info.',
    {target, changes: [], category: 'UserManagement', plainAddress: true},
    seat,
  )
  script.directory(
    added + 4_000,
    script.service(SERVICE.strongAuthentication),
    'Update user.',
    methodsOf(target, [6], [6, 7]),
  )
  for (let i = script.random.between(10, 20); i > 0; i--)
    script.read(
      script.after(added, MINUTE, 2 * HOUR),
      victim,
      {client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox'},
      seat,
    )
}

/** Somebody types a code into the right page for a stranger, who gets the tokens, a device, and the mail. */
export function deviceCodePhishing(script: Script): void {
  const {random} = script
  const begin = script.workingTime(9, 24)
  const victim = script.someone(begin, ['office', 'sales', 'finance'])
  const person = script.person(victim)
  const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e'
  const seat = script.strangeSeat(script.strangeAddress(4), 5, {os: 'Linux', browser: 'Other'})
  script.signIn(begin, victim)
  script.signIn(
    script.after(begin, MINUTE, 5 * MINUTE),
    victim,
    {application: broker, resource: GRAPH, request: 'Cmsi:Cmsi', detail: 'Success'},
    seat,
  )
  const joined = script.after(begin, 8 * MINUTE, 20 * MINUTE)
  const device = {kind: 'Device' as const, id: random.guid(), name: `DESKTOP-${random.hex(7).toUpperCase()}`}
  const owned = [
    ['Device.DisplayName', '', JSON.stringify([device.name])],
    ['Device.ObjectID', '', JSON.stringify([device.id])],
  ] as const
  script.directory(
    joined,
    victim,
    'Add registered owner to device.',
    {target: partyOf(person), changes: owned, category: 'Device'},
    seat,
  )
  script.directory(
    joined + 1_000,
    victim,
    'Add registered users to device.',
    {target: partyOf(person), changes: owned, category: 'Device'},
    seat,
  )
  for (let i = random.between(20, 40); i > 0; i--)
    script.read(
      script.after(joined, 2 * MINUTE, 3 * HOUR),
      victim,
      {client: 'Client=REST;;', application: broker, count: random.between(2, 9), folder: '\\\\Inbox'},
      seat,
    )
}
