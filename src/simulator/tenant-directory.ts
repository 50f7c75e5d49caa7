/**
 * The people of the simulated tenant: who they are, what they hold in their hands, where they sit. Everything is
 * stable for a seed, so that a month reads like the work of the same people. Addresses are from ranges that are
 * reserved for documentation, benchmarks and carrier NAT (RFC 5737, 2544, 6598, 3849); nobody real is named.
 */
import {Random} from './random.ts'

export interface Device {
  /** JSON text of the user agent, quotes included. */
  agent: string
  browser: string
  os: string
  platform: string
  managed: boolean
  id: string
  name: string
}

export interface Actor {
  /** As most services write it, and as Exchange writes it: about one in ten differs in letter case. */
  userId: string
  exchangeUserId: string
  userKey: string
  userType: number
}

export type Job = 'office' | 'finance' | 'sales' | 'helpdesk' | 'admin' | 'guest'

export interface DirectoryPerson extends Actor {
  role: 'member' | 'admin' | 'guest'
  job: Job
  name: string
  puid: string
  objectId: string
  sid: string
  mailboxGuid: string
  /** Share of the people's activity; log-normal. */
  weight: number
  /** The line at home; for a guest that of the guest's own company. */
  home: string
  /** Which of the carriers' pools the telephone's addresses come from. */
  carrier: number
  /** The desk's device, then the telephone where there is one. */
  devices: Device[]
  /** Takes the desk's place from that hour on. */
  nextDesk: {device: Device; from: number} | undefined
  /** First and last hour with the company, counted from 1970. */
  from: number
  until: number
  department: string
  /** The path part of the OneDrive address. */
  drive: string
}

export interface TenantDirectory {
  organization: string
  initialDomain: string
  domain: string
  shortName: string
  people: DirectoryPerson[]
  admins: number[]
  helpdesk: number[]
  /** Whoever has a mailbox: all but guests. */
  members: number[]
  services: Actor[]
  office: string[]
  sites: {name: string; url: string; id: string; web: string; list: string}[]
}

const FIRST =
  'Amina Bruno Chloe Daniel Edith Farid Greta Hanna Ilya Jonas Karin Lucas Mira Noor Oskar Petra Quinn Rosa Samir Tilda Uwe Vera Wanda Xenia Yusuf Zoe Anders Birgit Carlos Dana Elif Finn Gita Hugo Ines Joost Klara Leon Maja Nils Olga Pawel Ruben Sofia Tomas Ulla Viktor Wim Yara Zita'.split(
    ' ',
  )
const LAST =
  'Almeida Berg Costa Dahl Ekberg Fischer Garnier Holm Iversen Jansen Keller Lindqvist Marsh Novak Okafor Petrov Quist Rossi Sato Tran Ulrich Voss Weber Yilmaz Zeman Adler Brandt Conti Duarte Elling Frost Gruber Haddad Ibsen Jung Kovacs Laurent Monet Nagy Olsen Pires Reyes Silva Thoma Ustinov Vidal Wagner Young Zoric'.split(
    ' ',
  )
const DEPARTMENTS = ['Sales', 'Finance', 'Engineering', 'Operations', 'HR', 'Legal', 'Support', 'Purchasing']
const SITES = [
  'Projects',
  'Finance',
  'Sales',
  'HR',
  'Legal',
  'Quality',
  'Purchasing',
  'Board',
  'All Company',
  'Support',
]

const AGENTS: [agent: string, browser: string, os: string, platform: string][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge',
    'Windows10',
    'WinDesktop',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome',
    'Windows10',
    'WinDesktop',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
    'Safari',
    'MacOs',
    'MacDesktop',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    'Mobile Safari',
    'Ios 18.6',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
    'Chrome Mobile',
    'Android 15',
    'Android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox', 'Linux', 'LinuxDesktop'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
    'Firefox',
    'Windows10',
    'WinDesktop',
  ],
]

/** Identities of the service that real logs are full of; strings as they stand in `UserId`. */
const SERVICES: [userId: string, userType: number][] = [
  ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', 3],
  ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.AdminApi.NetCore)', 3],
  ['NT AUTHORITY\\SYSTEM (w3wp)', 3],
  ['Microsoft\\ServiceOperator', 3],
  ['fim_password_service@support.onmicrosoft.com', 4],
  ['Certificate', 4],
  ['ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4', 4],
  ['S-1-5-18', 4],
  ['app@sharepoint', 5],
  ['SHAREPOINT\\system', 4],
  ['SecurityComplianceAlerts', 4],
  ['ThreatIntel', 4],
  ['NOT-FOUND', 4],
  ['AirInvestigation', 4],
  ['Azure MFA StrongAuthenticationService', 4],
]
export const SERVICE = {
  serviceHost: 0,
  adminApi: 1,
  w3wp: 2,
  operator: 3,
  passwordService: 4,
  certificate: 5,
  servicePrincipal: 6,
  localSystem: 7,
  appAtSharePoint: 8,
  sharePointSystem: 9,
  alerts: 10,
  threatIntel: 11,
  notFound: 12,
  air: 13,
  strongAuthentication: 14,
} as const

/** 60 people at 40,000 records a month, up to 400 at several millions. */
export function headcount(recordsPerMonth: number): number {
  return Math.round(Math.min(400, Math.max(12, 60 * (recordsPerMonth / 40_000) ** 0.42)))
}

