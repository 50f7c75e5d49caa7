/** What the command `setup` was asked for: its words become one value, or a list of everything that is wrong with them. */
import type {Host} from '../host/host.ts'
import {type CloudName, cloudNamed, cloudNames} from '../signin/cloud.ts'
import {auditDirectoryRoles, type Permission, permissions} from '../signin/permissions.ts'

export interface SetupSettings {
  act: 'make' | 'renew' | 'finish' | 'remove' | 'request'
  dryRun: boolean
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
  /** The subject of GitHub's tokens, where no certificate is wanted. */
  subject: string | undefined
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
}

export interface SetupMistake {
  code: string
  message: string
  remedy: string
}

const switches = ['dry-run', 'remove', 'renew', 'finish', 'request', 'federated', 'mail'] as const
const values = [
  'tenant-id',
  'cloud',
  'name',
  'source',
  'directory-role',
  'repository',
  'environment',
  'branch',
  'subject',
  'years',
  'folder',
  'answer',
  'password-file',
] as const

export const setupUsage = `Usage: node dist/index.js setup --tenant-id TENANT [--repository OWNER/NAME] [options]

Registers the export's application, gives it a certificate and the least rights, and stores the repository's secrets.
Every step is looked up first, shown, then done; run it again as often as you like.

  --dry-run              print everything, change nothing; without a token nothing is looked up either
  --remove               take away what setup made
  --renew                add a new certificate beside the old one; --renew --finish then takes the old one away
  --request              make a key and a request for a certificate authority, and stop
  --answer FILE          join the authority's answer with that key, and go on
  --environment NAME     the job's environment at GitHub: secrets and variables are stored there
  --federated            GitHub's OIDC token instead of a certificate; with --environment NAME, --branch NAME (main)
                         or --subject TEXT
  --source WHICH         exchange (default), graph or both
  --mail                 also Mail.Send
  --directory-role NAME  instead of an Exchange role group: ${Object.keys(auditDirectoryRoles).join(', ')}
  --name NAME            of the application (m365-audit-export)
  --years N              the certificate is valid, 1 to 3 (1)
  --folder DIRECTORY     for key, certificate and password (m365-audit-setup)
  --password-file FILE   the PFX's password; a generated one where it is not given
  --cloud CLOUD          ${cloudNames.join(', ')}

The administrator's tokens come from M365_ADMIN_GRAPH_TOKEN and M365_ADMIN_EXCHANGE_TOKEN, or from the Azure CLI (az);
GitHub's from GH_TOKEN or GITHUB_TOKEN, without which the gh commands are printed.
`

