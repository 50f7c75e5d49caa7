/** The command `setup`: from a bare tenant to one that can be exported, and back; each step looked up, shown, done. */

import {X509Certificate} from 'node:crypto'
import {join, resolve} from 'node:path'
import {pluralise} from './audit/numbers.ts'
import type {Host} from './host/host.ts'
import {readTenantFile} from './run-tenants.ts'
import {graphApi} from './setup/call.ts'
import {consentSteps, grants} from './setup/consent.ts'
import {
  type CredentialFile,
  fileNames,
  makeCredential,
  newestCredential,
  readCredential,
  type StoredCredential,
  writeRequest,
} from './setup/files.ts'
import {managedIdentityStep} from './setup/identity.ts'
import {nextCommands, type Reached} from './setup/next-commands.ts'
import {type Repository, secretLocation} from './setup/places.ts'
import {trustedSubjects} from './setup/presented-subject.ts'
import {
  clientIdOf,
  directoryRole,
  federated,
  mark,
  newestOwn,
  type RegisteredKey,
  registeredKeys,
  registration,
  required,
  type Site,
  thumbprintOf,
  uploaded,
  withdrawnForm,
} from './setup/registration.ts'
import {removal} from './setup/removal.ts'
import {ghCommands, openRepository, stored, storedThumbprint, toStore} from './setup/repository.ts'
import {type ExchangeCmdlets, exchangeCmdlets, roleGroup} from './setup/role-group.ts'
import {parseSetup, type SetupSettings, tokenVariables} from './setup/settings.ts'
import {runSteps, type SetupStep, type StepCheck} from './setup/step.ts'
import {outcomeTable, type SetupOutcome, setupsOf} from './setup/tenants.ts'
import {type Administrator, type AzureCli, administrator, azureCli} from './setup/tokens.ts'
import {type Cloud, cloudNamed} from './signin/cloud.ts'
import {withEndpoints} from './signin/endpoints.ts'
import {loginPolicy} from './signin/login.ts'
import {resolveTenant} from './signin/tenant.ts'
import {asFailure, explain, Failure, shortened} from './wire/failure.ts'
import type {World} from './wire/world.ts'

export interface SetupContext {
  host: Host
  world: World
  environment: Readonly<Record<string, string | undefined>>
  az?: AzureCli
}

export async function runSetup(place: SetupContext): Promise<void> {
  const {host, world} = place
  const parsed = parseSetup(host)
  if ('mistakes' in parsed) {
    for (const mistake of parsed.mistakes)
      host.fail(`${mistake.message} [${mistake.code}] ${mistake.remedy}`, 'mistake')
    return
  }
  const {settings} = parsed
  if (settings.tenants !== '') return await setUpTenants(place, settings)
  try {
    if (settings.act === 'request') {
      const place = {...settings, folder: resolve(settings.folder)}
      await writeRequest(place, world)
      return sayNext(world, {settings: place, clientId: '', folder: undefined})
    }
    const {desk} = await setUpTenant(place, settings, acts[settings.act])
    if (desk.registered.app) host.output('client-id', desk.registered.app.appId)
    sayNext(world, {settings: desk.settings, clientId: clientIdOf(desk), folder: desk.keyFolder})
  } catch (error) {
    host.fail(explain(asFailure(error)))
  }
}

/** @throws Failure at the first step that fails. */
async function setUpTenant(
  place: SetupContext,
  settings: SetupSettings,
  act: (desk: SetupDependencies) => Promise<number>,
): Promise<{desk: SetupDependencies; said: string}> {
  const {host, world} = place
  const desk = await openDesk(place, {...settings, folder: resolve(host.facts.workspace, settings.folder)})
  const changes = await act(desk)
  const said = settings.dryRun
    ? `Nothing was changed; ${pluralise(changes, 'step')} would be.`
    : changes === 0
      ? 'Nothing was left to do.'
      : `Done: ${pluralise(changes, 'step')}.`
  world.log(`\n${said}`)
  return {desk, said}
}

