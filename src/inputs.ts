/**
 * Words → Settings. Every mistake is found in one go and told with its remedy; secrets are masked here, where they
 * enter, and never shown. Whether files, credentials and services are any good is for others to find out.
 */
import {parseArchiveAddress} from './archive/archive-address.ts'
import {isTooLong, mostYears, parseRetentionPeriod, type RetentionPeriod} from './archive/retention-period.ts'
import type {Filters} from './audit/filters.ts'
import {pluralise} from './audit/numbers.ts'
import {isShorterThanMonth, movingPeriods, parsePeriod} from './audit/period.ts'
import {isSameRecordType} from './audit/record-types.ts'
import {type Severity, severities} from './audit/severity.ts'
import {mostShards, parseShard, type Shard} from './audit/shard.ts'
import type {Host} from './host/host.ts'
import {identitiesIn, recipients} from './inputs/age.ts'
import {catalogue, type InputName, inputNames, terminalOnly} from './inputs/catalogue.ts'
import {didYouMean} from './inputs/did-you-mean.ts'
import {emailAddress, gitHubLogin, issueLabel, mailbox, passwordsIn, smtpUrl} from './inputs/mail-readers.ts'
import {hiddenText, mistakeText, shownText} from './inputs/mistake-text.ts'
import {namesNoAddress, notifyRoutes, webhookSecretsIn} from './inputs/notify-reader.ts'
import * as words from './inputs/readers.ts'
import {renamedTo} from './inputs/renamed-inputs.ts'
import {
  clouds,
  columnSets,
  confirms,
  credentials,
  type DataFormat,
  type DeliverySettings,
  disclosures,
  type FailOn,
  failOns,
  formats,
  issueModes,
  type MailSender,
  type MailSettings,
  type Mode,
  type MonthSettings,
  mailWhens,
  minimumSeverities,
  modes,
  type NotifySettings,
  type Settings,
  type SignInSettings,
  signings,
  sources,
  type VerifySettings,
} from './inputs/settings.ts'
import {optionNames} from './options.ts'
import {type FlatGuard, flatGuards} from './report/flat/guard.ts'
import {isWebhookRoute, type NotifyCondition, type Route} from './report/route.ts'
import {cloudNamed} from './signin/cloud.ts'
import {certificateInTerminal, noIdToken} from './signin/federation.ts'
import {parseVaultAddress, type VaultAddress} from './signin/vault-address.ts'
import {Failure} from './wire/failure.ts'

export type {
  DemoSettings,
  DoctorSettings,
  MergeSettings,
  Mode,
  MonthSettings,
  PlanSettings,
  Settings,
  SignInSettings,
} from './inputs/settings.ts'

export type ParsedInputs = {settings: Settings} | {mistakes: readonly Failure[]}

/** `command` is the terminal's first word, which stands for `mode`. */
export function parseInputs(host: Host, command?: Mode): ParsedInputs {
  const inputs = new Inputs(host)
  maskSecrets(host)
  inputs.mistakes.push(...(host.mistakes ?? []))
  inputs.refuseUnknown()

  const mode = modeOf(inputs, command)
  inputs.refuseOperands(mode === 'verify' ? 1 : 0)
  const settings = mode && settingsFor(mode, inputs)
  if (settings?.mode === 'doctor') return {settings: {...settings, mistakes: inputs.mistakes}}
  return settings && inputs.mistakes.length === 0 ? {settings} : {mistakes: inputs.mistakes}
}

function modeOf(inputs: Inputs, command: Mode | undefined): Mode | undefined {
  const mode = command !== undefined && !inputs.has('mode') ? command : inputs.read('mode', words.oneOf(modes))
  if (mode === undefined || command === undefined || command === mode) return mode
  inputs.mistake('mode', {
    why: `the command is ${command}`,
    expected: 'one of the two',
    remedy: 'Leave --mode out.',
  })
  return undefined
}

function settingsFor(mode: Mode, inputs: Inputs): Settings {
  refuseTenants(mode, inputs)
  if (mode === 'verify') {
    const review = inputs.read('review', inputs.terminal ? words.line : words.folder)
    return {
      mode,
      ...(review ? {review} : {}),
      ...folderToVerify(inputs),
      identities: identities(inputs),
      ...expectedSigner(inputs),
      ...detectionInputs(inputs),
    }
  }
  if (mode === 'overview') return overviewSettings(inputs)
  if (mode === 'plan' && inputs.has('tenants')) return tenantsPlanSettings(inputs)
  if (mode === 'review') return reviewSettings(inputs)
  if (mode === 'watchdog') return watchdogSettings(inputs)
  const month = monthSettings(inputs)
  refuseWithShard(mode, month, inputs)
  refuseSharedFolder(mode, month, inputs)
  if (mode === 'demo') return {mode, ...month}
  if (mode === 'merge') {
    const byGraph = [month.mail, month.notify?.sender].some(sender => sender && sender.server === undefined)
    const signs =
      month.sign === 'auto' &&
      (inputs.text('credential') === 'windows-store' || certificateInputs.some(name => inputs.has(name)))
    const tenant = inputs.read('tenant-id', words.tenantId)
    const signedIn = byGraph || signs || month.archive ? signIn(inputs) : undefined
    if (signedIn) refuseOtherCloud(month, signedIn, inputs)
    return {
      ...{mode, ...month},
      ...(tenant === undefined ? {} : {tenant}),
      ...(signedIn ? {signIn: signedIn} : {}),
    }
  }
  const signedIn = signIn(inputs)
  refuseOtherCloud(month, signedIn, inputs)
  if ((month.source === 'graph' || month.source === 'both') && !cloudNamed(signedIn.cloud).graphAuditLogQuery) {
    inputs.mistake('source', {
      why: `Graph has no audit log query in the cloud ${signedIn.cloud}`,
      expected: 'exchange, or auto',
      remedy:
        'Set source: exchange, and give the app Exchange.ManageAsApp and an Exchange role with View-Only Audit Logs.',
    })
  }
  if (mode === 'doctor') return {mode, signIn: signedIn, mistakes: [], ...month}
  return mode === 'plan' ? {mode, signIn: signedIn, ...month} : {mode, signIn: signedIn, ...month}
}

/** Where a file's tenant was chosen, neither input is left: what stands here was not enough, or is of no use. */
function refuseTenants(mode: Mode, inputs: Inputs): void {
  const takesFile = mode === 'overview' || mode === 'plan'
  if (inputs.has('tenants') && !takesFile) {
    const remedy = inputs.terminal
      ? 'Name tenants of the file, by comma: --tenant contoso,fabrikam.'
      : 'Name tenants of the file: tenant: ${{ matrix.tenant }}, from the matrix of mode: plan.'
    if (mode === 'demo' || mode === 'verify')
      inputs.mistake('tenants', {why: `mode is ${mode}`, expected: 'nothing', remedy: 'Remove it.'})
    else inputs.missing('tenant', remedy, ', though tenants is given')
  }
  if (!inputs.has('tenant')) return
  if (inputs.has('tenants'))
    inputs.mistake('tenant', {
      why: `mode is ${mode}`,
      expected: 'nothing',
      remedy: 'Remove it: this mode is of all tenants.',
    })
  else
    inputs.missing(
      'tenants',
      'Name the file of tenants, such as tenants.yml. For one tenant without such a file, write `tenant-id`.',
      ', though tenant is given',
    )
}

