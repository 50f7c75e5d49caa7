/**
 * What happens on purpose in a month, beside the daily murmur: steps of people, services and strangers, each one record.
 * Used for occasions of ordinary life and for incidents alike. Only times and who are drawn at once; texts are written when
 * they are asked for.
 */

import {isOfficeTime, readiness, type Seat, seatOf} from './habits.ts'
import {guidOf, mix, type Random} from './random.ts'
import type {Draft, DraftKind} from './records/draft.ts'
import {
  type Changed,
  type DirectoryChange,
  type DirectoryParty,
  type SignInDraft,
  wrapped,
  writeDirectory,
  writeSignIn,
} from './records/entra.ts'
import {
  type CmdletDraft,
  type MailItemDraft,
  type MailItemsDraft,
  type MailReadingDraft,
  writeCmdlet,
  writeItem,
  writeItems,
  writeReading,
} from './records/exchange.ts'
import {type FileAct, type Share, writeFile, writeSharing} from './records/sharepoint.ts'
import {
  type Actor,
  type Device,
  type DirectoryPerson,
  deviceOf,
  type Job,
  type TenantDirectory,
} from './tenant-directory.ts'

const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface ScriptStep {
  /** Whole seconds, in ms. */
  time: number
  kind: DraftKind
  actor: Actor
  /** Place among the people, or -1. */
  person: number
  seat: Seat | undefined
  /** Among the steps of its hour, whatever is planted beside it. */
  place: number
  write(draft: Draft): string
}

/** Whoever acts: one of the people by number, or an identity. */
export type Who = number | Actor

const kinds = new Map<string, DraftKind>()

function kindOf(recordType: number, operation: string, workload: string): DraftKind {
  const key = `${recordType} ${operation} ${workload}`
  let kind = kinds.get(key)
  if (kind === undefined) {
    kind = {recordType, operation, workload, part: 'people', weight: 0, by: [], write: () => ''}
    kinds.set(key, kind)
  }
  return kind
}

export interface Month {
  start: number
  end: number
}

export class Script {
  readonly steps: ScriptStep[] = []
  readonly random: Random
  readonly company: TenantDirectory
  readonly month: Month
  readonly #pools = new Map<string, readonly number[]>()

  constructor(company: TenantDirectory, month: Month, random: Random) {
    this.company = company
    this.month = month
    this.random = random
  }

  // Who and when

  person(index: number): DirectoryPerson {
    return this.company.people[index] as DirectoryPerson
  }

  /** Somebody who is at work that day. */
  someone(time: number, jobs: readonly Job[] = ['office', 'finance', 'sales', 'helpdesk']): number {
    const ready = readiness(this.company, Math.floor(time / DAY))
    const pool = this.#pool(jobs)
    let found = this.random.pick(pool)
    for (let tries = 0; tries < 60 && (ready[found] as number) <= 1; tries++) found = this.random.pick(pool)
    return found
  }

