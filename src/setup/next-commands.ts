/** The commands that follow a set-up; they run alike in bash and PowerShell. */
import {join} from 'node:path'
import {archiveUrl} from '../archive/archive-address.ts'
import {assignCommand, contributorRole, ownerRole} from '../archive/blob-errors.ts'
import {fileNames} from './files.ts'
import type {SetupSettings} from './settings.ts'

export interface Reached {
  settings: SetupSettings
  clientId: string
  /** Where the key lies on this machine; undefined where it does not. */
  folder: string | undefined
}

/** Empty after `--remove`, which nothing has to follow. */
export function nextCommands(reached: Reached): string[] {
  return [...afterSetup(reached), ...archiveRole(reached)]
}

/** Azure's roles are for the storage account's owner to assign, who may be another person. */
function archiveRole({settings: {act, archive}, clientId}: Reached): string[] {
  if (archive === undefined || act !== 'make') return []
  return [assignCommand(archive.address, archive.isLocked ? ownerRole : contributorRole, quoted(clientId))]
}

function afterSetup({settings, clientId, folder}: Reached): string[] {
  const {act, dryRun} = settings
  if (act === 'remove') return []
  if (act === 'request') return afterRequest(settings)
  const isCertificate = settings.subject === undefined && settings.identity === undefined
  const atHand = isCertificate && folder !== undefined ? folder : undefined
  if (dryRun) return [setupAgain(settings, act), atHand ? doctor(settings, clientId, atHand) : workflowRun(settings)]
  if (act === 'renew') return [workflowRun(settings), setupAgain(settings, 'finish')]
  if (atHand === undefined) return [workflowRun(settings), latestRun(settings)]
  const local = settings.repository === undefined
  return [
    doctor(settings, clientId, atHand),
    local
      ? `node dist/index.js export ${signIn(settings, clientId, atHand)} --period previous-month`
      : workflowRun(settings),
  ]
}

/** The authority's answer is joined, then looked at. */
function afterRequest(settings: SetupSettings): string[] {
  const answered = {...settings, answer: settings.answer ?? 'answer.p7b'}
  return [setupAgain(answered, 'make'), doctor(settings, '<client id>', settings.folder)]
}

function setupAgain(settings: SetupSettings, act: SetupSettings['act']): string {
  const acts = {make: '', request: '--request', renew: '--renew', finish: '--renew --finish', remove: '--remove'}
  const {cloud, name, repository, environment, subject, folder, answer, directoryRole, years, passwordFile} = settings
  const {archive} = settings
  const options: [name: string, value: string | undefined][] = [
    ['--cloud', cloud === 'worldwide' ? undefined : cloud],
    ['--name', name === 'm365-audit-export' ? undefined : name],
    ['--repository', repository],
    ['--environment', environment],
    ['--subject', settings.subjectAsGiven ? subject : undefined],
    ['--branch', branchOf(settings)],
    ['--managed-identity', settings.identity],
    ['--directory-role', directoryRole],
    ['--years', years === 1 ? undefined : String(years)],
    ['--folder', folder],
    ['--answer', act === 'make' ? answer : undefined],
    ['--password-file', passwordFile],
    ['--archive-to', archive && archiveUrl(archive.address, archive.address.prefix)],
  ]
  return [
    `node dist/index.js setup --tenant-id ${quoted(settings.tenant || '<tenant id>')}`,
    acts[act],
    ...(subject === undefined ? [] : ['--federated']),
    sourceOption(settings),
    ...(settings.permissions.some(each => each.value === 'Mail.Send') ? ['--mail'] : []),
    ...(archive?.isLocked ? ['--archive-lock'] : []),
    ...options.filter(([, value]) => value !== undefined).map(([option, value]) => `${option} ${quoted(value ?? '')}`),
  ]
    .filter(word => word !== '')
    .join(' ')
}

function branchOf({subject, subjectAsGiven}: SetupSettings): string | undefined {
  return subjectAsGiven ? undefined : /:ref:refs\/heads\/(.+)$/.exec(subject ?? '')?.[1]
}

function sourceOption({permissions, exchange}: SetupSettings): string {
  const graph = permissions.some(each => each.value === 'AuditLogsQuery.Read.All')
  return graph ? `--source ${exchange ? 'both' : 'graph'}` : ''
}

function doctor(settings: SetupSettings, clientId: string, folder: string): string {
  return `node dist/index.js doctor ${signIn(settings, clientId, folder)}`
}

/** The workflow of the README. */
function workflowRun(settings: SetupSettings): string {
  return `gh workflow run audit.yml --repo ${repositoryOf(settings)}`
}

function latestRun(settings: SetupSettings): string {
  return `gh run list --workflow audit.yml --repo ${repositoryOf(settings)} --limit 1`
}

function repositoryOf({repository}: SetupSettings): string {
  return quoted(repository ?? 'OWNER/REPOSITORY')
}

function signIn({tenant, cloud}: SetupSettings, clientId: string, folder: string): string {
  return [
    `--tenant-id ${quoted(tenant || '<tenant id>')}`,
    `--client-id ${quoted(clientId)}`,
    ...(cloud === 'worldwide' ? [] : [`--cloud ${cloud}`]),
    `--certificate-file ${quoted(join(folder, fileNames.pfx))}`,
    `--certificate-password-file ${quoted(join(folder, fileNames.password))}`,
  ].join(' ')
}

/** Single quotes keep everything in both shells; options and paths with a quote of their own are refused or not printed. */
function quoted(text: string): string {
  return /^[\w./:\\@-]+$/.test(text) && !text.startsWith('@') ? text : `'${text}'`
}