function tenantsPlanSettings(inputs: Inputs): Settings {
  return {
    mode: 'plan',
    tenants: inputs.read('tenants', words.line) ?? '',
    period: inputs.read('period', period) ?? {kind: 'auto'},
    timezone: inputs.read('timezone', words.timezone) ?? '',
    runOn: inputs.read('run-on', words.oneOf(['any-day', 'last-day'])) ?? 'any-day',
    artifactName: ofEachTenant('artifact-name', inputs),
    concurrency: inputs.read('concurrency', words.wholeNumber(1, 10)) ?? 1,
    deadline: inputs.read('deadline', words.durationReader('1m', '35d')) ?? 0,
    ...earlierRuns(inputs),
    ...stateKeys(inputs),
  }
}

function overviewSettings(inputs: Inputs): Settings {
  refuseCredentials('overview', inputs)
  const review = reviewPolicy(inputs)
  const given = inputs.text('directory')
  const visibility = inputs.read('repository-visibility', words.oneOf(['private']))
  const repository = inputs.read('repository', repositoryName)
  return {
    mode: 'overview',
    tenants: inputs.require('tenants', words.line, 'Name the file of tenants, such as tenants.yml.') ?? '',
    timezone: inputs.read('timezone', words.timezone) ?? '',
    directory:
      given === catalogue.directory.default ? 'm365-audit/overview' : (inputs.read('directory', words.folder) ?? ''),
    ...keeping(inputs),
    artifactName: ofEachTenant('artifact-name', inputs),
    issue: issueSettings(inputs),
    failOn: failOnOf(inputs, review),
    allowPublic: inputs.read('allow-public', words.boolean) ?? false,
    disclose: 'counts',
    ...(visibility ? {repositoryVisibility: visibility} : {}),
    ...pingAddress(inputs),
    ...(repository ? {repository} : {}),
    ...(review ? {review} : {}),
    ...earlierRuns(inputs),
    ...stateKeys(inputs),
  }
}

/** A pattern by which what one tenant left is told from what others did. */
function ofEachTenant(name: 'artifact-name', inputs: Inputs): string {
  const pattern = inputs.read(name, words.artifactNameReader) ?? ''
  if (pattern !== '' && !pattern.includes('<tenant>')) {
    const remedy = 'Give the same pattern as the exports have, with <tenant> in it.'
    inputs.mistake(name, {why: 'it is the same for every tenant', expected: '<tenant> in it', remedy})
  }
  return pattern
}

/** Jobs that comments or a mere look start hold nothing that opens the tenant. */
function refuseCredentials(mode: 'review' | 'watchdog' | 'overview', inputs: Inputs): void {
  const secrets = ['certificate', 'certificate-file', 'certificate-password', 'key-vault-token', 'smtp-url'] as const
  for (const name of secrets) {
    if (!inputs.has(name)) continue
    inputs.mistake(name, {
      why: `mode is ${mode}, which signs in nowhere`,
      expected: 'nothing',
      remedy: 'Remove it from this workflow, so that the job holds nothing that opens the tenant.',
      secret: true,
    })
  }
}

function reviewSettings(inputs: Inputs): Settings {
  refuseCredentials('review', inputs)
  return {
    mode: 'review',
    tenant: inputs.read('tenant-id', tenantGuid),
    directory: inputs.read('directory', words.folderPattern) ?? '',
    disclose: inputs.read('disclose', words.oneOf(disclosures)) ?? 'counts',
    ...keeping(inputs),
    ...earlierRuns(inputs),
    ...stateKeys(inputs),
    ...(reviewPolicy(inputs) ?? {reviewers: 1, independent: inputs.text('independent') === 'true'}),
  }
}

function watchdogSettings(inputs: Inputs): Settings {
  refuseCredentials('watchdog', inputs)
  const review = reviewPolicy(inputs)
  const since = inputs.read('since', month)
  const repository = inputs.read('repository', repositoryName)
  return {
    mode: 'watchdog',
    tenant:
      inputs.require('tenant-id', tenantGuid, 'Give the directory (tenant) id, whose months are looked for.') ?? '',
    timezone: inputs.read('timezone', words.timezone) ?? '',
    artifactName: inputs.read('artifact-name', words.artifactNameReader) ?? '',
    issue: issueSettings(inputs),
    ...(since ? {since} : {}),
    ...pingAddress(inputs),
    ...watchdogNotifications(inputs),
    ...(repository ? {repository} : {}),
    ...(review ? {review} : {}),
    ...earlierRuns(inputs),
    ...stateKeys(inputs),
  }
}

function pingAddress(inputs: Inputs): {pingUrl?: string} {
  const pingUrl = inputs.read('ping-url', pingReader)
  return pingUrl ? {pingUrl} : {}
}

/** Its path is a secret. */
const pingReader: words.InputReader<string> = text => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return {ok: url.href}
  return {
    wrong: {
      expected: 'an address that begins with https://',
      remedy: 'Copy the ping address from the service that alarms when nothing comes.',
      secret: true,
    },
  }
}

const tenantGuid: words.InputReader<string> = text => {
  const read = words.tenantId(text)
  if ('wrong' in read || /^[0-9a-f-]{36}$/.test(read.ok)) return read
  return {
    wrong: {
      why: 'this mode signs in nowhere, and can’t ask for the id behind a domain',
      expected: 'the directory (tenant) id, a GUID',
      remedy: 'Copy “Directory (tenant) ID” from the Entra admin centre, Identity > Overview.',
    },
  }
}

const month: words.InputReader<string> = text =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
    ? {ok: text}
    : {wrong: {expected: 'a month, such as 2026-01', remedy: 'Name the first month that has to be there.'}}

const repositoryName = words.repositoryNameReader({
  expected: 'OWNER/NAME',
  remedy: 'Name the repository that exports, without its address.',
})

function keeping(inputs: Inputs): Pick<MonthSettings, 'upload' | 'artifactName' | 'retentionDays'> {
  return {
    upload: inputs.read('upload', upload) ?? 'default',
    artifactName: inputs.read('artifact-name', words.artifactNameReader) ?? '',
    retentionDays: inputs.read('retention-days', words.wholeNumber(0, 400)) ?? 0,
  }
}

function earlierRuns(inputs: Inputs): Pick<MonthSettings, 'githubToken' | 'trustedWorkflows' | 'stateDirectory'> {
  const githubToken = inputs.read('github-token', words.line)
  const stateDirectory = inputs.read('state-directory', words.line)
  if (stateDirectory !== undefined && !inputs.has('state-key')) {
    inputs.mistake('state-directory', {
      why: 'state-key is not given',
      expected: 'both',
      remedy:
        'Give a state-key: who can write to the folder could lay false state there, and only the key shows what a run left.',
    })
  }
  return {
    ...(stateDirectory ? {stateDirectory} : {}),
    trustedWorkflows: inputs.read('trusted-workflows', words.listOfReader(workflowFile)) ?? [],
    ...(githubToken ? {githubToken} : {}),
  }
}

/** Undefined where no review is asked for. */
function reviewPolicy(inputs: Inputs): MonthSettings['review'] {
  const reviewers = inputs.read('reviewers', words.wholeNumber(1, 5))
  const independent = inputs.read('independent', words.boolean) ?? false
  return reviewers === undefined ? undefined : {reviewers, independent}
}