  #pool(jobs: readonly Job[]): readonly number[] {
    const key = jobs.join()
    let pool = this.#pools.get(key)
    if (pool === undefined) {
      const fitting = this.company.members.filter(index => jobs.includes(this.person(index).job))
      pool = fitting.length > 0 ? fitting : this.company.members
      this.#pools.set(key, pool)
    }
    return pool
  }

  /** Different people who are at work that day. */
  several(count: number, time: number, jobs?: readonly Job[]): number[] {
    const found = new Set<number>()
    for (let tries = 0; found.size < count && tries < count * 6; tries++) found.add(this.someone(time, jobs))
    return [...found]
  }

  /** The one among the administrators who sets applications up. */
  get usualAdmin(): number {
    return this.company.admins[0] as number
  }

  /** Some seconds after another moment. */
  after(time: number, least: number, most: number): number {
    return time + this.random.between(Math.round(least / SECOND), Math.round(most / SECOND)) * SECOND
  }

  /** A moment of office hours on a working day not before the `earliest` of the month. */
  workingTime(earliest = 1, latest = 28): number {
    for (;;) {
      const hour =
        Math.floor(this.month.start / HOUR) +
        (this.random.between(earliest, latest) - 1) * 24 +
        this.random.between(7, 15)
      if (isOfficeTime(hour)) return hour * HOUR + this.random.below(3600) * SECOND
    }
  }

  size(share: number, least: number, most: number): number {
    return Math.min(most, Math.max(least, Math.round(this.company.people.length * share)))
  }

  /** A place of one's own with a device of one's own; the session stays the same. */
  strangeSeat(address: string, model: number, more: Partial<Device> = {}): Seat {
    const {random} = this
    return {address, device: {...deviceOf(random, model, false), name: '', ...more}, session: random.guid()}
  }

  /** An address in one of sixteen networks where nobody of the company ever is. */
  strangeAddress(network: number): string {
    return `198.19.${240 + network}.${2 + this.random.below(240)}`
  }

  /** The desk's seat at that time, to be shared by steps that belong together. */
  seat(index: number, time: number, telephone = false): Seat {
    return seatOf(this.company, index, Math.floor(time / HOUR), telephone)
  }

  /** An identity that is none of the company's people. */
  stranger(userId: string): Actor {
    const word = mix(userId.length, userId.charCodeAt(0))
    return {
      userId,
      exchangeUserId: userId,
      userKey: guidOf(word, mix(word, 1), mix(word, 2), mix(word, 3)),
      userType: 0,
    }
  }

  service(place: number): Actor {
    return this.company.services[place] as Actor
  }

  // What

  add(time: number, who: Who, kind: DraftKind, write: (draft: Draft) => string, seat?: Seat): void {
    const at = Math.floor(time / SECOND) * SECOND
    if (at < this.month.start || at >= this.month.end) return
    const person = typeof who === 'number' ? who : -1
    const actor = typeof who === 'number' ? this.person(who) : who
    this.steps.push({time: at, kind, actor, person, seat, place: 0, write})
  }

  signIn(time: number, who: Who, options: SignInDraft = {}, seat?: Seat): void {
    const kind = kindOf(15, options.error ? 'UserLoginFailed' : 'UserLoggedIn', 'AzureActiveDirectory')
    this.add(time, who, kind, draft => writeSignIn(draft, options), seat)
  }

  directory(time: number, who: Who, operation: string, change: DirectoryChange, seat?: Seat): void {
    this.add(time, who, kindOf(8, operation, 'AzureActiveDirectory'), draft => writeDirectory(draft, change), seat)
  }

  cmdlet(time: number, who: Who, operation: string, cmdlet: CmdletDraft, seat?: Seat): void {
    this.add(time, who, kindOf(1, operation, 'Exchange'), draft => writeCmdlet(draft, cmdlet), seat)
  }

  read(time: number, who: Who, reading: MailReadingDraft, seat?: Seat): void {
    this.add(time, who, kindOf(50, 'MailItemsAccessed', 'Exchange'), draft => writeReading(draft, reading), seat)
  }

  message(time: number, who: Who, operation: string, message: MailItemDraft, seat?: Seat): void {
    this.add(time, who, kindOf(2, operation, 'Exchange'), draft => writeItem(draft, message), seat)
  }

  messages(time: number, who: Who, operation: string, messages: MailItemsDraft, seat?: Seat): void {
    this.add(time, who, kindOf(3, operation, 'Exchange'), draft => writeItems(draft, messages), seat)
  }

  file(
    time: number,
    who: Who,
    operation: string,
    act: FileAct & {workload?: 'SharePoint' | 'OneDrive'},
    seat?: Seat,
  ): void {
    this.add(time, who, kindOf(6, operation, act.workload ?? 'SharePoint'), draft => writeFile(draft, act), seat)
  }

  share(
    time: number,
    who: Who,
    operation: string,
    share: Share & {workload?: 'SharePoint' | 'OneDrive'},
    seat?: Seat,
  ): void {
    this.add(
      time,
      who,
      kindOf(14, operation, share.workload ?? 'SharePoint'),
      draft => writeSharing(draft, share),
      seat,
    )
  }
}

/** An application of the tenant's enterprise applications. */
export interface ScriptedApp {
  name: string
  id: string
  principal: string
}

