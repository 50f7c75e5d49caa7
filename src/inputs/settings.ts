/** What a run is asked to do, once its inputs are understood: plain data, nothing left to parse. */

import type {ArchiveAddress} from '../archive/archive-address.ts'
import type {RetentionPeriod} from '../archive/retention-period.ts'
import type {Filters} from '../audit/filters.ts'
import type {PeriodRequest} from '../audit/period.ts'
import type {Shard} from '../audit/shard.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import type {Route} from '../report/route.ts'
import type {VaultAddress} from '../signin/vault-address.ts'
import type {Failure} from '../wire/failure.ts'

export type Settings =
  | ExportSettings
  | DoctorSettings
  | PlanSettings
  | MergeSettings
  | DemoSettings
  | VerifySettings
  | ReviewSettings
  | WatchdogSettings
  | TenantsPlanSettings
  | OverviewSettings

export interface ExportSettings extends MonthSettings {
  mode: 'export'
  signIn: SignInSettings
}

/** An export that is looked into and not made; what the inputs got wrong is one of the things looked at. */
export interface DoctorSettings extends MonthSettings {
  mode: 'doctor'
  /** '' for what is missing. */
  signIn: SignInSettings
  mistakes: readonly Failure[]
}

/** The same export, foreseen and not made. */
export interface PlanSettings extends MonthSettings {
  mode: 'plan'
  signIn: SignInSettings
}

/** Divides the tenants of a file over jobs; nothing signs in anywhere. */
export interface TenantsPlanSettings
  extends Pick<
    MonthSettings,
    | 'period'
    | 'timezone'
    | 'runOn'
    | 'artifactName'
    | 'concurrency'
    | 'deadline'
    | 'githubToken'
    | 'trustedWorkflows'
    | 'stateDirectory'
    | 'stateKey'
    | 'previousStateKey'
  > {
  mode: 'plan'
  /** The file, relative to the workspace. */
  tenants: string
}

/** Joins what the exports of a file's tenants left; no credential of a tenant is part of it. */
export interface OverviewSettings
  extends Pick<
    MonthSettings,
    | 'timezone'
    | 'directory'
    | 'upload'
    | 'artifactName'
    | 'retentionDays'
    | 'githubToken'
    | 'trustedWorkflows'
    | 'stateDirectory'
    | 'stateKey'
    | 'previousStateKey'
    | 'issue'
    | 'review'
    | 'failOn'
    | 'allowPublic'
    | 'repositoryVisibility'
    | 'disclose'
  > {
  mode: 'overview'
  /** The file, relative to the workspace. */
  tenants: string
  /** Secret; told when the run ended in order. */
  pingUrl?: string
  /** `owner/name` of another repository than the run's own. */
  repository?: string
}

/** Joins the parts of an export that lie in sub-folders of `partsDirectory`. */
export interface MergeSettings extends MonthSettings {
  mode: 'merge'
  /** Whose parts are joined; where it is a GUID, those of other tenants are left out. */
  tenant?: string
  /** Where the mail is to be sent through Graph, or a certificate is given to sign with. */
  signIn?: SignInSettings
}

/** The same export, against the built-in tenant, which brings its own credentials. */
export interface DemoSettings extends MonthSettings {
  mode: 'demo'
}

export interface VerifySettings {
  mode: 'verify'
  /** Relative to the workspace; in a terminal it may also be absolute. An address for an archived folder. */
  directory: string
  /** Where the folder is in an archive: its prefix is the folder. */
  archive?: {address: ArchiveAddress; signIn: SignInSettings}
  /** Private keys of age, to look inside an encrypted folder. */
  identities: readonly string[]
  /** Of the certificate that must have signed; upper-case hexadecimal, SHA-1 or SHA-256. */
  thumbprint?: string
  /** A PEM file of authorities that are trusted, relative to the workspace. */
  trustedCa?: string
  /** The folder of a review bundle, like `directory`. */
  review?: string
  /** What the findings follow from besides the records. */
  accepted: DeliverySettings['accepted']
  rules?: string
  baseline: DeliverySettings['baseline']
  stateKey?: string
  previousStateKey?: string
}