/** One after the other: a tenant that fails is told, and the others are set up. */
async function setUpTenants(place: SetupContext, shared: SetupSettings): Promise<void> {
  const {host, world} = place
  const file = await readTenantFile(shared.tenants, place)
  const made = 'mistakes' in file ? file : setupsOf(file.tenants, shared)
  if ('mistakes' in made) {
    for (const mistake of made.mistakes) host.fail(explain(mistake), 'mistake')
    return
  }
  const outcomes: SetupOutcome[] = []
  for (const [index, {tenant, settings}] of made.setups.entries()) {
    const {name} = tenant
    world.log(`\n${name}: tenant ${index + 1} of ${made.setups.length}`)
    try {
      const act = settings.act === 'request' ? acts.make : acts[settings.act]
      const {desk, said} = await setUpTenant(place, settings, act)
      outcomes.push({name, clientId: desk.registered.app?.appId ?? '', result: said})
    } catch (error) {
      const failure = asFailure(error)
      host.error(`${name}: ${explain(failure)}`)
      outcomes.push({name, clientId: '', result: `failed [${failure.code}]: ${shortened(failure.message, 120)}`})
    }
  }
  world.log('')
  for (const line of outcomeTable(outcomes)) world.log(line)
  if (made.setups.some(({settings: {idsInFile, act}}) => idsInFile && act === 'make'))
    world.log('\nTenants that share an environment: write each client id into the file, as client-id.')
  const failed = outcomes.filter(({result}) => result.startsWith('failed'))
  if (failed.length > 0)
    host.fail(
      `${failed.length} of ${pluralise(outcomes.length, 'tenant')} failed: ${failed.map(({name}) => name).join(', ')}. Run it again when that is corrected: what is done is not done twice.`,
    )
}

/** All that the acts work with. */
export interface SetupDependencies extends Site {
  exchange: ExchangeCmdlets | undefined
  repository: Repository | undefined
  /** Where the key in use lies on this machine; set once it is known. */
  keyFolder: string | undefined
}

async function openDesk(
  {world, environment, az = azureCli}: SetupContext,
  settings: SetupSettings,
): Promise<SetupDependencies> {
  const cloud = withEndpoints(cloudNamed(settings.cloud), environment.M365_AUDIT_ENDPOINTS)
  for (const limit of cloud.limits) world.log(limit)
  const tenantId = await tenantOf(world, cloud, settings)
  if (tenantId === undefined) return offlineDesk(world, cloud, settings)
  const admin = administrator(world, {cloud, tenantId, environment, az, variables: tokenVariables(settings)})
  const graph = (await reachable(admin, 'graph', settings))
    ? graphApi(world, {graph: cloud.graph, token: () => admin.token('graph')})
    : undefined
  const site: Site = {world, settings, cloud, tenantId, graph, registered: {app: undefined, principal: undefined}}
  const needsExchange = settings.exchange && (settings.directoryRole === undefined || settings.act === 'remove')
  const exchange =
    needsExchange && (await reachable(admin, 'exchange', settings)) ? exchangeCmdlets(site, admin) : undefined
  const token = (environment.GH_TOKEN || environment.GITHUB_TOKEN)?.trim()
  const apiUrl = environment.GITHUB_API_URL || 'https://api.github.com'
  const repository =
    settings.repository && token
      ? openRepository(world, {name: settings.repository, environment: settings.environment, token, apiUrl})
      : undefined
  return {...site, exchange, repository, keyFolder: undefined}
}

/** A dry run asks once, for seconds: what it prints is worth having without a network. Then undefined. */
async function tenantOf(world: World, cloud: Cloud, {dryRun, tenant}: SetupSettings): Promise<string | undefined> {
  if (!dryRun) return await resolveTenant(world, cloud, tenant)
  try {
    return await resolveTenant(world, cloud, tenant, {policy: {...loginPolicy, tries: 1, timeout: 5_000}})
  } catch (error) {
    if (!(error instanceof Failure) || !/^(WIRE|PROXY)_|^LOGIN_UNREADABLE$/.test(error.code)) throw error
    world.log(
      `The login service can’t be reached (${error.message.replace(/\.$/, '')}), so nothing is looked up: every step is printed, and <tenant id> stands for the GUID of ${tenant}.`,
    )
    return undefined
  }
}

function offlineDesk(world: World, cloud: Cloud, settings: SetupSettings): SetupDependencies {
  const registered = {app: undefined, principal: undefined}
  const nothing = {graph: undefined, exchange: undefined, repository: undefined, keyFolder: undefined}
  return {world, settings, cloud, tenantId: '<tenant id>', registered, ...nothing}
}

/** A dry run works without tokens, and then looks nothing up. What a token lacks is said before anything is changed. */
async function reachable(
  admin: Administrator,
  service: 'graph' | 'exchange',
  {dryRun}: SetupSettings,
): Promise<boolean> {
  try {
    await admin.token(service)
    return true
  } catch (error) {
    if (dryRun && error instanceof Failure && error.code === 'SETUP_NO_TOKEN') return false
    throw error
  }
}