export function consentTo(
  app: ScriptedApp,
  {scopes, everybody}: {scopes: string; everybody: boolean},
  grantee: DirectoryPerson,
): DirectoryChange {
  const grant = `[Id: ${app.principal.slice(0, 22)}, ClientId: ${app.principal}, PrincipalId: ${everybody ? '' : grantee.objectId}, ResourceId: 6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa, ConsentType: ${everybody ? 'AllPrincipals' : 'Principal'}, Scope: ${scopes}, CreatedDateTime: , LastModifiedDateTime ]`
  return {
    target: {kind: 'ServicePrincipal', id: app.principal, name: app.name},
    object: app.id,
    category: 'ApplicationManagement',
    changes: [
      ['ConsentContext.IsAdminConsent', '', everybody ? 'True' : 'False'],
      ['ConsentContext.IsAppOnly', '', 'False'],
      ['ConsentContext.OnBehalfOfAll', '', everybody ? 'True' : 'False'],
      ['ConsentContext.Tags', '', 'WindowsAzureActiveDirectoryIntegratedApp'],
      ['ConsentAction.Permissions', '', `[] => [${grant}]; `],
      ['TargetId.ServicePrincipalNames', '', app.id],
    ],
  }
}

/** The record that stands beside every consent. */
export function delegatedGrant(
  app: ScriptedApp,
  {scopes, everybody}: {scopes: string; everybody: boolean},
): DirectoryChange {
  return {
    target: {kind: 'ServicePrincipal', id: '6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa', name: 'Microsoft Graph'},
    category: 'ApplicationManagement',
    changes: [
      ['DelegatedPermissionGrant.Scope', '', scopes],
      ['DelegatedPermissionGrant.ConsentType', '', everybody ? 'AllPrincipals' : 'Principal'],
      ['ServicePrincipal.ObjectID', '', app.principal],
      ['ServicePrincipal.DisplayName', '', app.name],
      ['ServicePrincipal.AppId', '', app.id],
      ['TargetId.ServicePrincipalNames', '', '00000003-0000-0000-c000-000000000000;https://graph.microsoft.com'],
    ],
  }
}

export function appRole(app: ScriptedApp, role: {value: string; id: string}): DirectoryChange {
  return {
    target: {kind: 'ServicePrincipal', id: '6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa', name: 'Microsoft Graph'},
    category: 'ApplicationManagement',
    changes: [
      ['AppRole.Id', '', wrapped(role.id)],
      ['AppRole.Value', '', wrapped(role.value)],
      ['AppRoleAssignment.CreatedDateTime', '', wrapped('2026-10-05T08:12:11Z')],
      ['ServicePrincipal.ObjectID', '', wrapped(app.principal)],
      ['ServicePrincipal.DisplayName', '', wrapped(app.name)],
      ['ServicePrincipal.AppId', '', wrapped(app.id)],
      ['TargetId.ServicePrincipalNames', '', wrapped('00000003-0000-0000-c000-000000000000')],
    ],
  }
}

/** Methods by which a person proves who they are, before and after, as `Update user.` tells it. */
export function methodsOf(
  target: DirectoryParty,
  before: readonly number[],
  after: readonly number[],
): DirectoryChange {
  const list = (types: readonly number[]) =>
    JSON.stringify(types.map((type, place) => ({MethodType: type, Default: place === 0})))
  const changes: Changed[] = [
    ['StrongAuthenticationMethod', list(before), list(after)],
    ['Included Updated Properties', '', 'StrongAuthenticationMethod'],
    ['TargetId.UserType', '', 'Member'],
  ]
  return {target, changes, category: 'UserManagement'}
}

/** The keys of an application, by name. */
export function keysAdded(app: ScriptedApp, before: readonly string[], after: readonly string[]): DirectoryChange {
  const list = (names: readonly string[]) =>
    JSON.stringify(
      names.map(
        name =>
          `[KeyIdentifier=${guidOf(mix(name.length, 1), mix(name.charCodeAt(0), 2), mix(name.length, 3), 4)},KeyType=Password,KeyUsage=Verify,DisplayName=${name}]`,
      ),
    )
  return {
    target: {kind: 'Application', id: app.principal, name: app.name},
    category: 'ApplicationManagement',
    changes: [
      ['KeyDescription', list(before), list(after)],
      ['Included Updated Properties', '', 'KeyDescription'],
      ['TargetId.ServicePrincipalNames', '', app.id],
    ],
  }
}

export const newApp = (random: Random, name: string): ScriptedApp => ({
  name,
  id: random.guid(),
  principal: random.guid(),
})