/** Records what a comment or a form says of a month. No credential of the tenant is part of it. */
export interface ReviewSettings
  extends Pick<
    MonthSettings,
    | 'directory'
    | 'upload'
    | 'artifactName'
    | 'retentionDays'
    | 'githubToken'
    | 'trustedWorkflows'
    | 'stateDirectory'
    | 'stateKey'
    | 'previousStateKey'
    | 'disclose'
  > {
  mode: 'review'
  /** The directory's GUID; needed for a form, which names none. */
  tenant: string | undefined
  /** People that have to review a month. */
  reviewers: number
  /** Whether who ran the export can't be the only one. */
  independent: boolean
}

/** Looks what is overdue; no credential of the tenant is part of it. */
export interface WatchdogSettings
  extends Pick<
    MonthSettings,
    | 'timezone'
    | 'artifactName'
    | 'githubToken'
    | 'trustedWorkflows'
    | 'stateDirectory'
    | 'stateKey'
    | 'previousStateKey'
    | 'issue'
    | 'review'
  > {
  mode: 'watchdog'
  /** The directory's GUID. */
  tenant: string
  /** The first month that has to be there, as `2026-01`. */
  since?: string
  /** `owner/name` of another repository than the run's own. */
  repository?: string
  /** Secret; told when the run ended in order. */
  pingUrl?: string
  notify?: NotifySettings
}

export interface MonthSettings extends DeliverySettings {
  /** Its name in the file of tenants, where that named it. */
  tenantName?: string
  period: PeriodRequest
  /** How many months before the period are backfilled. */
  backfill: number
  timezone: string
  runOn: 'any-day' | 'last-day'
  source: (typeof sources)[number]
  filters: Filters
  /** Milliseconds after the period's end during which late records are still expected. */
  settle: number
  /** Which windows are read a second time, cut differently. */
  confirm: (typeof confirms)[number]
  /** Relative to the workspace and below it, with forward slashes. May hold `<tenant>` and `<period>`. */
  directory: string
  /** The same, without placeholders: where a merge finds the parts. */
  partsDirectory: string
  /** The data files to write. */
  files: readonly DataFormat[]
  /** Which texts of the flat CSV get an apostrophe. */
  flatGuard: FlatGuard
  /** Recipients of age; empty for plain files. */
  encryptTo: readonly string[]
  /** Secret; people are replaced by pseudonyms that it makes. */
  pseudonymKey?: string
  /** Whether the key that signs in signs the folder as well. */
  sign: (typeof signings)[number]
  /** Of an authority that timestamps the folder. */
  timestampUrl?: string | undefined
  /** `default`: as the input was left out, which is off where there is no artifact service to upload to. */
  upload: 'asked' | 'default' | 'off'
  /** May hold `<tenant>` and `<period>`. */
  artifactName: string
  /** 0 for the repository's setting. */
  retentionDays: number
  /** Where the folder is archived, and for how long it is locked there; absent where it is not. */
  archive?: {address: ArchiveAddress; lockFor?: RetentionPeriod}
  allowPublic: boolean
  /** Asserted, for when GitHub does not answer. */
  repositoryVisibility?: 'private'
  /** Empty for `never`. */
  failOn: readonly FailOn[]
  concurrency: number
  /** Milliseconds after the start at which the run stops in good order. */
  deadline: number
  /** Whether what an incomplete export proved is taken over. */
  resume: 'auto' | 'off'
  /** Secret; told when the run ended in order. */
  pingUrl?: string
  /** Only this part of the period is exported. */
  shard?: Shard
  githubToken?: string
  /** Paths of workflow files, besides this run's own, whose artifacts are believed. */
  trustedWorkflows: readonly string[]
  /** What a review of the month takes; absent where the team does without. */
  review?: {reviewers: number; independent: boolean}
}