const acts = {
  make: async (desk: SetupDependencies) => {
    const held: StoredCredential = {certificate: undefined, credential: undefined}
    const {identity} = desk.settings
    if (identity !== undefined)
      return await finish(desk, held, [managedIdentityStep(desk, identity), ...consentSteps(desk), ...rights(desk)])
    const federation = desk.settings.subject
    const proof =
      federation === undefined ? certificateSteps(desk, held, certificate) : await federationSteps(desk, federation)
    return await finish(desk, held, [...registration(desk), ...proof, ...grants(desk), ...rights(desk)])
  },
  renew: async (desk: SetupDependencies) => {
    const held: StoredCredential = {certificate: undefined, credential: undefined}
    return await finish(desk, held, [existing(desk), ...certificateSteps(desk, held, renewal)])
  },
  finish: async (desk: SetupDependencies) => await run(desk, [existing(desk), finishing(desk)]),
  remove: async (desk: SetupDependencies) => await run(desk, removal(desk)),
}

async function run({world, settings}: Site, steps: SetupStep[]): Promise<number> {
  return await runSteps(steps, {world, dryRun: settings.dryRun})
}

async function finish(desk: SetupDependencies, held: StoredCredential, steps: SetupStep[]): Promise<number> {
  const {repository} = desk
  const changes = await run(desk, repository ? [...steps, ...stored(repository, desk, () => held)] : steps)
  sayWhatIsLeft(desk, held)
  return changes
}

async function federationSteps(desk: SetupDependencies, subject: string): Promise<SetupStep[]> {
  const {repository, settings, world} = desk
  const {trusted, obsolete, note} = await trustedSubjects(repository, {...settings, subject})
  if (note !== undefined) world.log(note)
  return [
    ...trusted.map(each => federated(desk, each)),
    ...(obsolete === undefined ? [] : [withdrawnForm(desk, obsolete)]),
  ]
}

function certificateSteps(
  desk: SetupDependencies,
  held: StoredCredential,
  first: (desk: SetupDependencies, held: StoredCredential) => SetupStep,
): SetupStep[] {
  return [first(desk, held), {look: async () => await uploaded(desk, held.certificate).look()}]
}

/** The one in the folder; else the one in the registration, whose key is elsewhere; else a new one. */
function certificate(desk: SetupDependencies, held: StoredCredential): SetupStep {
  const {settings, world} = desk
  return {
    look: async () => {
      hold(held, newestCredential(settings.folder, world))
      if (held.certificate && Date.parse(held.certificate.validTo) <= world.now()) throw expired(held.certificate)
      if (held.certificate)
        return {there: `Certificate and key in ${settings.folder}, until ${held.certificate.validTo}`}
      const known = newestOwn(await registeredKeys(desk), world.now())
      if (!known?.key) return making(desk, held, settings.folder)
      held.certificate = new X509Certificate(Buffer.from(known.key, 'base64'))
      return {there: `A certificate until ${known.endDateTime}, whose key is not in ${settings.folder}`}
    },
  }
}

/** A new one in a folder of its own; where two are in use already, only what was begun is brought to its end. */
function renewal(desk: SetupDependencies, held: StoredCredential): SetupStep {
  const {settings, world} = desk
  return {
    look: async () => {
      const folder = join(settings.folder, `renewed-${new Date(world.now()).toISOString().slice(0, 10)}`)
      hold(held, readCredential(folder, world))
      if (held.certificate) return {there: `The new certificate and key in ${folder}`}
      const own = (await registeredKeys(desk)).filter(each => each.displayName === mark)
      if (own.filter(each => Date.parse(each.endDateTime) > world.now()).length > 1) throw overlapping()
      return making(desk, held, folder)
    },
  }
}

function making(desk: SetupDependencies, held: StoredCredential, folder: string): StepCheck {
  const {settings, world} = desk
  const kind =
    settings.answer === undefined
      ? `with its own signature, for ${pluralise(settings.years, 'year')}`
      : 'with the authority’s answer'
  return {
    todo: `Make a certificate ${kind}, into ${folder}`,
    shows: [`${fileNames.pfx}, ${fileNames.pem}, ${fileNames.password} (for their owner alone), ${fileNames.cer}`],
    act: async () => hold(held, await makeCredential(folder, settings, world)),
  }
}

function hold(held: StoredCredential, credential: CredentialFile | undefined): void {
  held.credential = credential
  held.certificate = credential?.certificate
}