/** Words as a terminal's host hands them over. */
export function parseSetup(host: Host): {settings: SetupSettings} | {mistakes: SetupMistake[]} {
  const mistakes: SetupMistake[] = []
  const wrong = (message: string, remedy: string) => mistakes.push({code: 'INPUT_SETUP', message, remedy})
  const options = host.given
  for (const name of options) {
    if (![...switches, ...values].some(known => known === name))
      wrong(`There is no option --${name} of setup.`, 'See node dist/index.js setup --help.')
  }
  for (const word of host.strays ?? []) wrong(`“${word}” belongs to no option.`, 'Options begin with --.')
  const text = (name: (typeof values)[number]) => (options.includes(name) ? host.input(name) : '')
  const on = (name: (typeof switches)[number]) => {
    const value = options.includes(name) ? host.input(name) : 'false'
    if (value !== 'true' && value !== 'false')
      wrong(`--${name} is a switch and takes no “${value}”.`, `Write --${name}.`)
    return value === 'true'
  }

  const act = actOf(on, wrong)
  const cloud = cloudNames.find(one => one === (text('cloud') || 'worldwide'))
  if (cloud === undefined) wrong(`There is no cloud “${text('cloud')}”.`, `One of: ${cloudNames.join(', ')}.`)
  const tenant = text('tenant-id')
  if (tenant === '' && act !== 'request')
    wrong('--tenant-id is missing.', 'Give the tenant’s GUID or domain: --tenant-id contoso.onmicrosoft.com.')
  const name = text('name') || 'm365-audit-export'
  if (name.length > 40 || /['"\n\\]/.test(name))
    wrong(`--name “${name}” can’t serve.`, 'At most 40 characters, without quotes and backslashes.')
  const source = text('source') || 'exchange'
  if (!['exchange', 'graph', 'both'].includes(source))
    wrong(`--source “${source}” is not known.`, 'One of: exchange, graph, both.')
  const role = text('directory-role')
  if (role !== '' && !(role in auditDirectoryRoles))
    wrong(
      `--directory-role “${role}” can’t search the audit log.`,
      `One of: ${Object.keys(auditDirectoryRoles).join(', ')}.`,
    )
  if (cloud && source !== 'exchange' && !cloudNamed(cloud).graphAuditLogQuery)
    wrong(`--source “${source}” can’t serve in the cloud ${cloud}.`, cloudNamed(cloud).limits.join(' '))
  if (role !== '' && source === 'graph')
    wrong('--directory-role is given, and Graph needs none.', 'Leave it out, or add --source both.')
  const years = Number(text('years') || '1')
  if (![1, 2, 3].includes(years)) wrong(`--years “${text('years')}” can’t serve.`, 'One of 1, 2, 3.')
  const repository = text('repository') || undefined
  if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    wrong(`--repository “${repository}” is not owner/name.`, 'As in --repository contoso/audit.')
  const federated = on('federated')
  const subject = subjectOf({federated, repository, text, wrong})
  if (federated && (act === 'renew' || act === 'finish'))
    wrong(
      '--renew and --federated don’t go together.',
      'Federated credentials don’t run out: there is nothing to renew.',
    )
  if (federated && (text('answer') !== '' || act === 'request'))
    wrong('--federated needs no certificate.', 'Leave --request and --answer out.')

  const settings: SetupSettings = {
    act,
    dryRun: on('dry-run'),
    tenant,
    cloud: cloud ?? 'worldwide',
    name,
    permissions: [
      ...(source === 'graph' ? [] : [permissions.exchange]),
      ...(source === 'exchange' ? [] : [permissions.graph]),
      ...(on('mail') ? [permissions.mail] : []),
    ],
    directoryRole: role || undefined,
    exchange: source !== 'graph',
    subject,
    years,
    folder: text('folder') || 'm365-audit-setup',
    answer: text('answer') || undefined,
    passwordFile: text('password-file') || undefined,
    repository,
    environment: text('environment') || undefined,
  }
  return mistakes.length > 0 ? {mistakes} : {settings}
}

type Wrong = (message: string, remedy: string) => void

function actOf(on: (name: (typeof switches)[number]) => boolean, wrong: Wrong): SetupSettings['act'] {
  const asked = (['remove', 'renew', 'request'] as const).filter(on)
  if (asked.length > 1)
    wrong(`${asked.map(one => `--${one}`).join(' and ')} don’t go together.`, 'Run one after the other.')
  const finish = on('finish')
  if (finish && !asked.includes('renew')) wrong('--finish alone means nothing.', 'Write --renew --finish.')
  return finish ? 'finish' : (asked[0] ?? 'make')
}

/** https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
function subjectOf(parts: {
  federated: boolean
  repository: string | undefined
  text: (name: (typeof values)[number]) => string
  wrong: Wrong
}): string | undefined {
  const {federated, repository, text, wrong} = parts
  const given = (['environment', 'branch', 'subject'] as const).filter(name => text(name) !== '')
  if (!federated) {
    const stray = given.find(name => name !== 'environment')
    if (stray) wrong(`--${stray} is for --federated.`, 'Add --federated, or leave it out.')
    return undefined
  }
  if (given.length > 1)
    wrong(`${given.map(name => `--${name}`).join(' and ')} don’t go together.`, 'GitHub’s subject names one of them.')
  if (text('subject') !== '') return text('subject')
  if (repository === undefined) {
    wrong('--federated needs --repository.', 'As in --repository contoso/audit.')
    return undefined
  }
  const environment = text('environment')
  return environment !== ''
    ? `repo:${repository}:environment:${environment}`
    : `repo:${repository}:ref:refs/heads/${text('branch') || 'main'}`
}