/** Where a reader refuses, the mistake is noted and a stand-in takes the place: such settings go to the doctor alone. */
function monthSettings(inputs: Inputs): MonthSettings {
  const review = reviewPolicy(inputs)
  const failOn = failOnOf(inputs, review)
  if (review === undefined && inputs.has('independent') && inputs.text('independent') !== 'false') {
    const remedy = 'Set reviewers to the number of people that have to review a month, such as 1.'
    inputs.mistake('independent', {why: 'reviewers is not given', expected: 'false, or reviewers as well', remedy})
  }
  const timestampUrl = inputs.read('timestamp-url', words.httpAddress)
  const part = inputs.read('shard', shard)
  const files = dataFiles(inputs)
  const repositoryVisibility = inputs.read('repository-visibility', words.oneOf(['private']))
  const pseudonymKey = inputs.read('pseudonym-key', words.secretKey('another key makes other pseudonyms'))
  return {
    period: inputs.read('period', period) ?? {kind: 'auto'},
    backfill: backfill(inputs),
    timezone: inputs.read('timezone', words.timezone) ?? '',
    runOn: inputs.read('run-on', words.oneOf(['any-day', 'last-day'])) ?? 'any-day',
    source: inputs.read('source', words.oneOf(sources)) ?? 'auto',
    filters: filters(inputs),
    settle: inputs.read('settle', words.durationReader('0', '180d')) ?? 0,
    confirm: inputs.read('confirm', words.oneOf(confirms)) ?? 'none',
    directory: inputs.read('directory', words.folderPattern) ?? '',
    partsDirectory: inputs.read('parts-directory', words.folder) ?? '',
    files,
    flatGuard: flatGuard(inputs, files),
    encryptTo: inputs.read('encrypt-to', recipients) ?? [],
    sign: inputs.read('sign', words.oneOf(signings)) ?? 'off',
    ...keeping(inputs),
    ...earlierRuns(inputs),
    ...pingAddress(inputs),
    ...archiveSettings(inputs),
    allowPublic: inputs.read('allow-public', words.boolean) ?? false,
    ...deliveries(inputs),
    failOn,
    concurrency: inputs.read('concurrency', words.wholeNumber(1, 10)) ?? 1,
    deadline: inputs.read('deadline', words.durationReader('1m', '35d')) ?? 0,
    resume: inputs.read('resume', words.oneOf(['auto', 'off'])) ?? 'auto',
    ...(timestampUrl ? {timestampUrl} : {}),
    ...(review ? {review} : {}),
    ...(repositoryVisibility ? {repositoryVisibility} : {}),
    ...(part ? {shard: part} : {}),
    ...(pseudonymKey ? {pseudonymKey} : {}),
  }
}

/** Empty for `never`. */
function failOnOf(inputs: Inputs, review: MonthSettings['review']): FailOn[] {
  const failOn = inputs.read('fail-on', words.some(words.choices([...failOns, 'never']), 'incomplete')) ?? []
  if (failOn.includes('never') && failOn.length > 1) {
    inputs.mistake('fail-on', {expected: 'never alone, or the others without it', remedy: 'Remove one or the other.'})
  }
  if (review === undefined && failOn.includes('unreviewed')) {
    const remedy = 'Set reviewers to the number of people that have to review a month, such as 1.'
    inputs.mistake('fail-on', {why: 'unreviewed is among it, and reviewers is not given', expected: 'both', remedy})
  }
  return failOn.filter(word => word !== 'never')
}

/** A lock can't be taken back: it takes both, the word and the time. */
function archiveSettings(inputs: Inputs): Pick<MonthSettings, 'archive'> {
  const address = inputs.read('archive-to', archiveAddress)
  const isLocked = inputs.read('archive-lock', words.boolean) ?? false
  const lockFor = inputs.read('archive-retain', retentionPeriod)
  const isWanted = inputs.has('archive-to')
  for (const [name, isGiven] of [
    ['archive-lock', isLocked],
    ['archive-retain', inputs.has('archive-retain')],
  ] as const) {
    if (!isGiven || isWanted) continue
    const remedy = 'Name the container in archive-to, or leave this out.'
    inputs.mistake(name, {why: 'archive-to is not given', expected: 'nothing, or archive-to as well', remedy})
  }
  if (isLocked && !inputs.has('archive-retain')) {
    inputs.missing(
      'archive-retain',
      'Say for how long the evidence can’t be deleted, such as 7y.',
      ', though archive-lock is true',
    )
  }
  if (!isLocked && inputs.has('archive-retain') && isWanted) {
    const remedy =
      'Set archive-lock: true to lock each file for that long, or leave the time to the container’s own policy.'
    inputs.mistake('archive-retain', {
      why: 'archive-lock is not true',
      expected: 'nothing, or archive-lock: true',
      remedy,
    })
  }
  return address ? {archive: {address, ...(isLocked && lockFor ? {lockFor} : {})}} : {}
}

const archiveAddress = words.archiveAddressReader({
  expected: 'https://ACCOUNT.blob.core.windows.net/CONTAINER, with or without /PREFIX',
  remedy:
    'Print the account’s address: az storage account show --name NAME --query primaryEndpoints.blob --output tsv. The app signs in; no key belongs here.',
})

const retentionPeriod: words.InputReader<RetentionPeriod> = text => {
  const ok = parseRetentionPeriod(text)
  if (ok && !isTooLong(ok)) return {ok}
  return {
    wrong: {
      ...(ok ? {why: 'it is too long, and a lock can’t be taken back'} : {}),
      expected: `whole days or years, ${mostYears} years at most, such as 365d or 7y`,
      remedy: 'Write a number and d or y, without a space.',
    },
  }
}

function refuseOtherCloud(
  {archive}: Pick<MonthSettings, 'archive'>,
  {cloud}: SignInSettings,
  inputs: Inputs,
  name: 'archive-to' | 'directory' = 'archive-to',
): void {
  const {blobSuffix} = cloudNamed(cloud)
  if (archive === undefined || archive.address.host.endsWith(blobSuffix)) return
  inputs.mistake(name, {
    why: `the cloud is ${cloud}`,
    expected: `a storage account of that cloud, whose host ends in ${blobSuffix}`,
    remedy: 'The app signs in to one cloud, and has no token for another one’s storage.',
  })
}

const upload: words.InputReader<MonthSettings['upload']> = text => {
  const asked = words.boolean(text)
  return 'ok' in asked ? {ok: asked.ok ? 'asked' : 'off'} : asked
}

/** A path in the repository, or a file's name in the folder of workflows. */
const workflowFile: words.InputReader<string> = text => {
  const [, name] = /^(?:\.\/)?(?:\.github\/workflows\/)?([\w.-]+\.ya?ml)$/.exec(text) ?? []
  if (name !== undefined) return {ok: `.github/workflows/${name}`}
  return {
    wrong: {
      expected: 'files of this repository’s workflows, such as .github/workflows/audit.yml',
      remedy: 'Name the file, without repository and branch.',
    },
  }
}

const shard: words.InputReader<Shard> = text => {
  const ok = parseShard(text)
  if (ok) return {ok}
  return {
    wrong: {
      expected: `K/N, the K-th of N parts, ${mostShards} at most, such as 2/4`,
      remedy: 'Give a part that the output matrix of mode: plan holds; in a workflow, shard: ${{ matrix.shard }}.',
    },
  }
}