function rights(desk: SetupDependencies): SetupStep[] {
  const {settings} = desk
  if (!settings.exchange) return []
  if (settings.directoryRole !== undefined) return [directoryRole(desk, settings.directoryRole)]
  return roleGroup(desk, desk.exchange)
}

function existing(desk: SetupDependencies): SetupStep {
  const [application] = registration(desk)
  return {
    look: async () => {
      const look = await required(application).look()
      if ('there' in look || desk.graph === undefined) return look
      throw new Failure({
        code: 'SETUP_NOT_THERE',
        message: `There is no application called ${desk.settings.name} that setup made.`,
        remedy: 'Run setup without --renew first, or give its --name.',
      })
    },
  }
}

/** Where the repository is known, the old one goes only when the new one is stored there. */
function finishing(desk: SetupDependencies): SetupStep {
  const {graph, registered, repository, world} = desk
  return {
    look: async () => {
      const keys = await registeredKeys(desk)
      const newest = newestOwn(keys, world.now())
      const old = keys.filter(each => each.displayName === mark && each !== newest)
      if (old.length === 0 || newest === undefined) return {there: 'One certificate of setup’s own, no older one'}
      if (repository) await checkStored(repository, newest)
      return {
        todo: `Take ${old.length} older out of the registration; the certificate until ${newest.endDateTime} stays`,
        shows: old.map(
          each => `az ad app credential delete --cert --id ${registered.app?.appId} --key-id ${each.keyId}`,
        ),
        act: async () => {
          const body = {keyCredentials: keys.filter(each => !old.includes(each))}
          await required(graph).call('PATCH', `/applications/${required(registered.app).id}`, body)
          world.log('      tokens that were issued with the old one last for another hour')
        },
      }
    },
  }
}

async function checkStored(repository: Repository, newest: RegisteredKey): Promise<void> {
  const thumbprint = thumbprintOf(new X509Certificate(Buffer.from(newest.key ?? '', 'base64')))
  if ((await storedThumbprint(repository)) === thumbprint) return
  throw new Failure({
    code: 'SETUP_NOT_STORED',
    message: `The new certificate ${thumbprint} is not stored in ${secretLocation(repository).name}: without the old one its runs would fail.`,
    remedy:
      'Store it first: setup --renew --repository OWNER/NAME with GH_TOKEN, and the same --environment if it has one; then finish.',
  })
}

function overlapping(): Failure {
  return new Failure({
    code: 'SETUP_OVERLAP',
    message: 'Two certificates of setup’s own are valid already.',
    remedy: 'Let a run of the workflow pass with the new one, then: setup --renew --finish.',
  })
}

function expired({validTo}: X509Certificate): Failure {
  return new Failure({
    code: 'SETUP_EXPIRED',
    message: `The certificate in the folder ran out on ${validTo}.`,
    remedy: 'Make a new one: setup --renew, with the same --folder and --repository.',
  })
}

function sayWhatIsLeft(desk: SetupDependencies, held: StoredCredential): void {
  const {world, settings} = desk
  const folder = held.credential?.folder ?? settings.folder
  const isIdentity = settings.identity !== undefined
  desk.keyFolder = held.credential?.folder ?? (settings.dryRun && !isIdentity ? settings.folder : undefined)
  const isToStore = held.credential !== undefined || settings.dryRun || settings.subject !== undefined || isIdentity
  if (!desk.repository && isToStore && !settings.idsInFile) {
    world.log('\nFor the repository, without values on the screen (bash and PowerShell):')
    for (const command of ghCommands(folder, toStore(desk, held), settings)) world.log(`  ${command}`)
  }
  if (isIdentity)
    world.log(
      '\nIn the workflow: credential: managed-identity, with that client id; and managed-identity: system where it is the machine’s own.',
    )
  if (settings.dryRun) return
  if (isIdentity) world.log('Azure keeps the identity’s tokens for up to 24 hours: a new permission may show later.')
  if (held.credential) world.log(`\nThe key is in ${folder}: keep it safe, or delete it once the secrets are stored.`)
  if (settings.act === 'renew') world.log('Both certificates are valid now; after a good run: setup --renew --finish.')
  else if (settings.exchange) world.log('Exchange may take up to four hours to accept a new member.')
}

function sayNext(world: World, reached: Reached): void {
  const commands = nextCommands(reached)
  if (commands.length > 0) world.log('\nNext:')
  for (const command of commands) world.log(`  ${command}`)
}
