/** What the command `setup` was asked for: its words become one value, or a list of everything that is wrong with them. */
import type {ArchiveAddress} from '../archive/archive-address.ts'
import type {Host} from '../host/host.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'
import {mistakeText, shownText} from '../inputs/mistake-text.ts'
import {
  archiveAddressReader,
  boolean,
  type InputReader,
  oneOf,
  repositoryNameReader,
  tenantId,
  wholeNumber,
} from '../inputs/readers.ts'
import {type CloudName, cloudNamed, cloudNames} from '../signin/cloud.ts'
import {auditDirectoryRoles, type Permission, permissions} from '../signin/permissions.ts'

export interface SetupSettings {
  act: 'make' | 'renew' | 'finish' | 'remove' | 'request'
  dryRun: boolean
  /** A file of tenants, each of which is set up; '' for the one that `tenant` names. */
  tenants: string
  /** Whether the application's ids are kept in that file alone, since the environment is that of several tenants. */
  idsInFile: boolean
  /** After the names of the variables with the administrator's tokens, of one tenant among several: `_CONTOSO`; else ''. */
  tokenSuffix: string
  /** GUID or domain; '' only for `request`. */
  tenant: string
  cloud: CloudName
  /** Of the application. */
  name: string
  permissions: readonly Permission[]
  /** A directory role in place of the Exchange role group. */
  directoryRole: string | undefined
  /** Whether Exchange's audit search needs a role of its own. */
  exchange: boolean
  /** Object or client id of a managed identity that takes the application's place. */
  identity: string | undefined
  /** The subject of GitHub's tokens, where no certificate is wanted. */
  subject: string | undefined
  /** Whether it was given whole, as --subject. */
  subjectAsGiven: boolean
  years: number
  /** Where key, certificate and password lie. */
  folder: string
  /** An authority's answer to an earlier request. */
  answer: string | undefined
  passwordFile: string | undefined
  /** `owner/name`, where secrets and variables are stored or commands are printed for. */
  repository: string | undefined
  /** Of the repository, where they are stored instead. */
  environment: string | undefined
  /** Where exports are to be archived, and whether they are to be locked there. */
  archive: {address: ArchiveAddress; isLocked: boolean} | undefined
}

export interface SetupMistake {
  code: string
  message: string
  remedy: string
}

const switches = ['dry-run', 'remove', 'renew', 'finish', 'request', 'federated', 'mail', 'archive-lock'] as const
const values = [
  'tenant-id',
  'tenants',
  'cloud',
  'name',
  'source',
  'directory-role',
  'managed-identity',
  'repository',
  'environment',
  'branch',
  'subject',
  'years',
  'folder',
  'answer',
  'password-file',
  'archive-to',
] as const
/** For `parseArgs`. */
export const setupOptionKinds = Object.fromEntries([
  ...switches.map(name => [name, {type: 'boolean' as const}]),
  ...values.map(name => [name, {type: 'string' as const}]),
])
type Switch = (typeof switches)[number]
type Option = (typeof values)[number]

export const setupUsage = `Usage: node dist/index.js setup --tenant-id TENANT [--repository OWNER/NAME] [options]
       node dist/index.js setup --tenants FILE [--repository OWNER/NAME] [options]

Registers the export's application, gives it a certificate and the least rights, and stores the repository's secrets.
Every step is looked up first, shown, then done; run it again as often as you like.

  --dry-run              print everything, change nothing; without a token, or without a network, nothing is looked up
  --remove               remove what setup made
  --renew                add a new certificate; --renew --finish then removes the old one
  --request              make a key and a request for a certificate authority, and stop
  --answer FILE          join the authority's answer with that key, and go on
  --tenants FILE         every tenant of the file, with an application of its own in each; a tenant that fails stops
                         no other
  --environment NAME     the job's environment at GitHub: secrets and variables are stored there; in a private
                         repository environments need GitHub Pro, Team or Enterprise: leave it out on GitHub Free
  --federated            GitHub's OIDC token instead of a certificate; with --environment NAME, --branch NAME (main)
                         or --subject TEXT
  --managed-identity ID  instead of an application: the rights go to this managed identity of Azure, by object or client id
  --source WHICH         exchange (default), graph or both
  --mail                 also Mail.Send
  --archive-to ADDRESS   prints the command that lets the app write to this Azure Blob container; with --archive-lock,
                         also lock what it wrote
  --directory-role NAME  instead of an Exchange role group: ${Object.keys(auditDirectoryRoles).join(', ')}
  --name NAME            of the application (m365-audit-export)
  --years N              the certificate is valid, 1 to 3 (1)
  --folder DIRECTORY     for key, certificate and password (m365-audit-setup)
  --password-file FILE   the PFX's password; a generated one where it is not given
  --cloud CLOUD          ${cloudNames.join(', ')}

The administrator's tokens come from M365_ADMIN_GRAPH_TOKEN and M365_ADMIN_EXCHANGE_TOKEN, or from the Azure CLI (az);
GitHub's from GH_TOKEN or GITHUB_TOKEN, without which the gh commands are printed. With --tenants, a tenant's own
tokens come from M365_ADMIN_GRAPH_TOKEN_CONTOSO and M365_ADMIN_EXCHANGE_TOKEN_CONTOSO, by its name in the file,
in which each hyphen becomes _.
`