export function createDirectory(options: {
  seed: number
  people: number
  organization: string
  initialDomain: string
}): TenantDirectory {
  const random = new Random(options.seed, 0xc0)
  const shortName = options.initialDomain.split('.')[0] as string
  const company: TenantDirectory = {
    organization: options.organization,
    initialDomain: options.initialDomain,
    domain: `${shortName}.example`,
    shortName,
    people: [],
    admins: [],
    helpdesk: [],
    members: [],
    services: SERVICES.map(([userId, userType]) => ({userId, exchangeUserId: userId, userKey: userId, userType})),
    office: ['203.0.113.10', '203.0.113.11', '198.51.100.24', '2001:db8:40::17'],
    sites: SITES.map(name => ({
      name,
      url: `https://${shortName}.sharepoint.com/sites/${name.replaceAll(' ', '')}`,
      id: random.guid(),
      web: random.guid(),
      list: random.guid(),
    })),
  }
  const admins = Math.min(8, Math.max(2, Math.round(options.people / 40)))
  const guests = Math.max(2, Math.round(options.people / 12))
  for (let index = 0; index < options.people; index++) {
    const role = index < admins ? 'admin' : index >= options.people - guests ? 'guest' : 'member'
    const person = hire(random, company, index, role)
    company.people.push(person)
    if (role !== 'guest') company.members.push(index)
    if (role === 'admin') company.admins.push(index)
    if (person.job === 'helpdesk') company.helpdesk.push(index)
  }
  return company
}

function hire(random: Random, company: TenantDirectory, index: number, role: DirectoryPerson['role']): DirectoryPerson {
  const first = FIRST[(index * 7) % FIRST.length] as string
  const last = LAST[((index % FIRST.length) * 11 + Math.floor(index / FIRST.length)) % LAST.length] as string
  const again = index >= FIRST.length * LAST.length ? String(index) : ''
  const local = `${first}.${last}${again}`.toLowerCase()
  const upn =
    role === 'admin'
      ? `adm.${last.toLowerCase()}${index || ''}@${company.initialDomain}`
      : role === 'guest'
        ? `${local}_partner${index % 4}.example#EXT#@${company.initialDomain}`
        : `${local}@${company.domain}`
  const capitalised = random.chance(0.1) ? `${first}.${last}${again}${upn.slice(upn.indexOf('@'))}` : upn
  const puid = `10032${random.hex(11).toUpperCase()}`
  const job = role === 'member' ? jobOf(company, index) : role
  return {
    userId: upn,
    exchangeUserId: role === 'member' ? capitalised : upn,
    userKey: puid,
    userType: role === 'admin' ? 2 : 0,
    role,
    job,
    name: `${first} ${last}`,
    puid,
    objectId: random.guid(),
    sid: `S-1-5-21-${random.below(9e8) + 1e8}-${random.below(9e8) + 1e8}-${random.below(9e8) + 1e8}-${random.below(9e6) + 1e6}`,
    mailboxGuid: random.guid(),
    weight: Math.exp(random.normal() * 1.1) * (role === 'guest' ? 0.15 : role === 'admin' ? 0.6 : 1),
    home: homeOf(random, role, index),
    carrier: random.below(3),
    devices: devicesOf(random, index, job),
    nextDesk: random.chance(0.3)
      ? {device: deviceOf(random, random.pick(DESKS), true), from: EPOCH + random.below(YEARS)}
      : undefined,
    ...employment(random, role, index),
    department: random.pick(DEPARTMENTS),
    drive: upn.replace(/[^a-z0-9]/gi, '_'),
  }
}

/** The first after the administrators are the helpdesk; every fourth of the rest travels, every eighth counts money. */
function jobOf(company: TenantDirectory, index: number): Job {
  const place = index - company.admins.length
  if (place < Math.max(1, Math.round(company.admins.length / 2))) return 'helpdesk'
  if (place % 4 === 3) return 'sales'
  return place % 8 === 5 ? 'finance' : 'office'
}

/** Hours since 1970 of January 2025, and how many make three years: in them people come and go. */
const EPOCH = 482_136
const YEARS = 26_280

function employment(random: Random, role: DirectoryPerson['role'], index: number): {from: number; until: number} {
  const always = {from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY}
  const chance = random.fraction()
  const moment = EPOCH + random.below(YEARS / 24) * 24
  if (role === 'admin' || index < 8) return always
  if (chance < 0.22) return {...always, from: moment + 8}
  return chance < 0.38 ? {...always, until: moment + 17} : always
}

function homeOf(random: Random, role: DirectoryPerson['role'], index: number): string {
  if (role === 'guest') return `198.19.${216 + (index % 4)}.${1 + random.below(30)}`
  if (random.chance(0.08))
    return `2001:db8:${(0x1000 + random.below(0x6000)).toString(16)}:${random.hex(4)}::${random.hex(3)}`
  const network = random.below(400)
  const last = 1 + random.below(250)
  return network < 256 ? `198.18.${network}.${last}` : `198.19.${network - 208}.${last}`
}

const DESKS = [0, 0, 0, 1, 1, 2, 5, 6]

function devicesOf(random: Random, index: number, job: Job): Device[] {
  const desk = deviceOf(random, random.pick(DESKS), index % 9 !== 5)
  const phone = deviceOf(random, random.pick([3, 3, 4]), false)
  return job !== 'guest' && (job === 'sales' || random.chance(0.7)) ? [desk, phone] : [desk]
}

export function deviceOf(random: Random, model: number, managed: boolean): Device {
  const [agent, browser, os, platform] = AGENTS[model] as (typeof AGENTS)[number]
  const name = `${platform.slice(0, 3).toUpperCase()}-${random.hex(6).toUpperCase()}`
  return {agent: JSON.stringify(agent), browser, os, platform, managed, id: random.guid(), name}
}