/** Who is told of the month besides the run's own page. */
export interface DeliverySettings {
  /** The least severity that is reported. */
  minimumSeverity: (typeof minimumSeverities)[number]
  /** The file of accepted findings, and whether it was named rather than left at its default. */
  accepted: {path: string; named: boolean}
  /** The folder of the team's own Sigma rules. */
  rules?: string
  /** What the month is compared with: the last export's, nothing, or a file. */
  baseline: {from: 'auto'} | {from: 'none'} | {from: 'file'; path: string}
  /** Secret; keys the digests of people in the baseline, and seals what is handed on. */
  stateKey?: string
  /** A folder in place of GitHub's artifacts, relative to the workspace or absolute; only with a state key. */
  stateDirectory?: string
  /** Secret; the former one, with which earlier runs sealed. */
  previousStateKey?: string
  /** How much of people leaves the evidence folder. */
  disclose: (typeof disclosures)[number]
  issue: {mode: (typeof issueModes)[number]; labels: readonly string[]; assignees: readonly string[]}
  mail?: MailSettings
  notify?: NotifySettings
}

/** Who is notified of what. */
export interface NotifySettings {
  routes: readonly Route[]
  /** Secret; signs what goes to webhooks of the kind `json`. */
  secret?: string
  /** Given where a mailbox is among the recipients. */
  sender?: MailSender
}

export interface MailSettings extends MailSender {
  to: readonly string[]
  when: (typeof mailWhens)[number]
  attach: boolean
}

export interface MailSender {
  /** An address; without `server` also an object id. */
  from: string
  /** Absent: Graph, with the export's own sign-in. */
  server?: MailServer
}

/** What `smtp-url` says. */
export interface MailServer {
  host: string
  port: number
  /** TLS from the first byte. */
  implicitTls: boolean
  login?: {user: string; password: string}
}

export interface SignInSettings {
  /** A GUID in lower case, or a domain. */
  tenant: string
  clientId: string
  credential: GivenCredential
  /** Upper-case hexadecimal: 40 digits are SHA-1, 64 are SHA-256. */
  thumbprint?: string
  cloud: CloudInput
}

/** What stands for the app; passwords are '' when none was given. */
export type GivenCredential =
  | {from: 'input'; content: string; password: string}
  | {from: 'file'; path: string; password: string}
  /** Reached with the token, else with the token of the file, or else with GitHub's word for this job. */
  | {from: 'vault'; address: VaultAddress; token?: string; tokenFile?: string}
  /** In the Windows certificate store of the runner, by certificate-thumbprint. */
  | {from: 'windows-store'}
  /** The identity of the Azure machine: as the app itself, or by its client id to prove the app registration. */
  | {from: 'managed-identity'; identity: 'client-id' | 'system' | {provesBy: string}}
  /** Another CI system's token, in a file. */
  | {from: 'token-file'; path: string}
  /** Nothing: GitHub's word for this job is the credential. */
  | {from: 'federation'}

export const modes = ['export', 'doctor', 'plan', 'merge', 'review', 'watchdog', 'overview', 'demo', 'verify'] as const
export type Mode = (typeof modes)[number]

export const clouds = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'] as const
export type CloudInput = (typeof clouds)[number]

export const credentials = ['auto', 'certificate', 'oidc', 'managed-identity', 'windows-store'] as const

export const sources = ['auto', 'exchange', 'graph', 'both'] as const

export const confirms = ['none', 'sample', 'all'] as const

export const formats = ['csv', 'jsonl', 'parquet'] as const
export const columnSets = ['cmdlet', 'flat', 'both'] as const
/** `csv` has the cmdlet’s columns, `flat` is the other CSV. */
export type DataFormat = 'csv' | 'flat' | 'jsonl' | 'parquet'

export const signings = ['auto', 'off'] as const
export const minimumSeverities = ['info', 'low', 'medium', 'high'] as const
export const disclosures = ['counts', 'masked', 'full'] as const
export const issueModes = ['never', 'findings', 'always'] as const
export const mailWhens = ['findings', 'always'] as const

export const failOns = ['incomplete', 'provisional', 'empty', 'unreviewed', 'low', 'medium', 'high'] as const
export type FailOn = (typeof failOns)[number]