/** What goes with parts of an export, and what can't. */
function refuseWithShard(mode: Mode, month: MonthSettings, inputs: Inputs): void {
  if (month.shard !== undefined && mode !== 'export') {
    const remedy = 'Leave shard to the jobs of the matrix, whose mode is export.'
    inputs.mistake('shard', {why: `mode is ${mode}`, expected: 'nothing, or mode: export', remedy})
  }
  const sharded = month.shard !== undefined || mode === 'merge'
  if (sharded && inputs.has('encrypt-to') && !inputs.has('state-key')) {
    inputs.missing(
      'state-key',
      'Make one with `openssl rand -base64 32`, keep it as a secret, and give it to every part and to the merge.',
      ', with which the parts of an encrypted export are merged',
    )
  }
  if (sharded && month.period.kind === 'last-24h') {
    inputs.mistake('period', {
      why: 'last-24h begins where the last run ended, which each part would find for itself',
      expected: 'a period that is the same for all parts',
      remedy: 'Write `previous-day`, or leave shard out.',
    })
  }
  if (month.runOn === 'last-day' && isShorterThanMonth(month.period)) {
    inputs.mistake('run-on', {
      why: 'it is for months, and period asks for a day or a week',
      expected: 'any-day',
      remedy: 'Leave run-on out.',
    })
  }
  if (sharded && month.backfill > 0 && inputs.text('backfill') !== 'auto') {
    const remedy = 'Backfill earlier months in a run without shard.'
    inputs.mistake('backfill', {why: 'the export is made in parts', expected: '0', remedy})
  }
  if (month.shard !== undefined && !month.files.includes('csv')) {
    inputs.mistake('formats', {
      why: 'shard makes a part of an export',
      expected: 'csv among them, with the columns of the cmdlet, from which the parts are joined',
      remedy: 'Write `csv`, without `columns: flat`; the merge makes the other files.',
    })
  }
}