/** The variables that hold the administrator's tokens. */
export function tokenVariables({
  tokenSuffix,
}: Pick<SetupSettings, 'tokenSuffix'>): Record<'graph' | 'exchange', string> {
  const named = (variable: string) => `${variable}${tokenSuffix}`
  return {graph: named('M365_ADMIN_GRAPH_TOKEN'), exchange: named('M365_ADMIN_EXCHANGE_TOKEN')}
}

/** Words as a terminal's host hands them over. */
export function parseSetup(host: Host): {settings: SetupSettings} | {mistakes: SetupMistake[]} {
  const options = new Options(host)
  options.refuseUnknown()
  const act = actOf(options)
  const cloud = options.read('cloud', oneOf(cloudNames)) ?? 'worldwide'
  const source = options.read('source', oneOf(['exchange', 'graph', 'both'])) ?? 'exchange'
  const repository = options.read('repository', repositoryName)
  const federated = options.on('federated')
  const settings: SetupSettings = {
    act,
    dryRun: options.on('dry-run'),
    tenants: options.text('tenants'),
    idsInFile: false,
    tokenSuffix: '',
    tenant: tenantOf(options, act),
    cloud,
    name: options.read('name', applicationName) ?? 'm365-audit-export',
    permissions: [
      ...(source === 'graph' ? [] : [permissions.exchange]),
      ...(source === 'exchange' ? [] : [permissions.graph]),
      ...(options.on('mail') ? [permissions.mail] : []),
    ],
    directoryRole: options.read('directory-role', directoryRole),
    exchange: source !== 'graph',
    identity: options.read('managed-identity', identityId),
    subject: subjectOf(options, {federated, repository}),
    subjectAsGiven: federated && options.text('subject') !== '',
    years: options.read('years', wholeNumber(1, 3)) ?? 1,
    folder: options.text('folder') || 'm365-audit-setup',
    answer: options.text('answer') || undefined,
    passwordFile: options.text('password-file') || undefined,
    repository,
    environment: options.text('environment') || undefined,
    archive: archiveOf(options),
  }
  refuseWithIdentity(options, {act, federated})
  refuseContradictions(options, {act, cloud, source, federated})
  return options.mistakes.length > 0 ? {mistakes: options.mistakes} : {settings}
}

/** The options as they were given, and the mistakes found so far. */
class Options {
  readonly mistakes: SetupMistake[] = []
  private readonly host: Host

  constructor(host: Host) {
    this.host = host
  }

  wrong(message: string, remedy: string): void {
    this.mistakes.push({code: 'INPUT_SETUP', message, remedy})
  }

  /** '' for an option that is not given. */
  text(name: Option | Switch): string {
    return this.host.given.includes(name) ? this.host.input(name) : ''
  }

  /** Undefined for an option that is not given, or is wrong, which is noted. */
  read<T>(name: Option | Switch, reader: InputReader<T>): T | undefined {
    const text = this.text(name)
    if (text === '') return undefined
    const value = reader(text)
    if ('ok' in value) return value.ok
    this.wrong(mistakeText(`--${name}`, text, value.wrong), value.wrong.remedy)
    return undefined
  }

  on(name: Switch): boolean {
    return this.read(name, boolean) ?? false
  }

  refuseUnknown(): void {
    for (const {code, message, remedy} of this.host.mistakes ?? []) this.mistakes.push({code, message, remedy})
    const known: readonly string[] = [...switches, ...values]
    for (const name of this.host.given.filter(one => !known.includes(one))) {
      const meant = didYouMean(name, known)
      const remedy = meant ? `Did you mean --${meant}?` : 'See node dist/index.js setup --help.'
      this.wrong(`There is no option --${name} of setup.`, remedy)
    }
    for (const word of this.host.strays ?? [])
      this.wrong(`${shownText(word)} belongs to no option.`, 'Options begin with --.')
  }
}

function actOf(options: Options): SetupSettings['act'] {
  const asked = (['remove', 'renew', 'request'] as const).filter(name => options.on(name))
  if (asked.length > 1)
    options.wrong(`${asked.map(one => `--${one}`).join(' and ')} don’t go together.`, 'Run one after the other.')
  const finish = options.on('finish')
  if (finish && !asked.includes('renew')) options.wrong('--finish alone means nothing.', 'Write --renew --finish.')
  return finish ? 'finish' : (asked[0] ?? 'make')
}