/** In a terminal also the word after the command. */
function folderToVerify(inputs: Inputs): Pick<VerifySettings, 'directory' | 'archive'> {
  const [operand] = inputs.operands
  if (operand !== undefined && inputs.has('directory')) {
    const remedy = 'Leave one of the two out.'
    inputs.mistake('directory', {why: `the folder ${operand} is named too`, expected: 'one folder', remedy})
  }
  const given = operand ?? (inputs.text('directory') === catalogue.directory.default ? '' : inputs.text('directory'))
  if (/^https?:\/\//i.test(given)) return archiveToVerify(given, inputs)
  if (operand !== undefined) return {directory: operand}
  if (given !== '') return {directory: inputs.read('directory', inputs.terminal ? words.line : words.folder) ?? ''}
  inputs.missing(
    'directory',
    inputs.terminal
      ? 'Name the folder to check: verify FOLDER.'
      : 'Name the folder to check, such as `directory: ${{ steps.export.outputs.directory }}` with the id of the step that exported.',
  )
  return {directory: ''}
}

/** The app signs in to read it; a thumbprint is that of the folder’s signer. */
function archiveToVerify(url: string, inputs: Inputs): Pick<VerifySettings, 'directory' | 'archive'> {
  const parsed = parseArchiveAddress(url)
  if ('ok' in parsed) {
    const signedIn = signIn(inputs, 'of the folder')
    refuseOtherCloud({archive: {address: parsed.ok}}, signedIn, inputs, 'directory')
    return {directory: url, archive: {address: parsed.ok, signIn: signedIn}}
  }
  inputs.mistake('directory', {
    why: parsed.mistake,
    expected: 'a folder, or the url of an archived one from archive.json',
    remedy: 'Copy it without anything added; the app signs in.',
    ...('secret' in parsed ? {secret: true} : {}),
  })
  return {directory: ''}
}

/** No two exports of a run go into one folder, nor does a merge write among its parts. */
function refuseSharedFolder(
  mode: Mode,
  {directory, partsDirectory, backfill}: Pick<MonthSettings, 'directory' | 'partsDirectory' | 'backfill'>,
  inputs: Inputs,
): void {
  if (backfill > 0 && directory !== '' && !directory.includes('<period>')) {
    inputs.mistake('directory', {
      why: `backfill exports up to ${pluralise(backfill + 1, 'period')}, and all would go into this folder`,
      expected: 'a folder for each period, with <period> in its name',
      remedy: `Write for instance \`${directory}/<period>\`.`,
    })
  }
  const within = (inner: string, outer: string) => inner.startsWith(`${outer}/`)
  const state = inputs.text('state-directory').replace(/^\.\//, '').replace(/\/+$/, '')
  const fixed = directory.replace(/\/?[^/]*[<].*$/, '')
  if (state !== '' && fixed !== '' && (state === fixed || within(state, fixed) || within(fixed, state))) {
    inputs.mistake('state-directory', {
      why: `directory is ${directory}, and one would lie in the other`,
      expected: 'a folder of its own',
      remedy: 'Name another folder, such as `m365-audit-state`.',
    })
  }
  const nested = within(directory, partsDirectory) || within(partsDirectory, directory)
  if (mode !== 'merge' || directory === '' || partsDirectory === '' || !nested) return
  inputs.mistake('parts-directory', {
    why: `directory is ${directory}, and one would lie in the other`,
    expected: 'a folder that holds the parts alone',
    remedy: 'Download the parts into another folder, such as `m365-audit-parts`.',
  })
}

/** `formats` says whether there is a CSV at all, `columns` which. */
function dataFiles(inputs: Inputs): DataFormat[] {
  const chosen = inputs.read('formats', words.some(words.choices(formats), 'csv,jsonl')) ?? []
  const columns = inputs.read('columns', words.oneOf(columnSets)) ?? 'cmdlet'
  if (columns !== 'cmdlet' && chosen.length > 0 && !chosen.includes('csv')) {
    inputs.mistake('columns', {
      why: `it says which CSV is written, and formats (${chosen.join(', ')}) has none`,
      expected: 'cmdlet, or csv among the formats',
      remedy: 'Add `csv` to formats, or leave columns out; the Parquet file has the flat columns anyway.',
    })
  }
  return chosen.flatMap((format): DataFormat[] => {
    if (format !== 'csv' || columns === 'cmdlet') return [format]
    return columns === 'flat' ? ['flat'] : ['csv', 'flat']
  })
}

function flatGuard(inputs: Inputs, files: readonly DataFormat[]): FlatGuard {
  const guard = inputs.read('flat-guard', words.oneOf(flatGuards)) ?? 'formulas'
  if (guard !== 'formulas' && !files.includes('flat')) {
    inputs.mistake('flat-guard', {
      why: 'it is about the flat CSV, and none is written',
      expected: 'formulas, or a flat CSV',
      remedy: 'Add `columns: both`, or leave flat-guard out.',
    })
  }
  return guard
}

/** Days are read again when they have settled, in at most this time after; a week that has not is, by the next run. */
const settlingPeriods = {'previous-day': 7, 'last-24h': 7, 'previous-week': 1}

/** A named period is what is wanted; backfill goes with one that moves on by itself. */
function backfill(inputs: Inputs): number {
  const period = inputs.text('period')
  const isAuto = inputs.text('backfill') === 'auto'
  if (isAuto && inputs.has('shard')) return 0
  if (isAuto) return Object.entries(settlingPeriods).find(([name]) => name === period)?.[1] ?? 0
  const periods = inputs.read('backfill', backfillReader) ?? 0
  if (periods > 0 && !/^(auto|current-month|previous-month|previous-week|previous-day|last-24h)$/.test(period)) {
    inputs.mistake('backfill', {
      why: 'period names what to export',
      expected: 'auto, 0, or a period that moves on by itself, such as previous-month',
      remedy: 'Leave one of the two out.',
    })
  }
  return periods
}

const backfillReader: words.InputReader<number> = text => {
  const read = words.wholeNumber(0, 12)(text)
  if ('ok' in read) return read
  const {expected, remedy} = read.wrong
  return {wrong: {expected: `auto, or ${expected}`, remedy: `Write auto, or ${remedy.replace('Write ', '')}`}}
}

const period: words.InputReader<MonthSettings['period']> = text => {
  const parsed = parsePeriod(text)
  if ('ok' in parsed) return parsed
  const meant = didYouMean(text, movingPeriods)
  const why = `${meant === undefined ? '' : `perhaps ${meant} is meant; `}${parsed.mistake}`
  return {wrong: {why, remedy: 'Write for instance `previous-month`, or a month as `2026-10`.'}}
}

function filters(inputs: Inputs): Filters {
  const recordTypes = inputs.read('record-types', words.listOfReader(words.recordType)) ?? []
  const excludeRecordTypes = inputs.read('exclude-record-types', words.listOfReader(words.recordType)) ?? []
  const both = recordTypes.filter(type => excludeRecordTypes.some(excluded => isSameRecordType(type, excluded)))
  if (both.length > 0) {
    inputs.mistake('exclude-record-types', {
      why: `record-types asks for ${both.join(', ')} too`,
      expected: 'types that record-types does not name',
      remedy: 'Remove them from one of the two.',
    })
  }
  const freeText = inputs.read('free-text', words.line)
  return {
    recordTypes,
    excludeRecordTypes,
    operations: inputs.read('operations', words.listReader) ?? [],
    users: inputs.read('users', words.listReader) ?? [],
    ipAddresses: inputs.read('ip-addresses', words.listOfReader(words.ipAddress)) ?? [],
    objectIds: inputs.read('object-ids', words.listReader) ?? [],
    workloads: inputs.read('workloads', words.listReader) ?? [],
    ...(freeText ? {freeText} : {}),
  }
}

function deliveries(inputs: Inputs): DeliverySettings {
  const routes = inputs.read('notify', notifyRoutes)
  const minimumSeverity = inputs.read('minimum-severity', words.oneOf(minimumSeverities)) ?? 'low'
  const {mail, sender} = mailSettings(inputs, routes ?? [])
  const notify = routes && monthNotifications(inputs, {routes, sender, minimumSeverity})
  return {
    ...detectionInputs(inputs),
    minimumSeverity,
    disclose: inputs.read('disclose', words.oneOf(disclosures)) ?? 'counts',
    issue: issueSettings(inputs),
    ...(mail ? {mail} : {}),
    ...(notify ? {notify} : {}),
  }
}

function monthNotifications(
  inputs: Inputs,
  {
    routes,
    sender,
    minimumSeverity,
  }: {routes: readonly Route[]; sender: MailSender | undefined; minimumSeverity: Severity},
): NotifySettings {
  const named = (condition: NotifyCondition) => routes.some(({when}) => when.includes(condition))
  const below = severities.slice(severities.indexOf(minimumSeverity) + 1).filter(named)
  if (below.length > 0) {
    const remedy = `Set minimum-severity: ${below.at(-1)}, or notify from ${minimumSeverity} on.`
    inputs.mistake('notify', {
      why: `it names ${below.join(' and ')}, and minimum-severity is ${minimumSeverity}, below which nothing is reported`,
      expected: 'severities that are reported',
      remedy,
    })
  }
  if (named('unreviewed') && !inputs.has('reviewers')) {
    const remedy = 'Set reviewers to the number of people that have to review a month, such as 1.'
    inputs.mistake('notify', {why: 'unreviewed is among it, and reviewers is not given', expected: 'both', remedy})
  }
  refuseUnused(inputs, routes, {
    of: condition => condition !== 'overdue',
    what: 'an export: overdue is for mode: watchdog',
  })
  return {routes, ...(sender ? {sender} : {}), ...notifySecret(inputs, routes)}
}

/** The watchdog signs in nowhere, and mails nothing; lines that are for the export it leaves alone. */
function watchdogNotifications(inputs: Inputs): {notify?: NotifySettings} {
  const routes = inputs.read('notify', notifyRoutes)
  if (routes === undefined) return {}
  const of = (condition: NotifyCondition) => ['unreviewed', 'overdue', 'failed'].includes(condition)
  refuseUnused(inputs, routes, {of, what: 'the watchdog, which notifies of unreviewed, overdue and failed'})
  const own = routes.filter(({when}) => when.some(of))
  const mailed = own.filter(route => !isWebhookRoute(route))
  if (mailed.length > 0) {
    inputs.mistake('notify', {
      why: `${linesOf(mailed)} a mail address, and mode is watchdog, which signs in nowhere and sends no mail`,
      expected: 'webhooks',
      remedy: 'Give a webhook for unreviewed, overdue and failed; or read the watchdog’s issue.',
    })
  }
  return {notify: {routes: own, ...notifySecret(inputs, own)}}
}

/** A message that never comes is not noticed. */
function refuseUnused(
  inputs: Inputs,
  routes: readonly Route[],
  {of, what}: {of: (condition: NotifyCondition) => boolean; what: string},
): void {
  if (routes.some(({when}) => when.some(of))) return
  inputs.mistake('notify', {
    why: `no line is for ${what}`,
    expected: 'a line that is',
    remedy: 'Add one, or remove notify.',
  })
}

/** Who receives JSON can tell by the signature that it is from here. */
function notifySecret(inputs: Inputs, routes: readonly Route[]): Pick<NotifySettings, 'secret'> {
  const secret = inputs.read('notify-secret', words.secretKey('the receiver checks signatures with it'))
  const signed = routes.filter(({to}) => to.kind === 'json')
  if (signed.length > 0 && !inputs.has('notify-secret')) {
    inputs.missing(
      'notify-secret',
      'Make one with `openssl rand -base64 32`, keep it as a secret, and give it to the receiver, who checks the signature with it. Where the address takes the form of Teams or Slack, write `teams:` or `slack:` before it.',
      `, though ${linesOf(signed)} a webhook that gets signed JSON`,
    )
  }
  if (signed.length === 0 && inputs.has('notify-secret')) {
    inputs.mistake('notify-secret', {
      why: 'notify has no webhook that gets signed JSON',
      expected: 'nothing, or such a webhook',
      remedy: 'Remove it; Teams and Slack know no signature.',
    })
  }
  return secret ? {secret} : {}
}

/** `line 2 names`, `lines 2 and 3 name` */
function linesOf(routes: readonly Route[]): string {
  const lines = [...new Set(routes.map(({line}) => line))]
  return lines.length === 1 ? `line ${lines[0]} of notify names` : `lines ${lines.join(' and ')} of notify name`
}

function issueSettings(inputs: Inputs): DeliverySettings['issue'] {
  const assignees = inputs.read('issue-assignees', words.listOfReader(gitHubLogin)) ?? []
  if (assignees.length > 10) {
    const remedy = 'Name ten at most; GitHub takes no more.'
    inputs.mistake('issue-assignees', {why: `it names ${assignees.length}`, expected: 'ten users at most', remedy})
  }
  return {
    mode: inputs.read('issue', words.oneOf(issueModes)) ?? 'never',
    labels: inputs.read('issue-labels', words.listOfReader(issueLabel)) ?? [],
    assignees,
  }
}

/** What findings follow from besides the records. */
function detectionInputs(
  inputs: Inputs,
): Pick<DeliverySettings, 'accepted' | 'rules' | 'baseline' | 'stateKey' | 'previousStateKey'> {
  const baseline = inputs.read('baseline', words.line) ?? 'none'
  const rules = inputs.read('rules', words.line)
  return {
    accepted: {
      path: inputs.read('accepted', words.line) ?? '',
      named: inputs.has('accepted') && inputs.text('accepted') !== catalogue.accepted.default,
    },
    ...(rules ? {rules} : {}),
    baseline: baseline === 'auto' || baseline === 'none' ? {from: baseline} : {from: 'file', path: baseline},
    ...stateKeys(inputs),
  }
}

function stateKeys(inputs: Inputs): Pick<MonthSettings, 'stateKey' | 'previousStateKey'> {
  const stateKey = inputs.read(
    'state-key',
    words.secretKey('another key makes the earlier baseline useless, and what an interrupted run left'),
  )
  const previousStateKey = inputs.read(
    'previous-state-key',
    words.secretKey('it is the former state-key, and decrypts what earlier runs encrypted with it'),
  )
  if (previousStateKey !== undefined && stateKey === undefined) {
    const remedy = 'Give the new key as state-key; the former one alone protects nothing.'
    inputs.mistake('previous-state-key', {why: 'state-key is not given', expected: 'nothing, or both', remedy})
  }
  return {...(stateKey ? {stateKey} : {}), ...(previousStateKey ? {previousStateKey} : {})}
}

/** Whose signature a folder must bear, by what is known outside of it. */
function expectedSigner(inputs: Inputs): Pick<VerifySettings, 'thumbprint' | 'trustedCa'> {
  const thumbprint = inputs.read('certificate-thumbprint', words.thumbprint)
  const trustedCa = inputs.read('trusted-ca', words.line)
  return {...(thumbprint ? {thumbprint} : {}), ...(trustedCa ? {trustedCa} : {})}
}

/** Recipients without a way to send, and the reverse, are mistakes: no one notices a mail that never comes. */
function mailSettings(
  inputs: Inputs,
  routes: readonly Route[],
): {mail?: MailSettings | undefined; sender?: MailSender | undefined} {
  const to = inputs.read('mail-to', words.some(words.listOfReader(emailAddress), 'audit@contoso.com'))
  const server = inputs.read('smtp-url', smtpUrl)
  const given = inputs.read('mail-from', inputs.has('smtp-url') ? emailAddress : mailbox)
  const settings = {
    when: inputs.read('mail-when', words.oneOf(mailWhens)) ?? ('always' as const),
    attach: inputs.read('mail-attach', words.boolean) ?? false,
  }
  const ways = (['mail-from', 'smtp-url'] as const).filter(name => inputs.has(name))
  const mailed = routes.filter(route => !isWebhookRoute(route))
  if (!inputs.has('mail-to') && mailed.length === 0) {
    if (ways.length > 0)
      inputs.missing(
        'mail-to',
        'Name the recipients, or remove the rest.',
        `, though ${ways.join(' and ')} ${ways.length > 1 ? 'are' : 'is'} given`,
      )
    return {}
  }
  const user = server?.login && emailAddress(server.login.user)
  const from = given ?? (user && 'ok' in user ? user.ok : undefined)
  if (from === undefined && !inputs.has('mail-from') && (server !== undefined || ways.length === 0)) {
    inputs.missing(
      'mail-from',
      server
        ? 'Give the sender’s address; the user of smtp-url is not an address.'
        : 'Give the sending mailbox, from which the app sends by Graph’s Mail.Send; or smtp-url for a mail server.',
      inputs.has('mail-to') ? ', though mail-to is given' : `, though ${linesOf(mailed)} a mail address`,
    )
  }
  if (from === undefined) return {}
  const sender = {from, ...(server ? {server} : {})}
  return {mail: to && {to, ...sender, ...settings}, sender: mailed.length > 0 ? sender : undefined}
}

/** @param thumbprintIs whose certificate `certificate-thumbprint` names. */
function signIn(inputs: Inputs, thumbprintIs: 'of the app' | 'of the folder' = 'of the app'): SignInSettings {
  const tenant = inputs.require('tenant-id', words.tenantId, 'Give the directory (tenant) id or the primary domain.')
  const clientId = inputs.require('client-id', words.clientId, 'Give the app registration’s application (client) id.')
  if (tenant !== undefined && tenant === clientId) {
    inputs.mistake('client-id', {
      why: 'tenant-id is the same GUID',
      expected: 'the application’s id, which differs from the directory’s',
      remedy: 'Copy both again from the app registration’s overview.',
    })
  }
  const cloud = inputs.read('cloud', words.oneOf(clouds)) ?? 'worldwide'
  const given = credential(inputs, cloud, thumbprintIs)
  const isOfApp = thumbprintIs === 'of the app' || given.from === 'windows-store'
  const thumbprint = isOfApp ? inputs.read('certificate-thumbprint', words.thumbprint) : undefined
  return {
    tenant: tenant ?? '',
    clientId: clientId ?? '',
    credential: given,
    ...(thumbprint ? {thumbprint} : {}),
    cloud,
  }
}

const certificateInputs = ['certificate', 'certificate-file', 'key-vault-certificate'] as const

function credential(
  inputs: Inputs,
  cloud: SignInSettings['cloud'],
  thumbprintIs: 'of the app' | 'of the folder',
): SignInSettings['credential'] {
  const given = certificateInputs.filter(name => inputs.has(name))
  const asked = inputs.read('credential', words.oneOf(credentials))
  const tokenFile = federatedTokenFile(inputs, asked)
  if (asked !== 'managed-identity' && inputs.has('managed-identity')) {
    const remedy =
      'Set credential: managed-identity, or remove this: a managed identity is used only where it is asked for.'
    inputs.mistake('managed-identity', {
      why: 'credential is not managed-identity',
      expected: 'nothing, or both',
      remedy,
    })
  }
  if (asked === 'windows-store') return windowsStore(inputs)
  if (asked === 'managed-identity') return managedIdentity(inputs)
  if (asked === 'oidc') {
    refuseCertificate(inputs, asked, 'since a token signs in')
    return tokenFile === undefined ? federation(inputs, thumbprintIs) : {from: 'token-file', path: tokenFile}
  }
  if (asked === 'certificate' && given.length === 0) {
    inputs.missing(
      'certificate',
      inputs.terminal ? certificateInTerminal : missingCertificate,
      ', though credential is certificate',
    )
    return {from: 'federation'}
  }
  const [first, ...others] = given
  if (others.length > 0) {
    inputs.mistake(first ?? 'certificate', {
      why: `${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} set too`,
      expected: `exactly one of ${certificateInputs.join(', ')}`,
      remedy: 'Keep one; delete the secret that is no longer used.',
    })
  }
  if (first !== 'key-vault-certificate' && inputs.has('key-vault-token')) {
    inputs.mistake('key-vault-token', {
      why: 'no key-vault-certificate is given',
      expected: 'nothing, or both',
      remedy: 'Remove the token, or name the certificate in the vault.',
    })
  }
  const password = inputs.untrimmed('certificate-password')
  switch (first) {
    case 'certificate':
      return {from: 'input', content: certificate(inputs), password}
    case 'certificate-file':
      return {from: 'file', path: certificateFile(inputs), password}
    case 'key-vault-certificate':
      return vaultCertificate(inputs, cloud, tokenFile)
    default:
      return tokenFile === undefined ? federation(inputs, thumbprintIs) : {from: 'token-file', path: tokenFile}
  }
}

/** Never by silence: a thumbprint whose certificate input arrived empty is a mistake, and no look into a store. */
function windowsStore(inputs: Inputs): SignInSettings['credential'] {
  refuseCertificate(inputs, 'windows-store', 'since the certificate and its key are in the Windows store')
  if (!inputs.has('certificate-thumbprint')) {
    inputs.missing(
      'certificate-thumbprint',
      "Print it on the runner: Get-ChildItem -Path 'Cert:\\LocalMachine\\My', 'Cert:\\CurrentUser\\My'.",
      ', by which credential: windows-store finds the certificate',
    )
  }
  return {from: 'windows-store'}
}

/** @param reason after `nothing`. */
function refuseCertificate(inputs: Inputs, asked: (typeof credentials)[number], reason: string): void {
  for (const name of [...certificateInputs, 'certificate-password', 'key-vault-token'] as const) {
    if (!inputs.has(name)) continue
    inputs.mistake(name, {
      why: `credential is ${asked}`,
      expected: `nothing, ${reason}`,
      remedy: 'Remove it, or remove credential.',
      secret: true,
    })
  }
}

/** Never by silence. */
function managedIdentity(inputs: Inputs): SignInSettings['credential'] {
  refuseCertificate(inputs, 'managed-identity', 'since Azure issues the tokens')
  const identity = inputs.read('managed-identity', identityReader)
  if (identity !== undefined && identity !== 'system' && identity === inputs.text('client-id').toLowerCase()) {
    inputs.mistake('managed-identity', {
      why: 'client-id is the same',
      expected: 'the client id of the identity that proves an app registration',
      remedy: 'Leave it out where the user-assigned identity itself reads the audit log.',
    })
  }
  if (identity === undefined) return {from: 'managed-identity', identity: 'client-id'}
  return {from: 'managed-identity', identity: identity === 'system' ? identity : {provesBy: identity}}
}

const identityReader: words.InputReader<string> = text => {
  const read = text.toLowerCase() === 'system' ? {ok: 'system'} : words.clientId(text)
  if ('ok' in read) return read
  return {
    wrong: {
      why: 'it is neither',
      expected: 'system, or the client id (a GUID) of a user-assigned identity',
      remedy: 'Print the ids: az identity list --query "[].{name:name,clientId:clientId}".',
    },
  }
}

/** Undefined where none is named. */
function federatedTokenFile(inputs: Inputs, asked: (typeof credentials)[number] | undefined): string | undefined {
  const path = inputs.read('federated-token-file', words.line)
  if (path === undefined) return undefined
  const others = (['certificate', 'certificate-file', 'key-vault-token'] as const).filter(name => inputs.has(name))
  const why =
    asked === 'windows-store' || asked === 'managed-identity' || asked === 'certificate'
      ? `credential is ${asked}`
      : others.length > 0
        ? `${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} set too`
        : undefined
  if (why !== undefined)
    inputs.mistake('federated-token-file', {
      why,
      expected: 'nothing, or the token alone as credential',
      remedy: 'Remove one or the other.',
    })
  if (/^eyJ[\w-]+\./.test(path)) {
    inputs.mistake('federated-token-file', {
      why: 'this looks like the token itself; treat it as compromised',
      expected: 'the path of a file',
      remedy: 'Write the token to a file that only the job can read, and give its path.',
      secret: true,
    })
  }
  return path
}

function certificate(inputs: Inputs): string {
  const content = inputs.text('certificate')
  if (/^[^\s,]{1,260}\.(pfx|p12|pem)$/i.test(content)) {
    inputs.mistake('certificate', {
      why: 'this looks like a file’s path',
      expected: 'the PFX as base64, or PEM text',
      remedy:
        "Give a path to certificate-file, or the file’s content as base64 (bash: base64 < cert.pfx; PowerShell: [Convert]::ToBase64String([IO.File]::ReadAllBytes((Resolve-Path 'cert.pfx')))).",
    })
  }
  return content
}

function certificateFile(inputs: Inputs): string {
  const path = inputs.text('certificate-file')
  if (/-----BEGIN|^[A-Za-z0-9+/=\s]{200,}$/.test(path)) {
    inputs.mistake('certificate-file', {
      why: 'this looks like a certificate’s content; if it holds the key, treat the key as compromised',
      expected: 'the path of a file on the runner',
      remedy: 'Give the content to `certificate`, from a secret.',
      secret: true,
    })
  }
  return path
}

function vaultCertificate(
  inputs: Inputs,
  cloud: SignInSettings['cloud'],
  tokenFile: string | undefined,
): SignInSettings['credential'] {
  const address = inputs.read('key-vault-certificate', vaultAddress)
  const suffix = cloudNamed(cloud).vaultSuffix
  if (address && !address.host.endsWith(suffix)) {
    inputs.mistake('key-vault-certificate', {
      why: `the cloud is ${cloud}`,
      expected: `a vault of that cloud, with a name that ends in ${suffix}`,
      remedy: 'Set cloud to the one that tenant and vault are in.',
    })
  }
  if (inputs.has('certificate-password')) {
    inputs.mistake('certificate-password', {
      why: 'the certificate is in a key vault, where it has no password',
      expected: 'nothing',
      remedy: 'Remove it.',
    })
  }
  const token = inputs.read('key-vault-token', words.line)
  if (!token && tokenFile === undefined && inputs.idToken === undefined) {
    const fetched = `az account get-access-token --resource https://${suffix.slice(1)}`
    if (inputs.terminal)
      inputs.missing(
        'key-vault-token',
        `Give it with --key-vault-token-file PATH (${fetched} --query accessToken --output tsv).`,
      )
    else
      inputs.missing(
        'key-vault-token',
        `Give it from a step before (${fetched}). ${noIdToken().remedy}`,
        ', and this job can’t ask for GitHub’s OIDC token to reach the vault with',
      )
  }
  return address
    ? {from: 'vault', address, ...(token ? {token} : {}), ...(tokenFile ? {tokenFile} : {})}
    : {from: 'federation'}
}

const vaultAddress: words.InputReader<VaultAddress> = text => {
  const parsed = parseVaultAddress(text)
  if ('ok' in parsed) return parsed
  return {
    wrong: {
      why: parsed.mistake,
      expected: 'https://NAME.vault.azure.net/certificates/CERTIFICATE, with or without /VERSION',
      remedy: 'Print it: az keyvault certificate show --vault-name NAME --name CERTIFICATE --query id --output tsv',
    },
  }
}

/** None of the certificate inputs: GitHub's OIDC token is the credential, or some input was meant and is empty. */
function federation(inputs: Inputs, thumbprintIs: 'of the app' | 'of the folder'): SignInSettings['credential'] {
  const ofCertificate = ['certificate-password', ...(thumbprintIs === 'of the app' ? ['certificate-thumbprint'] : [])]
  const meant = (ofCertificate as InputName[]).filter(name => inputs.has(name))
  if (meant.length > 0) {
    const verb = meant.length > 1 ? 'are' : 'is'
    const remedy = inputs.terminal ? certificateInTerminal : missingCertificate
    inputs.missing('certificate', remedy, `, though ${meant.join(' and ')} ${verb} given`)
  } else if (inputs.idToken === undefined && inputs.terminal) {
    inputs.missing('certificate', certificateInTerminal)
  } else if (inputs.idToken === undefined) {
    inputs.missing('certificate', noIdToken().remedy, ', and this job can’t ask for GitHub’s OIDC token in its place')
  }
  return {from: 'federation'}
}

const missingCertificate =
  `Give exactly one of ${certificateInputs.join(', ')}. A secret that does not exist, or that GitHub withholds from runs of ` +
  'forks and of Dependabot, arrives as nothing at all: check its name, and where the run comes from. To sign in by ' +
  'GitHub’s OIDC token, without a certificate, remove the others as well.'

/** The private keys of a key file, without its comments. */
function identities(inputs: Inputs): string[] {
  const text = inputs.terminalOnly('age-identity')
  const found = identitiesIn(text)
  if (text !== '' && found.length === 0) inputs.noIdentity(text)
  return found
}

function maskSecrets(host: Host): void {
  for (const name of host.given) for (const identity of identitiesIn(host.input(name))) host.mask(identity)
  const secrets = Object.entries(catalogue).filter(([, entry]) => 'secret' in entry)
  for (const [name] of secrets) {
    const value = host.input(name)
    if (value && !isConditionsAlone(name, value)) host.mask(value)
    for (const password of passwordsIn(value)) host.mask(password)
    if (name === 'notify') for (const secret of webhookSecretsIn(value)) host.mask(secret)
  }
}

/** Hidden, such words would be gone from all that is said of them, and they hold no address. */
function isConditionsAlone(name: string, text: string): boolean {
  return name === 'notify' && namesNoAddress(text)
}

/** The host's words with the catalogue's defaults, and the mistakes found so far. */
class Inputs {
  readonly mistakes: Failure[] = []
  readonly terminal: boolean
  readonly idToken: Host['idToken']
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    this.terminal = host.kind === 'terminal'
    this.idToken = host.idToken
  }

  /** For a password, whose blanks count. */
  untrimmed(name: InputName): string {
    return this.#host.untrimmed?.(name) ?? this.#host.input(name)
  }

  has(name: InputName): boolean {
    return this.#host.input(name) !== ''
  }

  text(name: InputName): string {
    return this.#host.input(name) || catalogue[name].default
  }

  /** The input's value; undefined when it is empty, or wrong, which is noted. */
  read<T>(name: InputName, reader: words.InputReader<T>): T | undefined {
    const text = this.text(name)
    if (text === '') return undefined
    const reading = text.includes('${{') ? {wrong: unresolved} : reader(text)
    if ('ok' in reading) return reading.ok
    this.mistake(name, reading.wrong)
    return undefined
  }

  /** '' on a runner. */
  terminalOnly(name: string): string {
    return this.terminal ? this.#host.input(name) : ''
  }

  noIdentity(text: string): void {
    const why =
      text.startsWith('age-encryption.org/v1') || text.startsWith('-----BEGIN AGE')
        ? 'it is encrypted'
        : 'it holds none'
    const remedy =
      'Give the file that age-keygen wrote, with its line AGE-SECRET-KEY-…; decrypt it first where a passphrase protects it.'
    this.#note(
      'INPUT_IDENTITY',
      `--identity names a file of ${hiddenText(text)}: ${why}; expected an identity of age.`,
      remedy,
    )
  }

  require<T>(name: InputName, reader: words.InputReader<T>, remedy: string): T | undefined {
    // Of a file's tenants none was chosen yet, and each has ids of its own.
    const isOfFile = this.has('tenants') && (name === 'tenant-id' || name === 'client-id')
    if (!this.has(name) && !isOfFile)
      this.missing(name, `${remedy} A secret or variable that does not exist arrives as nothing at all.`)
    return this.read(name, reader)
  }

  missing(name: InputName, remedy: string, detail = ''): void {
    this.#note(codeOf(name), `${this.#spelled(name)} is missing${detail}.`, remedy)
  }

  mistake(name: InputName, wrong: words.InputMistake): void {
    if (wrong.secret && !isConditionsAlone(name, this.text(name))) this.#host.mask(this.text(name))
    const text = mistakeText(this.#spelled(name), this.text(name), wrong, 'secret' in catalogue[name])
    this.#note(wrong.later ? notYet : codeOf(name), text, wrong.remedy)
  }

  /**
   * A runner leaves it at a warning when a workflow gives an input that action.yml has not, so what resembles ours is
   * refused here, and what other tools call the same; other INPUT_ variables may be anybody's. In a terminal every unknown option is a mistake.
   */
  refuseUnknown(): void {
    const known = [...inputNames, ...(this.terminal ? terminalOnly : [])]
    const guesses = this.terminal ? optionNames : known
    for (const name of this.#host.given) {
      if (known.includes(name)) continue
      const meant = didYouMean(name, guesses)
      const instead = renamedTo(name)
      if (meant === undefined && instead === undefined && !this.terminal) continue
      const remedy =
        instead ?? (meant ? `Did you mean ${this.#spelled(meant)}?` : 'The command with --help lists the options.')
      this.#note('INPUT_UNKNOWN', `There is no ${this.terminal ? 'option' : 'input'} ${this.#spelled(name)}.`, remedy)
    }
  }

  /** The words that belong to no option and look like none. */
  get operands(): readonly string[] {
    return (this.#host.strays ?? []).filter(word => !word.startsWith('-'))
  }

  /** All words that belong to no option but the first `taken` operands. */
  refuseOperands(taken: number): void {
    const used = this.operands.slice(0, taken)
    for (const word of (this.#host.strays ?? []).filter(one => !used.includes(one))) {
      this.#note(
        'INPUT_UNKNOWN',
        `${shownText(word)} belongs to no option.`,
        'Options are written --name VALUE or --name=VALUE.',
      )
    }
  }

  #note(code: string, message: string, remedy: string): void {
    this.mistakes.push(new Failure({code, message, remedy}))
  }

  #spelled(name: string): string {
    return this.terminal ? `--${name}` : `\`${name}\``
  }
}

const notYet = 'INPUT_NOT_IN_THIS_VERSION'

const unresolved: words.InputMistake = {
  why: 'it holds an expression that was not resolved',
  expected: 'its value',
  remedy: 'Expressions are resolved under `with:` of a workflow step, and nowhere else.',
}

function codeOf(name: InputName): string {
  return `INPUT_${name.toUpperCase().replaceAll('-', '_')}`
}