function tenantOf(options: Options, act: SetupSettings['act']): string {
  if (options.text('tenants') !== '') return ''
  if (options.text('tenant-id') === '' && act !== 'request')
    options.wrong('--tenant-id is missing.', 'Give the tenant’s GUID or domain: --tenant-id contoso.onmicrosoft.com.')
  return options.read('tenant-id', tenantId) ?? ''
}

const applicationName: InputReader<string> = text =>
  text.length > 40 || /['"\n\\]/.test(text)
    ? {wrong: {expected: 'at most 40 characters, without quotes and backslashes', remedy: 'Choose another name.'}}
    : {ok: text}

const repositoryName = repositoryNameReader({expected: 'owner/name', remedy: 'As in --repository contoso/audit.'})

const archiveAddress = archiveAddressReader({
  expected: 'https://ACCOUNT.blob.core.windows.net/CONTAINER',
  remedy: 'Write it as in the workflow’s archive-to.',
})

function archiveOf(options: Options): SetupSettings['archive'] {
  const address = options.read('archive-to', archiveAddress)
  const isLocked = options.on('archive-lock')
  if (isLocked && options.text('archive-to') === '')
    options.wrong('--archive-lock is given without --archive-to.', 'Name the container, or leave it out.')
  return address && {address, isLocked}
}

const directoryRole: InputReader<string> = text => {
  const roles = Object.keys(auditDirectoryRoles)
  if (roles.includes(text)) return {ok: text}
  return {
    wrong: {
      why: 'this role can’t search the audit log',
      expected: roles.join(' or '),
      remedy: 'Write the role’s name in quotes, or leave the option out.',
    },
  }
}

/** https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
function subjectOf(
  options: Options,
  {federated, repository}: {federated: boolean; repository: string | undefined},
): string | undefined {
  const given = (['environment', 'branch', 'subject'] as const).filter(name => options.text(name) !== '')
  if (!federated) {
    const stray = given.find(name => name !== 'environment')
    if (stray) options.wrong(`--${stray} is for --federated.`, 'Add --federated, or leave it out.')
    return undefined
  }
  if (given.length > 1)
    options.wrong(
      `${given.map(name => `--${name}`).join(' and ')} don’t go together.`,
      'GitHub’s subject names one of them.',
    )
  const subject = options.text('subject')
  if (subject !== '') return subject
  if (options.text('repository') === '')
    options.wrong('--federated needs --repository.', 'As in --repository contoso/audit.')
  const environment = options.text('environment')
  return environment !== ''
    ? `repo:${repository}:environment:${environment}`
    : `repo:${repository}:ref:refs/heads/${options.text('branch') || 'main'}`
}

const identityId: InputReader<string> = text => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return {ok: text.toLowerCase()}
  const remedy = 'Print the ids: az identity list --query "[].{name:name,objectId:principalId,clientId:clientId}".'
  return {wrong: {expected: 'the object id or the client id of a managed identity, a GUID', remedy}}
}

/** It has neither a registration nor a credential that could be renewed, and is of one tenant. */
function refuseWithIdentity(
  options: Options,
  {act, federated}: Pick<SetupSettings, 'act'> & {federated: boolean},
): void {
  if (options.text('managed-identity') === '') return
  const others = (['answer', 'years', 'password-file', 'tenants'] as const).filter(name => options.text(name) !== '')
  const acts = {make: [], remove: [], renew: ['renew'], finish: ['renew'], request: ['request']}[act]
  for (const name of [...others, ...acts, ...(federated ? ['federated'] : [])])
    options.wrong(
      `--managed-identity and --${name} don’t go together.`,
      'A managed identity has no certificate and no registration: leave one of the two out.',
    )
}

/** Options that are each right, and do not go together. */
function refuseContradictions(
  options: Options,
  {act, cloud, source, federated}: Pick<SetupSettings, 'act' | 'cloud'> & {source: string; federated: boolean},
): void {
  const {graphAuditLogQuery, limits} = cloudNamed(cloud)
  if (source !== 'exchange' && !graphAuditLogQuery)
    options.wrong(`--source “${source}” can’t serve in the cloud ${cloud}.`, limits.join(' '))
  if (options.text('tenants') !== '') {
    for (const name of ['tenant-id', 'cloud', 'source', 'environment', 'subject', 'answer'] as const)
      if (options.text(name) !== '')
        options.wrong(`--${name} and --tenants don’t go together.`, 'The file says it for each tenant.')
    if (act === 'request') options.wrong('--request and --tenants don’t go together.', 'Make requests one by one.')
  }
  if (options.text('directory-role') !== '' && source === 'graph')
    options.wrong('--directory-role is given, and Graph needs none.', 'Leave it out, or add --source both.')
  if (!federated) return
  if (act === 'renew' || act === 'finish')
    options.wrong(
      '--renew and --federated don’t go together.',
      'Federated credentials don’t run out: there is nothing to renew.',
    )
  if (options.text('answer') !== '' || act === 'request')
    options.wrong('--federated needs no certificate.', 'Leave --request and --answer out.')
}
